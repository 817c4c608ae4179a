"""Puts plan checks into the queue: after commit, and again what was lost."""

import datetime as dt
import logging
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Now
from redis.exceptions import RedisError

from analysis.jobs.end import fail_abandoned
from analysis.models import PlanJob
from ops import messages, queues

logger = logging.getLogger(__name__)

TASK: Final = "analysis.tasks.check_plan"
QUEUE: Final = "plans"
# Of one that was sent this long ago and is in nobody's hands the message should wait.
PATIENCE: Final = dt.timedelta(minutes=2)
# Whoever has just uploaded publishes first.
FRESH: Final = dt.timedelta(seconds=10)


def publish(job_id: UUID) -> bool:
    """Send the message that has a worker do this job.

    False, and a line in the log, if the queue cannot be reached: the row is there, and
    `reconcile` publishes it within a minute of the queue's return.
    """
    try:
        # The message bears the job's id, so that it is known among those that wait.
        messages.send(TASK, [str(job_id)], queue=QUEUE, task_id=str(job_id))
    except messages.NotSentError as reason:
        logger.warning("plan check %s is not queued yet: %s", job_id, reason)
        return False
    PlanJob.objects.filter(pk=job_id).update(published_at=Now())
    return True


def reconcile() -> int:
    """Publish what no living process has, and no message waits for; returns how many.

    What was tried often enough ends as failed.
    """
    fail_abandoned()
    free = PlanJob.objects.kept().unfinished().free()
    is_lost = Q(status=PlanJob.Status.RUNNING)
    is_new = Q(published_at__isnull=True, created_at__lt=Now() - FRESH)
    is_old = Q(published_at__lt=Now() - PATIENCE)
    lost = free.filter(is_lost | is_new | is_old).order_by("created_at")
    ids = list(lost.values_list("pk", flat=True))
    if not ids:
        return 0
    try:
        waiting = queues.waiting(QUEUE)
    except (RedisError, OSError) as error:
        logger.warning("the queue was not read: %s", type(error).__name__)
        return 0
    published = 0
    for job_id in ids:
        if str(job_id) in waiting:
            continue
        if not publish(job_id):
            break
        published += 1
    return published
