"""The record as JSON, with the columns' own names. Unknown is null."""

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Model

from permits.models import Load, Permit, PermitChange, PermitLocation
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
