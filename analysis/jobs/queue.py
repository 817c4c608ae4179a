"""Puts plan checks into the queue: after commit, and again what was lost."""

import datetime as dt
import logging
from importlib import import_module
from typing import Final
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from analysis.jobs.end import fail_abandoned
from analysis.models import PlanJob
from ops import queues

logger = logging.getLogger(__name__)

TASK: Final = "analysis.tasks.check_plan"
QUEUE: Final = "plans"
# A visitor waits: a connection of its own that does not try again, as Celery's would
# for six seconds.
PROMPT: Final = {
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
}
# A message of that age should have been taken, unless others are before it.
PATIENCE: Final = dt.timedelta(minutes=2)
# Whoever has just uploaded publishes first.
FRESH: Final = dt.timedelta(seconds=10)


def publish(job_id: UUID) -> bool:
    """Send the message that has a worker do this job.

    False, and a line in the log, if the queue cannot be reached: the row is there, and
    `reconcile` publishes it within a minute of the queue's return.
    """
    # In web servers and commands nobody has; workers and beat start with it.
    import_module(settings.CELERY_MODULE)
    try:
        with current_app.connection_for_write(transport_options=PROMPT) as connection:
            current_app.send_task(
                TASK,
                args=[str(job_id)],
                queue=QUEUE,
                retry=False,
                connection=connection,
            )
    except OperationalError as error:
        logger.warning("plan check %s is not queued yet: %s", job_id, error)
        return False
    PlanJob.objects.filter(pk=job_id).update(published_at=Now())
    return True


def reconcile() -> int:
    """Publish what no living process has; returns how many.

    What was tried often enough ends as failed. Of what waits in the queue nothing is
    sent again before the queue is empty.
    """
    fail_abandoned()
    lost = PlanJob.objects.kept().unfinished().free()
    is_lost = Q(status=PlanJob.Status.RUNNING)
    is_new = Q(published_at__isnull=True, created_at__lt=Now() - FRESH)
    wanted = is_lost | is_new
    if _nothing_waits():
        wanted |= Q(published_at__lt=Now() - PATIENCE)
    ids = lost.filter(wanted).order_by("created_at").values_list("pk", flat=True)
    published = 0
    for job_id in ids:
        if not publish(job_id):
            break
        published += 1
    return published


def _nothing_waits() -> bool:
    try:
        waiting = queues.depths()["waiting"][QUEUE]["messages"]
    except (RedisError, OSError) as error:
        logger.warning("the queue was not counted: %s", type(error).__name__)
        return False
    return bool(waiting == 0)
