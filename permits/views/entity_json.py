"""A person or firm as JSON, with the columns' own names. Unknown is null."""

from typing import Any

from django.db.models import Model

from permits.querysets.entities import Partner, Possible
from permits.views.entity_counts import SOURCES
from permits.views.entity_page import Page
from permits.views.record_json import columns, loaded_document


def entity_document(page: Page) -> dict[str, Any]:
    """What the page has; `statistics` is null if it came after the last count."""
    counted = page.counted
    usual = counted.role if counted else None
    return {
        "entity": columns(page.entity),
        "url": page.canonical,
        "statistics": _without(counted, "entity_id", "role_id"),
        "role_statistics": _without(usual),
        "may_be_the_same": [_possible(one) for one in page.possible],
        "partners": [_partner(one) for one in page.partners],
        "permits": [row.permit_number for row in page.found.rows],
        "permits_url": page.list_url,
        "loaded": loaded_document(page.fresh, *SOURCES),
        "is_sample": page.fresh.is_sample,
    }


def _without(row: Model | None, *left_out: str) -> dict[str, Any] | None:
    return columns(row, without=left_out) if row else None


def _possible(one: Possible) -> dict[str, Any]:
    return {
        "id": one.entity.pk,
        "name": one.entity.name,
        "findings": one.findings,
    }


def _partner(one: Partner) -> dict[str, Any]:
    shared = one.shared
    return {
        "id": one.entity.pk,
        "name": one.entity.name,
        "kind": one.entity.kind,
        "shared_permits": shared.shared_permits,
        "weight": shared.weight,
        "first_date": shared.first_date,
        "last_date": shared.last_date,
        "total_cost": shared.total_cost,
        "permits_with_cost": shared.permits_with_cost,
        "neighborhoods": shared.neighborhoods,
    }
