"""All neighborhoods: a map, and a table to compare them by."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ops.public import public_page
from permits.models import NeighborhoodStatistics
from permits.querysets.freshness import Freshness, freshness
from permits.querysets.neighborhoods import neighborhood_figures
from permits.views.loaded import absence
from permits.views.map import Area, Map
from permits.views.neighborhood_address import neighborhood_url
from permits.views.neighborhood_figures import (
    LATELY,
    NO_MEDIAN,
    WAYS,
    medians,
)
from permits.views.neighborhood_json import counts, days
from permits.views.record_json import loaded_document

LABEL: Final = "Map of San Francisco's neighborhoods"


@dataclass(frozen=True, slots=True)
class Line:
    """One neighborhood in the table; `waits` has a median and its n for each way."""

    name: str
    url: str
    permits: int
    open_permits: int
    complaints: int
    waits: list[tuple[str, int]]


@dataclass(frozen=True)
class Page:
    """What neighborhoods.html shows."""

    canonical: str
    figures: list[NeighborhoodStatistics]
    fresh: Freshness
    lately: str = LATELY

    @property
    def ways(self) -> list[str]:
        return list(WAYS.values())

    @property
    def lines(self) -> list[Line]:
        return [_line(row) for row in self.figures]

    @cached_property
    def map(self) -> Map:
        return city_map(self.figures)

    @property
    def nothing(self) -> str:
        return absence(self.fresh, "permits")


def _line(row: NeighborhoodStatistics) -> Line:
    found = medians(row)
    return Line(
        name=row.name or "",
        url=neighborhood_url(row.name),
        permits=row.permits,
        open_permits=row.open_permits,
        complaints=row.complaints,
        waits=[found.get(way, NO_MEDIAN) for way in WAYS],
    )


def city_map(figures: list[NeighborhoodStatistics]) -> Map:
    areas = [
        Area(row.name or "", row.outline, neighborhood_url(row.name))
        for row in figures
        if row.outline
    ]
    return Map(LABEL, reverse("neighborhoods_map"), tuple(areas), ())


@require_safe
@public_page("neighborhoods")
def page(request: HttpRequest) -> HttpResponse:
    """Two queries: the figures, and what is loaded."""
    address = request.build_absolute_uri(reverse("neighborhoods"))
    shown = Page(address, neighborhood_figures(), freshness())
    context = {"page": shown, "site": shown.fresh.site}
    return render(request, "permits/neighborhoods.html", context)


@require_safe
@public_page("neighborhoods_json")
def as_json(_request: HttpRequest) -> HttpResponse:
    fresh = freshness()
    listed = [
        {"name": row.name, "slug": row.slug, **counts(row)}
        | {"days_filed_to_issued": days(row)}
        for row in neighborhood_figures()
    ]
    loaded = loaded_document(fresh, "permits", "complaints")
    return JsonResponse(
        {"neighborhoods": listed, "loaded": loaded, "is_sample": fresh.is_sample}
    )


@require_safe
@public_page("neighborhoods_map")
def map_data(_request: HttpRequest) -> HttpResponse:
    """The map as GeoJSON; 404 where there is nothing to draw."""
    shown = city_map(neighborhood_figures())
    if shown.is_empty:
        raise Http404
    return JsonResponse(shown.document())
