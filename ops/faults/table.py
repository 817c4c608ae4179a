"""The faults by name, and running one."""

import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping

import httpx
import psutil
from django.db import DatabaseError
from django.utils.module_loading import import_string
from redis.exceptions import RedisError

from ops.embedded import EmbeddedServerError
from ops.faults.outcome import Outcome
from ops.reconcile import NotPublishedError

# Quick ones first.
FAULTS: Mapping[str, str] = {
    "limit_exact": "300 requests at once where 30 are allowed",
    "redis_stopped": "Redis is silent, or gone",
    "redis_away": "Redis is stopped for 30 s under load",
    "postgres_restarted": "PostgreSQL is restarted under load",
    "clients_killed": "Redis drops every connection during jobs",
    "told_to_stop": "SIGTERM during requests and jobs",
    "worker_killed": "a worker is killed during a job",
    "redis_flushed": "everything in Redis is deleted",
    "two_beats": "two beats for three minutes",
    "poison_job": "a job kills its process every time",
}
# What a site that is broken on purpose may do to the program that watches it.
TROUBLE = (
    *(RuntimeError, OSError, TimeoutError, subprocess.SubprocessError),
    *(httpx.HTTPError, psutil.Error, DatabaseError, RedisError),
    *(EmbeddedServerError, NotPublishedError),
)


def run(names: Iterable[str]) -> Iterator[Outcome]:
    """Do one after another, on the site whose settings these are."""
    for name in names:
        fault: Callable[[], Outcome | list[Outcome]] = import_string(
            f"ops.faults.{name}.{name}"
        )
        try:
            found = fault()
        except TROUBLE as error:
            seen = f"{type(error).__name__}: {error}"
            found = Outcome(FAULTS[name], "the fault can be made", seen, passed=False)
        yield from [found] if isinstance(found, Outcome) else found
