"""PostgreSQL is stopped under load, and started again."""

import time

from django.conf import settings
from django.db import connection

from ops.embedded import postgres_server
from ops.faults import load
from ops.faults.load import UNAVAILABLE, Answer
from ops.faults.outcome import Outcome
from ops.faults.web import served

# Away for longer than a pool's second and third attempt, which come ever later.
AWAY, BACK = 15.0, 5.0
OK = 200


def postgres_restarted() -> Outcome:
    """While it is away pages say when to come back; soon after they are there."""
    folder = settings.VAR_DIR / "postgres"
    proxies = {"TRUSTED_PROXIES": "127.0.0.1"}
    with (
        served("sfpermits.wsgi", settings.VAR_DIR, **proxies) as base,
        load.visitors(base) as visits,
    ):
        time.sleep(3)
        connection.close()
        stopped = time.monotonic()
        postgres_server.stop(folder)
        time.sleep(AWAY)
        postgres_server.start(folder, lambda _: None)
        started = time.monotonic()
        time.sleep(2 * BACK)
    refused = [one for one in visits.since(stopped) if one.status != OK]
    last = max((one.at for one in refused), default=started)
    back = max(0.0, last - started)
    clear = all(map(_says_when, refused))
    return Outcome(
        fault=f"PostgreSQL is restarted, {AWAY:.0f} s away, under load",
        expected="503 with Retry-After for what no cache has while away, all 200"
        f" within {BACK:.0f} s",
        seen=f"{load.counted(visits.answers)}, {'all' if clear else 'not all'} others"
        f" 503 with Retry-After, all 200 after {back:.1f} s",
        passed=bool(refused) and clear and back <= BACK,
    )


def _says_when(answer: Answer) -> bool:
    return answer.status == UNAVAILABLE and answer.retry_after
