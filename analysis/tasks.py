"""Background work of plan checks."""

from uuid import UUID

from celery import shared_task

from analysis import run_job


# A set of 2,000 sheets takes longer than other work. What is not done by then goes on
# in the next attempt, from the last sheet that was read.
@shared_task(soft_time_limit=1800, time_limit=1860)
def check_plan(job_id: str) -> None:
    """Check the plan set of a job; a message that comes twice does nothing more."""
    run_job.run(UUID(job_id))
