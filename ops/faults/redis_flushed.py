"""Everything in Redis is deleted while jobs are queued."""

from collections.abc import Sequence

import redis
from django.conf import settings
from django.utils import timezone

from ops.faults import background, jobs
from ops.faults.outcome import Outcome
from ops.jobs import Job
from ops.reconcile import PATIENCE

# Seconds: until a slot counts as missed, the minute until somebody looks, the work.
WITHIN = PATIENCE.total_seconds() + 60 + 30


def redis_flushed() -> Outcome:
    """Fill the queue behind two jobs that take a while, then FLUSHALL."""
    every = (*jobs.BLOCKERS, *jobs.QUEUED)
    background.forget(*every)
    with background.working() as worker:
        background.publish(*jobs.BLOCKERS)
        for blocker in jobs.BLOCKERS:
            background.until(background.has(blocker, "running"), background.PATIENCE)
        jobs.due_at(timezone.now())
        background.publish(*jobs.QUEUED)
        with redis.Redis.from_url(settings.BROKER_REDIS_URL) as client:
            waiting = client.llen("default")
            client.flushall()
        background.until(lambda: are_done(every), WITHIN)
        alive = worker.poll() is None
    return outcome(f"FLUSHALL with {waiting} jobs queued", every, alive=alive)


def are_done(wanted: Sequence[Job]) -> bool:
    """Whether each of them has come to a good end."""
    return all(background.has(job, "success")() for job in wanted)


def outcome(fault: str, wanted: Sequence[Job], *, alive: bool) -> Outcome:
    """Judge by rows and effects: each is done once."""
    effects = jobs.effects(wanted)
    good = sum(background.has(job, "success")() for job in wanted)
    return Outcome(
        fault=fault,
        expected=f"{len(wanted)} jobs succeed, each done once",
        seen=f"{good} succeeded, done {', '.join(map(str, effects))} x"
        + ("" if alive else ", the worker is gone"),
        passed=alive and good == len(wanted) and set(effects) == {1},
    )
