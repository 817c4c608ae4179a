"""The steps run in order: those that are due, each with a row in `refreshes`."""

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from ops import data_version
from permits.models import Refresh
from permits.refresh import steps
from permits.refresh.inputs import Inputs, inputs_of, is_due, succeeded, touched
from permits.refresh.lock import one_at_a_time
from permits.refresh.steps import Done, Step, Work

# More of them are not written down: whatever depends on them is made whole.
MOST_TOUCHED = 50_000
log = logging.getLogger(__name__)

# Hears which step is at work, what it is doing, and how many rows of it are.
Progress = Callable[[str, str, int], None]


class State(StrEnum):
    """What became of a step: made anew, or already so, or not."""

    SUCCEEDED = "succeeded"
    CURRENT = "current"
    FAILED = "failed"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`sentence` is for the operator; `figures` are the step's own."""

    step: str
    state: State
    sentence: str
    seconds: float = 0.0
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        return self.state in {State.SUCCEEDED, State.CURRENT}

    def stored(self) -> dict[str, Any]:
        """What `--json` prints."""
        return asdict(self)


def quiet(_step: str, _words: str, _rows: int) -> None:
    """Shows no progress."""


def refresh(
    *,
    only: Collection[str] | None = None,
    whole: bool = False,
    progress: Progress = quiet,
) -> list[Outcome]:
    """Run the steps whose inputs changed since they last succeeded, in order.

    `only` limits it to the steps of these names; `whole` runs them whether anything
    changed or not, and from nothing. A step that fails stops those that are made from
    it, no others, and is due again next time. Raises lock.BusyError.
    """
    outcomes: list[Outcome] = []
    stopped: set[str] = set()
    with one_at_a_time():
        _close_unfinished()
        for step in steps.STEPS:
            if only is not None and step.name not in only:
                continue
            outcome = _outcome(step, stopped, whole=whole, progress=progress)
            outcomes.append(outcome)
            if not outcome.is_right:
                stopped.add(step.name)
    return outcomes


def _close_unfinished() -> None:
    """Whoever has the lock knows that no other refresh is at work."""
    Refresh.objects.filter(status=Refresh.Status.RUNNING).update(
        status=Refresh.Status.FAILED,
        finished_at=timezone.now(),
        error="The process that ran this step ended before it was done.",
    )


def _outcome(
    step: Step, stopped: Collection[str], *, whole: bool, progress: Progress
) -> Outcome:
    if missing := [name for name in step.after if name in stopped]:
        words = f"waits for {', '.join(missing)}."
        return Outcome(step.name, State.WAITING, words)
    now, last = inputs_of(step), succeeded([step.name]).first()
    if not (whole or is_due(now, last)):
        return Outcome(step.name, State.CURRENT, "nothing changed.")
    progress(step.name, "", 0)
    work = Work(
        whole=whole,
        touched=None if whole else touched(step, now, last),
        progress=lambda words, rows: progress(step.name, words, rows),
    )
    return _run(step, work, now)


def _run(step: Step, work: Work, now: Inputs) -> Outcome:
    start = time.perf_counter()
    run = Refresh.objects.create(
        step=step.name, started_at=timezone.now(), inputs=now.stored()
    )
    try:
        done = step.run(work)
    except Exception as error:
        # Of any kind: one step must not take those down that do not need it.
        log.exception("refresh of %s failed", step.name)
        words = str(error).strip() or type(error).__name__
        _fail(run, words)
        return Outcome(step.name, State.FAILED, words, _since(start))
    except KeyboardInterrupt:
        _fail(run, "Stopped by the operator.")
        raise
    _succeed(run, done)
    return Outcome(
        step.name, State.SUCCEEDED, done.sentence, _since(start), dict(done.figures)
    )


def _since(start: float) -> float:
    return round(time.perf_counter() - start, 2)


def _succeed(run: Refresh, done: Done) -> None:
    run.status = Refresh.Status.SUCCEEDED
    run.figures = dict(done.figures)
    if done.touched is not None and len(done.touched) <= MOST_TOUCHED:
        run.touched = sorted(done.touched)
    run.finished_at = timezone.now()
    # Pages say on which day a step was last run.
    with transaction.atomic():
        run.save()
        data_version.bump()


def _fail(run: Refresh, words: str) -> None:
    # The database may have ended the connection.
    connection.close_if_unusable_or_obsolete()
    run.status, run.error = Refresh.Status.FAILED, words
    run.finished_at = timezone.now()
    run.save()
