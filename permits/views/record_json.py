"""The record as JSON, with the columns' own names. Unknown is null."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from django.db.models import Model

from permits.models import (
    Contact,
    Inspection,
    Load,
    Permit,
    PermitChange,
    PermitLocation,
)
from permits.querysets import FEWEST_SIMILAR, StationReview
from permits.querysets.baselines import counted, usual
from permits.querysets.contacts import SHOWN
from permits.querysets.freshness import Freshness
from permits.search.query import Row

DATASET: Final = "i98e-djp9"


def columns(row: Model, *, without: Iterable[str] = ()) -> dict[str, Any]:
    """All columns of a row by name."""
    left_out = set(without)
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in left_out}


def permit_document(
    permit: Permit, places: list[PermitLocation], changes: list[PermitChange]
) -> dict[str, Any]:
    """The permit, all its source records, what changed, and where it comes from."""
    return {
        "permit": columns(permit, without=["load_id"]),
        "locations": [
            columns(place, without=["load_id", "permit_id"]) for place in places
        ],
        "changes": [
            columns(change, without=["id", "load_id", "permit_number"])
            for change in changes
        ],
        "source": source_document(permit.load),
    }


def review_document(
    reviews: Iterable[StationReview],
    inspections: Iterable[Inspection],
    contacts: Iterable[Contact],
    fresh: Freshness,
    form: int | None = None,
) -> dict[str, Any]:
    """Where it is in review; an empty list of what is not in `loaded` says nothing.

    `form` is the permit's: what open reviews are compared with depends on it.
    """
    return {
        "routing": [
            columns(one.step, without=["load_id", "application_number"])
            | {"is_open": one.is_open, "rows": one.rows, "returns": one.returns}
            | usual_document(one, form)
            for one in reviews
        ],
        "inspections": [columns(row, without=["load_id"]) for row in inspections],
        "contacts": [{name: getattr(row, name) for name in SHOWN} for row in contacts],
        "loaded": loaded_document(fresh, "addenda", "inspections", "contacts"),
    }


def usual_document(review: StationReview, form: int | None) -> dict[str, Any]:
    """What an open review is compared with, and what came next; null: not known."""
    found = usual(review.baselines, form, is_again=review.returns > 0)
    enough = counted(review.followers) >= FEWEST_SIMILAR
    return {
        "usual": asdict(found) if found and found.is_enough else None,
        "next": [asdict(one) for one in review.followers] if enough else None,
    }


def loaded_document(fresh: Freshness, *datasets: str) -> dict[str, Any]:
    """When each data set was last loaded; null is "not loaded"."""
    return {name: fresh.loaded_at.get(name) for name in datasets}


def source_document(load: Load) -> dict[str, Any]:
    return {
        "dataset": DATASET,
        "source": load.source,
        "origin": load.origin,
        "is_sample": load.source == Load.Source.SAMPLE,
        "loaded_at": load.finished_at or load.started_at,
    }


RESULT_COLUMNS: Final = (
    "permit_number",
    "status",
    "permit_type",
    "type",
    "description",
    "address",
    "neighborhood",
    "filed_date",
    "issued_date",
    "completed_date",
    "cost",
)


def result(row: Row) -> dict[str, Any]:
    """One row of a list of results, by `RESULT_COLUMNS`."""
    values = {
        "permit_number": row.permit_number,
        "status": row.status,
        "permit_type": row.permit_type,
        "type": row.type_label,
        "description": row.description,
        "address": row.address,
        "neighborhood": row.neighborhood,
        "filed_date": row.filed_date,
        "issued_date": row.issued_date,
        "completed_date": row.completed_date,
        "cost": row.cost,
    }
    return {name: values[name] for name in RESULT_COLUMNS}
