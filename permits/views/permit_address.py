"""The address of a permit's page."""

from permits.views.address import address


def permit_url(number: str | None) -> str:
    """The page of the permit; "" for a number that cannot have one."""
    return address("permit", number) if number and "/" not in number else ""
