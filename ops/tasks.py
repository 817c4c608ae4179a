"""Background work of the operations app, and the one task that runs a job."""

from celery import shared_task

from ops import health, reconcile


@shared_task(expires=60)
def heartbeat() -> None:
    """Say that a worker has started; from then on the job of that name does."""
    health.record_heartbeat()


@shared_task
def run_job(
    name: str, slot: str | None = None, *, by: str = "", again: bool = False
) -> None:
    """Run a slot of a job, the newest if none is given."""
    reconcile.run_published(name, slot, by=by, again=again)
