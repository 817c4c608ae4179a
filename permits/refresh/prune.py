"""The log of refreshes, kept for as long as anybody may ask or a step may need it."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.utils import timezone

from permits.models import Refresh
from permits.querysets.refreshes import last_refreshes
from permits.refresh.steps import STEPS

KEEP: Final = dt.timedelta(days=400)


def prune_refreshes() -> int:
    """Remove the rows that are older than KEEP; returns how many.

    What a step goes by stays, however old: its last success, and whatever ran since the
    rows that was made from.
    """
    old = Refresh.objects.filter(started_at__lt=timezone.now() - KEEP)
    first_needed = min(_needed(), default=None)
    if first_needed is not None:
        old = old.filter(pk__lt=first_needed)
    return old.delete()[0]


def _needed() -> Iterator[int]:
    last = last_refreshes()
    for step in STEPS:
        if run := last.get(step.name):
            yield run.pk
            yield from run.inputs["steps"].values()
