"""One neighborhood: what is being built, how long it takes, and by whom."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ops.public import public_page
from permits import words
from permits.models import NeighborhoodStatistics, Permit
from permits.models.neighborhood import slug_of
from permits.querysets.neighborhoods import (
    NeighborhoodRecord,
    all_neighborhoods,
    neighborhood_record,
)
from permits.querysets.permits import FEWEST_SIMILAR
from permits.views.charts import Years, years
from permits.views.entity_address import entity_url
from permits.views.facts import Fact
from permits.views.loaded import absence
from permits.views.map import Area, Map, Spot
from permits.views.neighborhood_address import neighborhood_url
from permits.views.neighborhood_figures import (
    LATELY,
    Built,
    Wait,
    built,
    complaints_by_year,
    waits,
)
from permits.views.neighborhood_json import neighborhood_document

LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm named on many permits here, with its page."""

    name: str
    url: str
    permits: int


@dataclass(frozen=True)
class Page:
    """What neighborhood.html shows; made of lists, so that it asks nothing."""

    record: NeighborhoodRecord
    canonical: str
    lately: str = LATELY
    fewest: int = FEWEST_SIMILAR

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def own(self) -> NeighborhoodStatistics | None:
        return self.record.own

    @property
    def summary(self) -> str:
        if self.own is None:
            return ""
        permits = words.counted(self.own.permits, "building permit")
        return f"{permits}, {self.own.open_permits:,} open."

    @property
    def counts(self) -> list[Fact]:
        own, fresh = self.own, self.record.fresh
        if own is None:
            return []
        permits = _count(own.permits, own.open_permits) or absence(fresh, "permits")
        said = _count(own.complaints, own.open_complaints)
        complaints = said or absence(fresh, "complaints")
        return [Fact("Building permits", permits), Fact("Complaints", complaints)]

    @property
    def counted_on(self) -> str:
        """The day of the load that the figures are of."""
        moment = self.own.loaded_at if self.own else None
        return words.date(timezone.localdate(moment) if moment else None)

    @cached_property
    def built(self) -> Built | None:
        return built(self.own) if self.own and self.own.filed else None

    @property
    def years(self) -> Years | None:
        if self.built is None:
            return None
        return years(
            {year: total for year, _, total in self.built.rows},
            "Permits by the year they were filed",
            "Permits",
            search=urlencode({"neighborhood": self.name}),
        )

    @property
    def waits(self) -> list[Wait]:
        return waits(self.own, self.record.city) if self.own else []

    @property
    def complaints(self) -> Years | None:
        return complaints_by_year(self.own) if self.own else None

    @property
    def no_complaints(self) -> str:
        return absence(self.record.fresh, "complaints")

    @property
    def recent(self) -> list[Permit]:
        return self._permits(self.own.recent) if self.own else []

    @property
    def largest(self) -> list[Permit]:
        return self._permits(self.own.largest) if self.own else []

    def _permits(self, numbers: list[str]) -> list[Permit]:
        """A permit that a load removed since the count is left out."""
        held = self.record.permits
        return [held[number] for number in numbers if number in held]

    @property
    def firms(self) -> list[Firm]:
        rows = self.own.firms if self.own else []
        return [Firm(name, entity_url(key, name), n) for key, name, n in rows]

    @property
    def no_firms(self) -> str:
        return absence(self.record.fresh, "contacts")

    @cached_property
    def map(self) -> Map:
        return neighborhood_map(self.record)

    @property
    def search_url(self) -> str:
        return f"{reverse('search')}?{urlencode({'neighborhood': self.name})}"

    @property
    def json_url(self) -> str:
        return reverse("neighborhood_json", args=[self.record.slug])


def _count(number: int, waiting: int) -> str:
    return f"{number:,}, {waiting:,} open" if number else ""


def neighborhood_map(record: NeighborhoodRecord) -> Map:
    """Its outline, and the newest and the largest permits where they have a point."""
    outline = record.own.outline if record.own else None
    spots = [
        Spot(
            name=permit.address or f"Permit {permit.pk}",
            note=_what(permit),
            latitude=permit.latitude,
            longitude=permit.longitude,
            url=reverse("permit", args=[permit.pk]),
        )
        for permit in record.permits.values()
        if permit.latitude is not None and permit.longitude is not None
    ]
    return Map(
        label=f"Map of {record.name} with its newest and largest permits",
        data_url=reverse("neighborhood_map", args=[record.slug]),
        areas=(Area(record.name, outline),) if outline else (),
        spots=tuple(spots),
    )


def _what(permit: Permit) -> str:
    kind = words.permit_type(permit.permit_type_definition, permit.permit_type)
    return words.headline(permit.description, kind)


@require_safe
@public_page("neighborhood")
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """At most 4 queries, listed in the test."""
    record = neighborhood_record(slug)
    if record is None:
        return _elsewhere(request, slug)
    address = request.build_absolute_uri(reverse("neighborhood", args=[slug]))
    context = {"page": Page(record, address), "site": record.fresh.site}
    return render(request, "permits/neighborhood.html", context)


def _elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """The canonical address of an odd writing, else a 404 with all names."""
    written = slug_of(slug)
    if written != slug and neighborhood_record(written):
        return redirect("neighborhood", written, permanent=True)
    listed = [(one.name, neighborhood_url(one.name)) for one in all_neighborhoods()]
    context = {"typed": slug[:LONGEST_SHOWN], "listed": listed}
    return render(request, "permits/no_neighborhood.html", context, status=404)


@require_safe
@public_page("neighborhood_json")
def as_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """The figures as JSON; 404 with all names where there is none."""
    record = neighborhood_record(slug_of(slug))
    if record is None:
        body: dict[str, Any] = {
            "status": 404,
            "title": "Not found",
            "detail": f"There is no neighborhood {slug[:LONGEST_SHOWN]}.",
            "neighborhoods": [one.slug for one in all_neighborhoods()],
        }
        return JsonResponse(body, status=404)
    return JsonResponse(neighborhood_document(record))


@require_safe
@public_page("neighborhood_map")
def map_data(_request: HttpRequest, slug: str) -> HttpResponse:
    """The map as GeoJSON; 404 where there is nothing to draw."""
    record = neighborhood_record(slug)
    shown = neighborhood_map(record) if record else None
    if shown is None or shown.is_empty:
        raise Http404
    return JsonResponse(shown.document())
