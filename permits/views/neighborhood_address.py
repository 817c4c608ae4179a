"""The address of a neighborhood's page."""

from django.urls import reverse

from permits.models.neighborhood import slug_of


def neighborhood_url(name: str | None) -> str:
    """The page of the neighborhood; "" where there cannot be one."""
    slug = slug_of(name or "")
    return reverse("neighborhood", args=[slug]) if slug else ""
