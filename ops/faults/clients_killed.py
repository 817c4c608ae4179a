"""Redis drops every connection, five times, while jobs are run and queued."""

import time

import redis
from django.conf import settings
from django.utils import timezone

from ops.faults import background, jobs
from ops.faults.outcome import Outcome
from ops.faults.redis_flushed import WITHIN, are_done, outcome

TIMES = 5


def clients_killed() -> Outcome:
    """Kill all clients once a second; jobs may be sent again, none is done twice."""
    background.forget(*jobs.QUEUED)
    with background.working() as worker:
        jobs.due_at(timezone.now())
        background.publish(*jobs.QUEUED)
        for _ in range(TIMES):
            time.sleep(1)
            with redis.Redis.from_url(settings.BROKER_REDIS_URL) as client:
                client.execute_command("CLIENT", "KILL", "SKIPME", "yes")
        background.until(lambda: are_done(jobs.QUEUED), WITHIN)
        alive = worker.poll() is None
    return outcome(f"CLIENT KILL {TIMES} times during jobs", jobs.QUEUED, alive=alive)
