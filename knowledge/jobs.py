"""The job that keeps the corpus as its folders are, declared for ops/jobs.py."""

from knowledge import answer_jobs
from ops.jobs import DAYS, HOURS, Job
from ops.schedule import Daily

JOBS = (
    Job(
        name="knowledge",
        title="Load what changed of the rules, and embed what lacks a vector",
        schedule=Daily(4, 30),
        function="knowledge.nightly.renew",
        limit=2 * HOURS,
        queue="ingest",
        attempts=3,
        catch_up=1 * DAYS,
        silent_for=4 * HOURS,
    ),
    *answer_jobs.JOBS,
)
