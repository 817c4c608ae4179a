"""Everything recorded at a lot and the lots tied to it, in eight queries."""

from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db.models import Model, QuerySet

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
from permits.places.reviews import PermitReviews, reviews_of
from permits.querysets.enforcement import complaints_at, violations_at
from permits.querysets.freshness import Freshness, freshness_in, with_freshness
from permits.querysets.inspections import inspections_at
from permits.querysets.parcels import (
    lots_of,
    parcels_at,
    permits_at,
    tied_to,
    trade_permits_at,
)
from permits.querysets.permits import RESULT_FIELDS

# Of each kind; the largest towers have more permits than one page can show.
MOST_OF_A_KIND = 500


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


def around_parcel(block: str, lot: str) -> tuple[Parcel | None, Around]:
    """The parcel and what is around it; at most two queries."""
    own, _, surroundings = _own(block, lot)
    return own, surroundings


def _own(block: str, lot: str) -> tuple[Parcel | None, Freshness, Around]:
    """The parcel; what is around it and how fresh all is are read on the way."""
    listed = with_freshness(parcels_at(block, lot))
    own = listed.annotate(near=around.column(block, lot, around.OF_PARCEL)).first()
    if own:
        return own, freshness_in(own), around.read(own.near)
    # Something has been loaded if anything is recorded here.
    loads = with_freshness(Load.objects.order_by("pk"))
    row = loads.annotate(near=around.column(block, lot, around.OF_NONE)).first()
    if row:
        return None, freshness_in(row), around.read(row.near)
    return None, Freshness(), Around()
