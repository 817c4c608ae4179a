"""One permit: its page, its JSON twin, and what to show when there is none."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ops.compiled import compiled
from ops.public import public_page
from permits import querysets, words
from permits.models import (
    Contact,
    Inspection,
    Permit,
    PermitChange,
    PermitLocation,
)
from permits.querysets.freshness import Freshness, permit_and_freshness
from permits.querysets.places import same_parcel
from permits.timeline import Between, Timeline, Usual, timeline
from permits.views import facts
from permits.views.linked_data import government_permit
from permits.views.loaded import absence
from permits.views.parcel_address import parcel_url
from permits.views.people import people
from permits.views.record_json import permit_document, review_document
from permits.views.review import (
    COLUMNS,
    INSPECTED,
    Folded,
    Review,
    Subject,
    inspections,
    review,
)

# More addresses, or more changes, than this are folded.
SHOWN_LOCATIONS: Final = 5
SHOWN_CHANGES: Final = 10
LONGEST_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Page:
    """What permit.html shows of a permit; made of lists, so that it asks nothing."""

    permit: Permit
    canonical: str
    places: list[PermitLocation]
    near: querysets.SameParcel
    all_changes: list[PermitChange]
    typical: dict[str, querysets.TypicalDays]
    fresh: Freshness
    routing: list[querysets.StationReview]
    inspected: list[Inspection]
    contacts: list[Contact]

    @property
    def as_of(self) -> dt.date:
        """To which day an open review is counted: that of the data."""
        return self.fresh.as_of("addenda") or timezone.localdate()

    @property
    def review(self) -> Review:
        subject = Subject(form=self.permit.permit_type, status=self.permit.status)
        return review(self.routing, self.as_of, subject)

    @property
    def no_review(self) -> str:
        return absence(self.fresh, "addenda")

    @property
    def inspections(self) -> Folded:
        return inspections(self.inspected)

    @property
    def no_inspections(self) -> str:
        return absence(self.fresh, "inspections")

    @property
    def people(self) -> Folded:
        return people(self.contacts)

    @property
    def no_people(self) -> str:
        return absence(self.fresh, "contacts")

    @property
    def parcel_url(self) -> str:
        return parcel_url(self.permit.block, self.permit.lot)

    @property
    def headline(self) -> str:
        return words.headline(self.permit.description, self.kind)

    @property
    def kind(self) -> str:
        return words.permit_type(
            self.permit.permit_type_definition, self.permit.permit_type
        )

    @property
    def title(self) -> str:
        where = self.permit.address or "address not recorded"
        return f"{where}: permit {self.permit.permit_number}"

    @property
    def summary(self) -> str:
        filed = words.date(self.permit.filed_date)
        return f"{self.headline} Status: {self.status.label.lower()}. Filed: {filed}."

    @property
    def status(self) -> words.Status:
        return words.status(self.permit.status)

    @property
    def glance(self) -> list[facts.Fact]:
        return facts.glance(self.permit)

    @property
    def groups(self) -> list[facts.Group]:
        return facts.groups(self.permit)

    @property
    def source(self) -> list[facts.Fact]:
        records = [place.record_id for place in self.places]
        return facts.source(self.permit, records)

    @property
    def timeline(self) -> Timeline:
        return timeline(self.permit, _usual(self.typical))

    @property
    def similar(self) -> str:
        """What the permits that this one is measured against have in common."""
        wheres = {found.neighborhood for found in self.typical.values()}
        if not wheres:
            return ""
        where = " or ".join(sorted(f"in {w}" if w else "city-wide" for w in wheres))
        years = next(iter(self.typical.values())).years
        return (
            f"Similar permits are of the same kind and cost band, {where},"
            f" filed in the last {years} years of the record."
        )

    @property
    def locations(self) -> list[PermitLocation]:
        return self.places[:SHOWN_LOCATIONS]

    @property
    def more_locations(self) -> list[PermitLocation]:
        return self.places[SHOWN_LOCATIONS:]

    @property
    def changes(self) -> list[PermitChange]:
        return self.all_changes[:SHOWN_CHANGES]

    @property
    def more_changes(self) -> list[PermitChange]:
        return self.all_changes[SHOWN_CHANGES:]

    @property
    def parcel_search(self) -> str:
        parcel = {"block": self.permit.block or "", "lot": self.permit.lot or ""}
        return f"{reverse('search')}?{urlencode(parcel)}"

    @property
    def linked_data(self) -> dict[str, Any]:
        return government_permit(self.permit, self.canonical)


def _usual(typical: dict[str, querysets.TypicalDays]) -> dict[Between, Usual]:
    ends: dict[str, Between] = {
        "issued": ("filed", "issued"),
        "completed": ("issued", "completed"),
    }
    return {
        ends[step]: Usual(days=found.days, permits=found.permits)
        for step, found in typical.items()
        if step in ends
    }


def tidy(number: str) -> str:
    """The number as the city writes it: capitals, no blanks or dashes."""
    return "".join(c for c in number.upper() if c.isascii() and c.isalnum())


@require_safe
@public_page("permit")
def page(request: HttpRequest, number: str) -> HttpResponse:
    """At most 8 queries, listed in the test."""
    found = permit_and_freshness(number)
    if found is None:
        return _elsewhere(request, number)
    permit, fresh = found
    shown = _page(request, permit, fresh)
    context = {"permit": permit, "page": shown, "site": fresh.site}
    return render(request, "permits/permit.html", context)


def _page(request: HttpRequest, permit: Permit, fresh: Freshness) -> Page:
    number = permit.permit_number
    places = _locations(number)
    return Page(
        permit=permit,
        canonical=request.build_absolute_uri(reverse("permit", args=[number])),
        places=places,
        near=same_parcel(number, places),
        all_changes=_changes(number),
        typical=querysets.similar_days(permit),
        fresh=fresh,
        routing=querysets.routing_of(number, permit.permit_type, columns=COLUMNS),
        inspected=_inspections(number),
        contacts=_contacts(number),
    )


_changes = compiled(querysets.changes, str)
_contacts = compiled(querysets.contacts_of, str)
_inspections = compiled(
    lambda number: querysets.inspections_of(number).only(*INSPECTED), str
)
_locations = compiled(
    lambda number: querysets.locations(number).only(*querysets.PLACE_FIELDS), str
)


def _elsewhere(request: HttpRequest, number: str) -> HttpResponse:
    """The canonical address of an odd writing, else a 404 with near matches."""
    written = tidy(number)
    if written and written != number and querysets.permit(written):
        return redirect("permit", number=written, permanent=True)
    context = {
        "typed": number[:LONGEST_SHOWN],
        "near": querysets.near_matches(written) if written else [],
    }
    return render(request, "permits/no_permit.html", context, status=404)


@require_safe
@public_page("permit_json")
def as_json(_request: HttpRequest, number: str) -> HttpResponse:
    """The record as JSON; 404 with near matches where there is none."""
    found = permit_and_freshness(number) or permit_and_freshness(tidy(number))
    if found is None:
        written = tidy(number)
        body = {
            "status": 404,
            "title": "Not found",
            "detail": f"There is no permit {number[:LONGEST_SHOWN]}.",
            "near": querysets.near_matches(written) if written else [],
        }
        return JsonResponse(body, status=404)
    permit, fresh = found
    written = permit.permit_number
    places = list(querysets.locations(written))
    changes = list(querysets.changes(written))
    document = permit_document(permit, places, changes) | review_document(
        querysets.routing_of(written, permit.permit_type),
        querysets.inspections_of(written),
        querysets.contacts_of(written),
        fresh,
        permit.permit_type,
    )
    return JsonResponse(document)
