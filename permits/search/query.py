"""A reading and filters in, one page of results out."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from permits import querysets
from permits.models import Permit, RecordStatistics
from permits.search import matches
from permits.search.conditions import Conditions, conditions
from permits.search.cursor import Cursor
from permits.search.facets import Facet, chosen_values, facet
from permits.search.filters import Filters
from permits.search.labels import NOT_RECORDED, PERMIT_TYPES, STATUSES
from permits.search.matched_places import matched_places
from permits.search.matches import CAP, FACETS, Matches, Place
from permits.search.reading import Kind, Query

# Up to here a search that is only offered is counted.
MANY: Final = 1_000


@dataclass(frozen=True, slots=True)
class Count:
    """How many permits match; if `capped`, at least `value`."""

    value: int
    capped: bool = False

    def __str__(self) -> str:
        return f"{self.value:,}{'+' if self.capped else ''}"


@dataclass(frozen=True, slots=True)
class Row:
    """One permit in a list of results. None is "not recorded".

    `address` is the one that matched the search, else the permit's primary one;
    `other_address` says that it is not the primary one.
    """

    permit_number: str
    address: str | None
    other_address: bool
    description: str | None
    status: str | None
    status_label: str
    permit_type: int | None
    type_label: str
    neighborhood: str | None
    filed_date: dt.date | None
    issued_date: dt.date | None
    completed_date: dt.date | None
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a page of results shows.

    `next` and `previous` are query strings. `redirect` is the one permit that an exact
    number names. If `sorted_within` is set, the order is of that many newest matches.
    """

    kind: Kind
    rows: tuple[Row, ...]
    count: Count
    facets: tuple[Facet, ...]
    next: str | None = None
    previous: str | None = None
    redirect: str | None = None
    sorted_within: int | None = None


def search(query: Query, filters: Filters, *, size: int = 25) -> SearchPage:
    """One page of permits that meet the reading and the filters; at most 4 queries."""
    if query.kind == "junk":
        return SearchPage(query.kind, (), Count(0), _no_facets(filters))
    if query.permit_number and (found := _by_number(query.permit_number)):
        return replace(_only(found, query), redirect=found.permit_number)
    made = conditions(query, filters)
    return _page(query, filters, made, size)


def count(query: Query, filters: Filters) -> Count:
    """How many permits meet both, exact to MANY: what another search would find."""
    if query.kind == "junk":
        return Count(0)
    found = matches.run(matches.counting(conditions(query, filters), MANY))
    total = found.counts["count"]
    return Count(min(total, MANY), capped=total > MANY or found.is_partial)


def permit_numbers(query: Query, filters: Filters, *, size: int = 25) -> list[str]:
    """The numbers of `search`'s first page, without reading the permits."""
    made = conditions(query, filters)
    found = matches.run(statement_for(made, filters, size))
    return [place.permit_number for place in found.places[:size]]


def statement_for(made: Conditions, filters: Filters, size: int) -> matches.Statement:
    return matches.statement(
        made,
        sort=filters.sort,
        chosen=frozenset(name for name in FACETS if chosen_values(name, filters)),
        cursor=filters.cursor,
        size=size,
    )


def _by_number(permit_number: str) -> Permit | None:
    return Permit.objects.filter(pk=permit_number.replace("\0", "")).first()


def _only(permit: Permit, query: Query) -> SearchPage:
    return SearchPage(query.kind, (_row(permit, None),), Count(1), ())


def _page(query: Query, filters: Filters, made: Conditions, size: int) -> SearchPage:
    found = matches.run(statement_for(made, filters, size))
    places = _shown(found.places, filters.cursor, size)
    total = found.counts["count"]
    count = Count(min(total, CAP), capped=total > CAP or found.is_partial)
    is_sorted_within = count.capped and filters.sort != "newest"
    page = SearchPage(
        kind=query.kind,
        rows=_rows(places, query, filters),
        count=count,
        facets=_facets(found, filters),
        next=_link(places[-1:], filters, "after", found, size),
        previous=_link(places[:1], filters, "before", found, size),
        sorted_within=count.value if is_sorted_within else None,
    )
    return page if made.found else _whole_record(page, filters)


def _shown(places: list[Place], cursor: Cursor | None, size: int) -> list[Place]:
    """Without the one more that says there is another page."""
    if cursor and cursor.side == "before":
        return places[-size:]
    return places[:size]


def _link(
    edge: list[Place], filters: Filters, side: str, found: Matches, size: int
) -> str | None:
    cursor = filters.cursor
    came_from_there = cursor is not None and cursor.side != side
    more = len(found.places) > size and (cursor.side if cursor else "after") == side
    if not edge or not (came_from_there or more):
        return None
    place = edge[0]
    new = Cursor(
        sort=filters.sort,
        side="after" if side == "after" else "before",
        first=place.first,
        second=place.second,
        permit_number=place.permit_number,
    )
    return filters.with_(cursor=new).query_string()


def _rows(places: list[Place], query: Query, filters: Filters) -> tuple[Row, ...]:
    numbers = [place.permit_number for place in places]
    permits = querysets.for_results(numbers)
    matched = matched_places(list(permits.values()), query, filters)
    return tuple(
        _row(permits[number], matched.get(number))
        for number in numbers
        if number in permits
    )


def _row(permit: Permit, matched: str | None) -> Row:
    costs = [c for c in (permit.estimated_cost, permit.revised_cost) if c is not None]
    status, kind = permit.status, permit.permit_type
    return Row(
        permit_number=permit.permit_number,
        address=matched or permit.address,
        other_address=bool(matched and matched != permit.address),
        description=permit.description,
        status=status,
        status_label=STATUSES.get(status, status) if status else NOT_RECORDED,
        permit_type=kind,
        type_label=_type_label(permit),
        neighborhood=permit.neighborhoods_analysis_boundaries,
        filed_date=permit.filed_date,
        issued_date=permit.issued_date,
        completed_date=permit.completed_date,
        cost=max(costs) if costs else None,
    )


def _type_label(permit: Permit) -> str:
    known = PERMIT_TYPES.get(permit.permit_type or 0)
    return known or permit.permit_type_definition or NOT_RECORDED


def _facets(found: Matches, filters: Filters) -> tuple[Facet, ...]:
    return tuple(
        facet(name, found.values[name], filters, approximate=found.is_capped(name))
        for name in FACETS
    )


def _no_facets(filters: Filters) -> tuple[Facet, ...]:
    return tuple(facet(name, {}, filters, approximate=False) for name in FACETS)


def _whole_record(page: SearchPage, filters: Filters) -> SearchPage:
    """Nothing was asked for: counts of the whole record are known beforehand."""
    statistics = RecordStatistics.objects.first()
    if statistics is None:
        return page
    counted = tuple(
        facet(name, dict(statistics.facets.get(name, [])), filters, approximate=False)
        for name in FACETS
    )
    return replace(page, count=Count(statistics.permits), facets=counted)
