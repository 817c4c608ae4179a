"""When the derived tables were last made anew."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from permits.models import Refresh


def last_refreshes() -> dict[str, Refresh]:
    """The newest run of each step that succeeded, by the step's name; one query."""
    return {run.step: run for run in _newest()}


def refreshed_on(step: str) -> dt.date | None:
    """The day by the city's clock on which the step last succeeded; one query."""
    done = _newest().filter(step=step).values_list("finished_at", flat=True).first()
    return timezone.localdate(done) if done else None


def refreshed_at() -> QuerySet[Refresh, dict[str, Any]]:
    """A JSON object {step, at} of each newest run, for other queries to take in."""
    document = JSONObject(step="step", at="finished_at")
    return _newest().values_list(document, flat=True)


def _newest() -> QuerySet[Refresh]:
    done = Refresh.objects.filter(status=Refresh.Status.SUCCEEDED)
    return done.order_by("step", "-pk").distinct("step")
