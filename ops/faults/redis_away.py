"""Redis is stopped for half a minute under the whole site."""

import time

from django.conf import settings

from ops.embedded import redis_server
from ops.faults import background, jobs, load
from ops.faults.outcome import Outcome
from ops.faults.web import served

AWAY = 30.0


def redis_away() -> Outcome:
    """Ask for pages all the while; then see that the worker takes jobs again."""
    folder = settings.VAR_DIR / "redis"
    background.forget(jobs.SHORT)
    proxies = {"TRUSTED_PROXIES": "127.0.0.1"}
    with (
        served("sfpermits.wsgi", settings.VAR_DIR, **proxies) as base,
        background.working() as worker,
        load.visitors(base) as visits,
    ):
        time.sleep(3)
        redis_server.stop(folder)
        time.sleep(AWAY)
        redis_server.start(folder, lambda _: None)
        time.sleep(5)
        background.publish(jobs.SHORT)
        worked = background.until(background.has(jobs.SHORT, "success"), 60)
        alive = worker.poll() is None
    bad = [answer for answer in visits.answers if answer.status != 200]  # noqa: PLR2004
    work = "a job was done after" if worked and alive else "no job was done after"
    return Outcome(
        fault=f"Redis is stopped for {AWAY:.0f} s under load",
        expected="every page is 200, and a job is done after",
        seen=f"{load.counted(visits.answers)}, {work}",
        passed=not bad and worked and alive,
    )
