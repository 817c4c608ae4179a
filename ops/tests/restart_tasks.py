"""The task of test_celery_redis.py, which a worker includes."""

from celery import shared_task

from ops import cron_log
from ops.tests.cron_jobs import SLOT, make


@shared_task
def work() -> None:
    cron_log.run(make("writes_a_line"), scheduled_for=SLOT)
