"""Which data sets are loaded and how fresh they are, for "none recorded as of"."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from permits.models import Load, Permit, RecordStatistics


@dataclass(frozen=True, slots=True)
class Freshness:
    """By data set when it was last loaded and how old its data is; and the site's own.

    A data set that is not in `loaded_at` is not loaded.
    """

    loaded_at: Mapping[str, dt.datetime] = field(default_factory=dict)
    data_as_of: Mapping[str, dt.datetime] = field(default_factory=dict)
    is_sample: bool = False
    site_loaded_at: dt.datetime | None = None
    site_data_as_of: dt.datetime | None = None

    def loaded_on(self, dataset: str) -> dt.date | None:
        """The day by the city's clock of the last load; None if there was none."""
        return _day(self.loaded_at.get(dataset))

    def as_of(self, dataset: str) -> dt.date | None:
        """The day the city made the newest data, else the day of the load."""
        return _day(self.data_as_of.get(dataset)) or self.loaded_on(dataset)


def freshness() -> Freshness:
    """One query."""
    return _read(_last_loads())


def permit_and_freshness(permit_number: str) -> tuple[Permit, Freshness] | None:
    """The permit with the load it came from, and what is loaded; one query for both."""
    if "\0" in permit_number:
        return None
    found = (
        Permit.objects.select_related("load")
        .filter(pk=permit_number)
        .annotate(last_loads=ArraySubquery(_last_loads()))
        .first()
    )
    return None if found is None else (found, _read(found.last_loads))


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
    )
    return newest.values_list(document, flat=True)


def _read(rows: Iterable[Mapping[str, Any]]) -> Freshness:
    listed = list(rows)
    if not listed:
        return Freshness()
    return Freshness(
        loaded_at=_moments(listed, "loaded_at"),
        data_as_of=_moments(listed, "data_as_of"),
        is_sample=bool(listed[0]["is_sample"]),
        site_loaded_at=_moment(listed[0]["site_loaded_at"]),
        site_data_as_of=_moment(listed[0]["site_data_as_of"]),
    )


def _moments(rows: Iterable[Mapping[str, Any]], name: str) -> dict[str, dt.datetime]:
    read = {row["dataset"]: _moment(row[name]) for row in rows}
    return {dataset: moment for dataset, moment in read.items() if moment}


def _moment(text: str | None) -> dt.datetime | None:
    return parse_datetime(text) if text else None


def _day(moment: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(moment) if moment else None
