"""The address of a permit's page."""

from django.urls import reverse


def permit_url(number: str | None) -> str:
    """The page of the permit; "" for a number that cannot have one."""
    is_plain = number and "/" not in number
    return reverse("permit", args=[number]) if is_plain else ""
