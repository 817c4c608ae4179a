"""A worker is killed with all its processes while a job runs."""

import time

from ops.faults import background, jobs
from ops.faults.outcome import Outcome
from ops.locks import LEASE

WITHIN = LEASE.total_seconds() + 60


def worker_killed() -> Outcome:
    """Kill it, start another as a supervisor does, and wait for the job's end."""
    work = float(jobs.SHORT.arguments["seconds"])
    background.forget(jobs.SHORT)
    with background.working() as worker:
        background.publish(jobs.SHORT)
        background.until(background.has(jobs.SHORT, "running"), background.PATIENCE)
        background.kill(worker)
        start = time.monotonic()
        with background.working(beat=False):
            background.until(
                background.has(jobs.SHORT, "success", "failed"), WITHIN + work + 30
            )
            took = time.monotonic() - start
    row, (effects,) = background.last(jobs.SHORT), jobs.effects([jobs.SHORT])
    status = row.status if row else "not run"
    return Outcome(
        fault="a worker is killed (SIGKILL) while a job runs",
        expected=f"success, once, within {WITHIN:.0f} s and its own {work:.0f} s",
        seen=f"{status} after {took:.0f} s in attempt {row.attempt if row else 0},"
        f" done {effects} x",
        passed=status == "success" and effects == 1 and took <= WITHIN + work,
    )
