"""Reads of neighborhoods."""

from dataclasses import dataclass

from django.db.models import QuerySet

from permits.models import Neighborhood, NeighborhoodStatistics, Permit
from permits.querysets.freshness import Freshness, freshness
from permits.querysets.permits import RESULT_FIELDS

WHOLE_CITY = ""


@dataclass(frozen=True, slots=True)
class NeighborhoodRecord:
    """A neighborhood's figures and the city's, and the permits that they name.

    `own` is None while its figures have not been counted; then so may `city` be.
    """

    name: str
    slug: str
    own: NeighborhoodStatistics | None
    city: NeighborhoodStatistics | None
    permits: dict[str, Permit]
    fresh: Freshness


def neighborhood(slug: str) -> Neighborhood | None:
    """The neighborhood with the load it came from; one query."""
    if "\0" in slug:
        return None
    return Neighborhood.objects.select_related("load").filter(slug=slug).first()


def all_neighborhoods() -> QuerySet[Neighborhood]:
    """All of them by name, without their outlines."""
    return Neighborhood.objects.defer("outline").order_by("name")


def neighborhood_record(slug: str) -> NeighborhoodRecord | None:
    """None if neither the city's list nor any record names it; at most four queries."""
    if not slug or "\0" in slug:
        return None
    asked = NeighborhoodStatistics.objects.filter(slug__in=[slug, WHOLE_CITY])
    rows = {row.slug: row for row in asked}
    own = rows.get(slug)
    name = own.name if own else _name(slug)
    if name is None:
        return None
    return NeighborhoodRecord(
        name=name,
        slug=slug,
        own=own,
        city=rows.get(WHOLE_CITY),
        permits=placed_permits([*own.recent, *own.largest]) if own else {},
        fresh=freshness(),
    )


def _name(slug: str) -> str | None:
    listed = Neighborhood.objects.filter(slug=slug)
    return listed.values_list("name", flat=True).first()


def placed_permits(permit_numbers: list[str]) -> dict[str, Permit]:
    """What lists of permits show of each, with its point, by number; one query."""
    fields = (*RESULT_FIELDS, "latitude", "longitude")
    found = Permit.objects.only(*fields).filter(pk__in=permit_numbers)
    return {permit.pk: permit for permit in found}


def neighborhood_figures() -> list[NeighborhoodStatistics]:
    """Of all of them by name, without what only a neighborhood's own page shows.

    Empty while nothing has been counted.
    """
    shown = NeighborhoodStatistics.objects.defer(
        "filed", "complaint_years", "recent", "largest", "firms"
    )
    return list(shown.exclude(slug=WHOLE_CITY).order_by("name"))
