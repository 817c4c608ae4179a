"""The messages that have answers made, and what makes up for lost ones."""

import logging
from importlib import import_module

from celery import current_app
from django.conf import settings
from django_redis import get_redis_connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from knowledge.answers import store
from knowledge.models import Answer
from ops.cron_log import Run

logger = logging.getLogger(__name__)

TASK = "knowledge.tasks.compose_answer"


def publish(answer: Answer) -> bool:
    """Have a worker make it; False if the queue cannot be reached.

    The row stays queued, so that it is published again within a few minutes.
    """
    # In web servers and commands nobody has; workers and beat start with it.
    import_module(settings.CELERY_MODULE)
    try:
        # Celery takes six seconds to find out, the cache's connection half a second.
        get_redis_connection().ping()
        current_app.send_task(TASK, args=[str(answer.pk)], retry=False)
    except (OperationalError, RedisError) as error:
        logger.warning("Answer %s was not published: %s", answer.pk, type(error))
        return False
    return True


def reconcile(run: Run) -> None:
    """The job `answers`: what was left behind, or never begun, is queued again."""
    changed = store.take_back()
    for answer in store.unpublished():
        if not publish(answer):
            break
        run.say(f"Published again: {answer.pk}")
        changed += 1
    run.figures(changed=changed)


def purge(run: Run) -> None:
    """The job `purge_answers`."""
    run.figures(changed=store.purge())
