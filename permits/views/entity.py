"""One person or firm: the page, its JSON twin, and what to show when there is none."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ops.public import public_page
from permits.models import Entity
from permits.querysets.entities import (
    entity_and_freshness,
    entity_name,
    merged_into,
    partners_of,
    possible_twins,
    ties_among,
)
from permits.querysets.freshness import Freshness
from permits.search.filters import Filters
from permits.search.query import search
from permits.search.reading import Query
from permits.views.entity_address import entity_slug, entity_url
from permits.views.entity_json import entity_document
from permits.views.entity_page import Page

NEWEST: Final = 10
PARTNERS: Final = 24
# Among the partners: more would hide the names' own.
TIES: Final = 40
LONGEST_ID: Final = 18
LONGEST_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where an id leads that is no entity's: to another one, or to words."""

    status: HTTPStatus
    detail: str = ""
    entity_id: int = 0
    name: str | None = None


@require_safe
@public_page("entity")
def page(request: HttpRequest, number: str, slug: str = "") -> HttpResponse:
    """At most 8 queries, listed in the test."""
    asked = _entity(number)
    if isinstance(asked, Elsewhere):
        return _elsewhere(request, number, asked)
    found, fresh = asked
    if (number, slug) != (str(found.pk), entity_slug(found.name)):
        return HttpResponsePermanentRedirect(entity_url(found.pk, found.name))
    shown = _page(request, found, fresh)
    context = {"page": shown, "entity": found, "site": fresh.site}
    return render(request, "permits/entity.html", context)


@require_safe
@public_page("entity_json")
def as_json(request: HttpRequest, number: str) -> HttpResponse:
    """The same as JSON; 404 or 410 in words where there is none."""
    asked = _entity(number)
    if isinstance(asked, Elsewhere):
        if asked.entity_id:
            return _moved_json(asked.entity_id)
        body = {
            "status": asked.status,
            "title": asked.status.phrase,
            "detail": asked.detail,
        }
        return JsonResponse(body, status=asked.status)
    found, fresh = asked
    if number != str(found.pk):
        return _moved_json(found.pk)
    return JsonResponse(entity_document(_page(request, found, fresh)))


def _moved_json(entity_id: int) -> HttpResponse:
    return HttpResponsePermanentRedirect(reverse("entity_json", args=[entity_id]))


def _entity(number: str) -> tuple[Entity, Freshness] | Elsewhere:
    """The entity of that number, or where to go instead; one query if it is there."""
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        return Elsewhere(
            HTTPStatus.NOT_FOUND,
            "People and firms have a number of up to 18 digits, as in /entities/12/.",
        )
    entity_id = int(number)
    return entity_and_freshness(entity_id) or _merged(entity_id)


def _merged(entity_id: int) -> Elsewhere:
    redirect = merged_into(entity_id)
    if redirect is None:
        return Elsewhere(
            HTTPStatus.NOT_FOUND,
            "No person or firm has this number. One that the record no longer names"
            " loses its page.",
        )
    into = entity_name(redirect.entity_id)
    if into is None:
        return Elsewhere(
            HTTPStatus.GONE,
            f"It was merged into number {redirect.entity_id}, and the record no longer"
            " holds any contact of that one.",
        )
    return Elsewhere(HTTPStatus.MOVED_PERMANENTLY, "", *into)


def _elsewhere(request: HttpRequest, number: str, found: Elsewhere) -> HttpResponse:
    if found.entity_id:
        return HttpResponsePermanentRedirect(entity_url(found.entity_id, found.name))
    context = {
        "number": number[:LONGEST_SHOWN],
        "status": found.status.value,
        "detail": found.detail,
    }
    return render(request, "permits/no_entity.html", context, status=found.status)


def _page(request: HttpRequest, found: Entity, fresh: Freshness) -> Page:
    partners = partners_of(found.pk, PARTNERS)
    listed = Filters(entity=found.pk, entity_name=str(found))
    return Page(
        entity=found,
        canonical=request.build_absolute_uri(entity_url(found.pk, found.name)),
        fresh=fresh,
        possible=possible_twins(found.pk),
        partners=partners,
        ties=ties_among([one.entity.pk for one in partners], TIES),
        listed=listed,
        found=search(Query(raw=""), listed, size=NEWEST),
    )
