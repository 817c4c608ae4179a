"""What a step would be made from now, against what it was last made from."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet

from permits.models import Load, Refresh
from permits.refresh.steps import ENTITIES, Step


@dataclass(frozen=True, slots=True)
class Inputs:
    """The newest load of each data set, and the newest run of each earlier step."""

    loads: dict[str, int]
    steps: dict[str, int]

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def inputs_of(step: Step) -> Inputs:
    """Loads and runs that succeeded; what never did is left out. Two queries."""
    loads = Load.objects.filter(
        dataset__in=step.datasets, status=Load.Status.SUCCEEDED
    ).order_by("dataset", "-pk")
    runs = succeeded(step.after)
    return Inputs(
        loads=dict(loads.distinct("dataset").values_list("dataset", "pk")),
        steps=dict(runs.distinct("step").values_list("step", "pk")),
    )


def succeeded(steps: Iterable[str]) -> QuerySet[Refresh]:
    """Their runs, the newest of each first."""
    done = Refresh.objects.filter(step__in=steps, status=Refresh.Status.SUCCEEDED)
    return done.order_by("step", "-pk")


def is_due(now: Inputs, last: Refresh | None) -> bool:
    """Whether anything changed; before the first load there is nothing to make."""
    if last is None:
        return bool(now.loads or now.steps)
    return bool(last.inputs != now.stored())


def touched(step: Step, now: Inputs, last: Refresh | None) -> frozenset[int] | None:
    """The entities that changed since the step last succeeded; None: it may be any.

    Counts the runs of `entities` that failed or were killed, too: what they wrote
    before they ended is not known.
    """
    if last is None or ENTITIES not in last.inputs["steps"]:
        return None
    if not step.sees_loads and last.inputs["loads"] != now.loads:
        return None
    since = last.inputs["steps"][ENTITIES]
    runs = Refresh.objects.filter(step=ENTITIES, pk__gt=since)
    found: set[int] = set()
    for ids in runs.values_list("touched", flat=True):
        if ids is None:
            return None
        found.update(ids)
    return frozenset(found)
