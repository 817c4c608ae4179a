"""Reads of neighborhoods."""

from django.db.models import QuerySet

from permits.models import Neighborhood


def neighborhood(slug: str) -> Neighborhood | None:
    """The neighborhood with the load it came from; one query."""
    if "\0" in slug:
        return None
    return Neighborhood.objects.select_related("load").filter(slug=slug).first()


def all_neighborhoods() -> QuerySet[Neighborhood]:
    """All of them by name, without their outlines."""
    return Neighborhood.objects.defer("outline").order_by("name")
