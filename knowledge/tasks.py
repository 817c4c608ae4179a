"""Background work on the rules: a message carries only an id."""

import uuid

from celery import shared_task

from knowledge.answers.compose import compose


# Seconds: below the lease of the row.
@shared_task(soft_time_limit=150, time_limit=180)
def compose_answer(answer_id: str) -> None:
    """Make a composed answer."""
    compose(uuid.UUID(answer_id))
