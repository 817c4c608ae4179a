"""What every page shows: whether the data is a sample, and how old it is."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from permits import querysets


@dataclass(frozen=True, slots=True)
class Site:
    """The record as a whole. `loaded_at` is None while nothing has been loaded."""

    is_sample: bool = False
    loaded_at: dt.datetime | None = None
    data_as_of: dt.datetime | None = None


def site(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - Django's signature
    """Template variables of every page. One query, and only if a template asks."""
    return {"site": SimpleLazyObject(_site)}


def _site() -> Site:
    row = querysets.site_statistics()
    if row is None:
        return Site()
    return Site(
        is_sample=row.is_sample,
        loaded_at=row.load.finished_at or row.load.started_at if row.load else None,
        data_as_of=row.data_as_of,
    )
