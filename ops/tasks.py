"""Background work of the operations app."""

from celery import shared_task

from ops import health


@shared_task(expires=60)
def heartbeat() -> None:
    """Say that a worker is alive; /health tells how long ago."""
    health.record_heartbeat()
