"""Composed answers: kept, made in the background, compared with what they quote."""
