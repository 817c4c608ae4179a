"""The scheduled jobs of plan checks, as ops/jobs.py runs them."""

from analysis.jobs import end, queue
from ops.cron_log import Run


def every_minute(run: Run) -> None:
    """Publish what was lost, and remove what is past its time."""
    published, removed = queue.reconcile(), end.purge_expired()
    if published or removed:
        run.say(f"Published: {published}. Removed: {removed}.")
    run.figures(changed=published + removed)


def purge(run: Run) -> None:
    """Remove everything that is past its time, and files without a row."""
    removed = 0
    while step := end.purge_expired():
        removed += step
        run.progress("Removed", removed)
    run.figures(changed=removed + end.sweep())
