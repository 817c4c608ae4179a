"""Pages and JSON of the rules."""
