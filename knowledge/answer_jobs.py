"""The jobs that look after composed answers, declared for ops/jobs.py."""

from ops.jobs import DAYS, MINUTES, Job
from ops.schedule import Daily, EveryMinute

JOBS = (
    Job(
        name="answers",
        title="Find answers that were left behind, and have them made",
        schedule=EveryMinute(),
        function="knowledge.answers.publish.reconcile",
        limit=1 * MINUTES,
        keep=5 * MINUTES,
        silent_for=3 * MINUTES,
    ),
    Job(
        name="purge_answers",
        title="Remove old answers that nobody has rated",
        schedule=Daily(1, 25),
        function="knowledge.answers.publish.purge",
        limit=10 * MINUTES,
        attempts=3,
        catch_up=1 * DAYS,
    ),
)
