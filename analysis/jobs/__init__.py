"""Plan checks at work: who may do one, how it ends, and what makes up for losses.

The modules here are the only writers of a job's status. This one declares the scheduled
jobs for ops/jobs.py, and like all of that imports no model.
"""

from ops.jobs import DAYS, MINUTES, Job
from ops.schedule import Daily, EveryMinute

JOBS = (
    Job(
        name="plans",
        title="Queue plan checks again that were lost, and remove expired ones",
        schedule=EveryMinute(),
        function="analysis.jobs.nightly.every_minute",
        limit=1 * MINUTES,
        keep=5 * MINUTES,
        silent_for=3 * MINUTES,
    ),
    Job(
        name="purge_plans",
        title="Remove expired plan sets, and files that no plan check has",
        schedule=Daily(1, 25),
        function="analysis.jobs.nightly.purge",
        limit=10 * MINUTES,
        attempts=3,
        catch_up=1 * DAYS,
    ),
)
