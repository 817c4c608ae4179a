"""Reads of what is loaded, and how old it is."""

import datetime as dt

from ops.remembered import Remembered
from permits.models import Load, RecordStatistics

_seen: Remembered[None, RecordStatistics] = Remembered(most=1)


def statistics() -> RecordStatistics | None:
    """What is in the record and how fresh; None before the first load.

    One query, or none where it was read for another page of the same state.
    """
    if known := _seen.get(None):
        return known
    found = RecordStatistics.objects.select_related("load").first()
    return _seen.keep(None, found) if found else None


def site_statistics() -> RecordStatistics | None:
    """Of `statistics`, only what every page shows; its counts are a large value."""
    shown = ("is_sample", "data_as_of", "load__started_at", "load__finished_at")
    return RecordStatistics.objects.select_related("load").only(*shown).first()


def last_load(dataset: str = "permits") -> Load | None:
    """The newest load of the data set that succeeded."""
    done = Load.objects.filter(dataset=dataset, status=Load.Status.SUCCEEDED)
    return done.order_by("-started_at").first()


def age_of_data(today: dt.date) -> dt.timedelta | None:
    """How long before `today` the city made the newest data, if that is recorded."""
    found = statistics()
    if found is None or found.data_as_of is None:
        return None
    return today - found.data_as_of.date()


def last_loads() -> dict[str, Load]:
    """The newest load of every data set that has been loaded, by its name; one query.

    What is missing here is "not loaded", which is not "none recorded".
    """
    done = Load.objects.filter(status=Load.Status.SUCCEEDED)
    newest = done.order_by("dataset", "-started_at").distinct("dataset")
    return {load.dataset: load for load in newest}
