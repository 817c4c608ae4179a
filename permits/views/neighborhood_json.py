"""A neighborhood's figures as JSON, with the columns' own names."""

from typing import Any, Final

from permits.models import NeighborhoodStatistics
from permits.querysets import RESULT_FIELDS
from permits.querysets.neighborhoods import NeighborhoodRecord
from permits.views.record_json import loaded_document

COUNTS: Final = ("permits", "open_permits", "complaints", "open_complaints")


def days(found: NeighborhoodStatistics | None) -> list[dict[str, Any]]:
    rows = found.days if found else []
    return [{"way": w, "median_days": days, "permits": n} for w, days, n in rows]


def counts(found: NeighborhoodStatistics | None) -> dict[str, int | None]:
    """Null while nothing has been counted."""
    return {name: getattr(found, name) if found else None for name in COUNTS}


def neighborhood_document(record: NeighborhoodRecord) -> dict[str, Any]:
    """What the page has."""
    own = record.own
    listed = {
        "recent": own.recent if own else [],
        "largest": own.largest if own else [],
    }
    return {
        "name": record.name,
        "slug": record.slug,
        "counted_at": own.loaded_at if own else None,
        **counts(own),
        "filed": [
            {"year": year, "permit_type": form, "permits": n}
            for year, form, n in (own.filed if own else [])
        ],
        "days_filed_to_issued": days(own),
        "days_filed_to_issued_city": days(record.city),
        "complaints_by_year": [
            {"year": year, "complaints": n}
            for year, n in (own.complaint_years if own else [])
        ],
        "firms": [
            {"id": key, "name": name, "permits": n}
            for key, name, n in (own.firms if own else [])
        ],
        **{name: _permits(record, numbers) for name, numbers in listed.items()},
        "loaded": loaded_document(record.fresh, "permits", "contacts", "complaints"),
        "is_sample": record.fresh.is_sample,
    }


def _permits(record: NeighborhoodRecord, numbers: list[str]) -> list[dict[str, Any]]:
    held = [record.permits[one] for one in numbers if one in record.permits]
    return [{name: getattr(row, name) for name in RESULT_FIELDS} for row in held]
