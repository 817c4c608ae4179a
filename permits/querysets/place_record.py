"""What is recorded at a lot and the lots tied to it: all of it, or what a page shows.

Each takes at most eight queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from ops.compiled import compiled
from permits.models import (
    Complaint,
    Inspection,
    Load,
    Parcel,
    Permit,
    TradePermit,
    Violation,
)
from permits.places import around
from permits.places.around import Around
from permits.places.entries import Entries, Kind, Slice, entries_at
from permits.places.reviews import PermitReviews, reviews_of
from permits.querysets.enforcement import complaints_at, in_order, violations_at
from permits.querysets.freshness import Freshness, row_and_freshness
from permits.querysets.inspections import inspections_at
from permits.querysets.parcels import (
    lots_of,
    parcels_at,
    permits_at,
    tied_to,
    trade_permits_at,
)
from permits.querysets.permits import RESULT_FIELDS, for_results

# Of each kind; the largest towers have more permits than one page can show.
MOST_OF_A_KIND = 500
TIED_FIELDS = (
    "blklot",
    "block",
    "lot",
    "from_address_num",
    "to_address_num",
    "street_name",
    "street_type",
    "active",
    "date_rec_drop",
    "date_map_drop",
)


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """What is recorded at a place, newest first. `parcel` is None if it is not listed.

    `cut` names the kinds of which only the newest 500 are here.
    """

    block: str
    lot: str
    parcel: Parcel | None
    tied: list[Parcel]
    permits: list[Permit]
    trade_permits: list[TradePermit]
    complaints: list[Complaint]
    violations: list[Violation]
    inspections: list[Inspection]
    reviews: list[PermitReviews]
    around: Around
    fresh: Freshness
    cut: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """Neither a parcel nor anything else of that block and lot."""
        return self.parcel is None and not (
            self.permits
            or self.trade_permits
            or self.complaints
            or self.violations
            or self.inspections
        )

    @property
    def lots(self) -> set[tuple[str, str]]:
        return {(self.block, self.lot)} | lots_of(self.tied)


_Row = TypeVar("_Row", bound=Model)


def place_record(block: str, lot: str) -> PlaceRecord:
    """Of block and lot in their canonical form; at most eight queries."""
    own, fresh, surroundings = _own(block, lot)
    tied = list(tied_to(own)) if own else []
    lots = {(block, lot)} | lots_of(tied)
    cut: set[str] = set()

    def newest(found: QuerySet[_Row], kind: str) -> list[_Row]:
        rows = list(found[: MOST_OF_A_KIND + 1])
        if len(rows) > MOST_OF_A_KIND:
            cut.add(kind)
        return list(islice(rows, MOST_OF_A_KIND))

    permits = newest(permits_at(lots).only(*RESULT_FIELDS), "permits")
    return PlaceRecord(
        block=block,
        lot=lot,
        parcel=own,
        tied=tied,
        permits=permits,
        trade_permits=newest(trade_permits_at(lots), "trade_permits"),
        complaints=newest(complaints_at(lots), "complaints"),
        violations=newest(violations_at(lots), "violations"),
        inspections=newest(inspections_at(lots), "inspections"),
        reviews=reviews_of(permit.permit_number for permit in permits),
        around=surroundings,
        fresh=fresh,
        cut=frozenset(cut),
    )


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """What a page shows of a place. `parcel` is None if it is not listed.

    The rows are those of the entries shown, by their keys; an inspection has
    `of_permit`, whether what it refers to is the number of a permit.
    """

    block: str
    lot: str
    parcel: Parcel | None
    tied: list[Parcel]
    entries: Entries
    permits: dict[str, Permit]
    trade_permits: dict[str, TradePermit]
    complaints: dict[str, Complaint]
    violations: list[Violation]
    inspections: dict[str, Inspection]
    around: Around
    fresh: Freshness

    @property
    def is_empty(self) -> bool:
        """Neither a parcel nor anything else of that block and lot."""
        rows = sum(count.rows for count in self.entries.counts.values())
        return self.parcel is None and not rows

    @property
    def cut(self) -> frozenset[str]:
        """The kinds of which only the newest 500 are listed."""
        counts = self.entries.counts.items()
        return frozenset(kind for kind, (rows, _) in counts if rows > MOST_OF_A_KIND)


def place_shown(block: str, lot: str, opened: Slice, past: Slice) -> PlaceShown:
    """Of block and lot in their canonical form, with a page of either list."""
    own, fresh, surroundings = _own(block, lot)
    tied = list(tied_to(own).only(*TIED_FIELDS)) if own else []
    lots = {(block, lot)} | lots_of(tied)
    found = entries_at(lots, MOST_OF_A_KIND, opened, past)
    return PlaceShown(
        block=block,
        lot=lot,
        parcel=own,
        tied=tied,
        entries=found,
        permits=for_results(found.keys(Kind.PERMIT)),
        trade_permits=_named(_trade_permits, found.keys(Kind.TRADE_PERMIT)),
        complaints=_named(_complaints, found.keys(Kind.COMPLAINT)),
        violations=_violations(found, lots),
        inspections=_named(_inspections, found.keys(Kind.INSPECTION)),
        around=surroundings,
        fresh=fresh,
    )


def _named(
    rows: Callable[[list[str]], Iterable[_Row]], keys: list[str]
) -> dict[str, _Row]:
    return {row.pk: row for row in rows(keys)} if keys else {}


_trade_permits = compiled(
    lambda keys: TradePermit.objects.filter(pk__any_of=keys), list
)
_complaints = compiled(lambda keys: Complaint.objects.filter(pk__any_of=keys), list)
_inspections = compiled(
    lambda keys: Inspection.objects.annotate(
        of_permit=Exists(Permit.objects.filter(pk=OuterRef("reference_number")))
    ).filter(pk__any_of=keys),
    list,
)


def _violations(found: Entries, lots: set[tuple[str, str]]) -> list[Violation]:
    """Those of the complaints and notices shown, in their order."""
    keys = found.keys(Kind.COMPLAINT) + found.keys(Kind.NOTICE)
    if not keys:
        return []
    rows = _violations_named(keys, found.keys(Kind.NOTICE))
    return [row for row in rows if (row.block, row.lot) in lots]


_violations_named = compiled(
    lambda complaints, notices: in_order(
        Violation.objects.filter(
            Q(complaint_number__any_of=complaints) | Q(pk__any_of=notices)
        )
    ),
    *(list, list),
)


def around_parcel(block: str, lot: str) -> tuple[Parcel | None, Around]:
    """The parcel and what is around it; at most two queries."""
    own, _, surroundings = _own(block, lot)
    return own, surroundings


def _own(block: str, lot: str) -> tuple[Parcel | None, Freshness, Around]:
    """The parcel; what is around it and how fresh all is are read on the way."""
    if "\0" in block + lot:
        return None, Freshness(), Around()
    if found := _listed(block, lot):
        own, fresh = found
        return own, fresh, around.read(cast("Any", own).near)
    # Something has been loaded if anything is recorded here.
    if unlisted := _unlisted(block, lot):
        load, fresh = unlisted
        return None, fresh, around.read(cast("Any", load).near)
    return None, Freshness(), Around()


_listed = row_and_freshness(
    lambda block, lot: parcels_at(block, lot).annotate(
        near=around.column(block, lot, around.OF_PARCEL)
    ),
    *(str, str),
)
_unlisted = row_and_freshness(
    lambda block, lot: Load.objects.order_by("pk").annotate(
        near=around.column(block, lot, around.OF_NONE)
    ),
    *(str, str),
)
