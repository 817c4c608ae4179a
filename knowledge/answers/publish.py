"""The messages that have answers made, and what makes up for lost ones."""

import logging

from knowledge.answers import store
from knowledge.models import Answer
from ops import messages
from ops.cron_log import Run

logger = logging.getLogger(__name__)

TASK = "knowledge.tasks.compose_answer"


def publish(answer: Answer) -> bool:
    """Have a worker make it; False if the queue cannot be reached.

    The row stays queued, so that it is published again within a few minutes.
    """
    try:
        messages.send(TASK, [str(answer.pk)])
    except messages.NotSentError as reason:
        logger.warning("Answer %s was not published: %s", answer.pk, reason)
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
