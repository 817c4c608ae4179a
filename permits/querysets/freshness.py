"""Which data sets are loaded and how fresh they are, for "none recorded as of"."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ops.compiled import Kind, compiled
from ops.remembered import Remembered
from permits.models import Load, Permit, RecordStatistics
from permits.querysets.loads import site_statistics
from permits.querysets.refreshes import refreshed_at


@dataclass(frozen=True, slots=True)
class Site:
    """The record as a whole. `loaded_at` is None while nothing has been loaded."""

    is_sample: bool = False
    loaded_at: dt.datetime | None = None
    data_as_of: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Freshness:
    """By data set when it was last loaded and how old its data is; and the site's own.

    A data set that is not in `loaded_at` is not loaded. `refreshed_at` is by step.
    """

    loaded_at: Mapping[str, dt.datetime] = field(default_factory=dict)
    data_as_of: Mapping[str, dt.datetime] = field(default_factory=dict)
    refreshed_at: Mapping[str, dt.datetime] = field(default_factory=dict)
    site: Site = field(default_factory=Site)

    @property
    def is_sample(self) -> bool:
        return self.site.is_sample

    def loaded_on(self, dataset: str) -> dt.date | None:
        """The day by the city's clock of the last load; None if there was none."""
        return _day(self.loaded_at.get(dataset))

    def as_of(self, dataset: str) -> dt.date | None:
        """The day the city made the newest data, else the day of the load."""
        return _day(self.data_as_of.get(dataset)) or self.loaded_on(dataset)

    def refreshed_on(self, step: str) -> dt.date | None:
        """The day on which figures were last made anew (steps of permits/refresh)."""
        return _day(self.refreshed_at.get(step))


# All pages show it, and it takes the database longer than the rest of many a page.
_seen: Remembered[None, Freshness] = Remembered(most=1)
_sites: Remembered[None, Site] = Remembered(most=1)


def freshness() -> Freshness:
    """One query, or none where it was read for another page of the same state."""
    return _seen.get(None) or _seen.keep(None, _read(_last_loads()))


_Row = TypeVar("_Row", bound=Model)


class row_and_freshness(Generic[_Row]):  # noqa: N801 - used as a function
    """The first row of a query by values of these kinds, and what is loaded.

    One query for both, see `compiled`; None where there is no row.
    """

    def __init__(self, build: Callable[..., QuerySet[_Row]], *kinds: Kind) -> None:
        self._alone = compiled(lambda *values: build(*values)[:1], *kinds)
        self._both = compiled(lambda *values: _with_loads(build(*values))[:1], *kinds)

    def __call__(self, *values: str | int) -> tuple[_Row, Freshness] | None:
        """Only the row is asked for where the rest is remembered."""
        fresh = _seen.get(None)
        for row in (self._alone if fresh else self._both)(*values):
            return row, fresh or _seen.keep(None, _read(cast("Any", row).last_loads))
        return None


def _with_loads(found: QuerySet[_Row]) -> QuerySet[_Row]:
    loads = ArraySubquery(_last_loads())
    return cast("QuerySet[_Row]", found.annotate(last_loads=loads))


_permit = row_and_freshness(
    lambda number: Permit.objects.select_related("load").filter(pk=number), str
)


def permit_and_freshness(permit_number: str) -> tuple[Permit, Freshness] | None:
    """The permit with the load it came from, and what is loaded; one query for both."""
    return None if "\0" in permit_number else _permit(permit_number)


def site() -> Site:
    """Of a page that needs no more than that; one query, or none as `freshness`."""
    return _sites.get(None) or _sites.keep(None, _site())


def _site() -> Site:
    row = site_statistics()
    if row is None:
        return Site()
    return Site(
        is_sample=row.is_sample,
        loaded_at=row.load.finished_at or row.load.started_at if row.load else None,
        data_as_of=row.data_as_of,
    )


def _last_loads() -> QuerySet[Load, dict[str, Any]]:
    """A JSON object of each data set's newest load, with the site's figures in each."""
    site = RecordStatistics.objects.all()
    finished = Coalesce("load__finished_at", "load__started_at")
    done = Load.objects.filter(status=Load.Status.SUCCEEDED)
    newest = done.order_by("dataset", "-started_at").distinct("dataset")
    document = JSONObject(
        dataset="dataset",
        loaded_at=Coalesce("finished_at", "started_at"),
        data_as_of="data_as_of",
        is_sample=Subquery(site.values("is_sample")[:1]),
        site_loaded_at=Subquery(site.values(at=finished)[:1]),
        site_data_as_of=Subquery(site.values("data_as_of")[:1]),
        refreshed=ArraySubquery(refreshed_at()),
    )
    return newest.values_list(document, flat=True)


def _read(rows: Iterable[Mapping[str, Any]]) -> Freshness:
    listed = list(rows)
    if not listed:
        return Freshness()
    return Freshness(
        loaded_at=_moments(listed, "loaded_at"),
        data_as_of=_moments(listed, "data_as_of"),
        refreshed_at=_refreshed(listed[0]["refreshed"]),
        site=Site(
            is_sample=bool(listed[0]["is_sample"]),
            loaded_at=_moment(listed[0]["site_loaded_at"]),
            data_as_of=_moment(listed[0]["site_data_as_of"]),
        ),
    )


def _moments(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, dt.datetime]:
    read = {row["dataset"]: _moment(row[name]) for row in rows}
    return {dataset: moment for dataset, moment in read.items() if moment}


def _refreshed(runs: Iterable[Mapping[str, str]]) -> dict[str, dt.datetime]:
    read = {run["step"]: _moment(run["at"]) for run in runs}
    return {step: moment for step, moment in read.items() if moment}


def _moment(text: str | None) -> dt.datetime | None:
    return parse_datetime(text) if text else None


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
