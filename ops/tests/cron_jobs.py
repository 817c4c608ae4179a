"""Jobs for the tests of how jobs are run, and a process that runs one to be killed."""

import datetime as dt
import os
import sys
import time

from ops.jobs import DAYS, Job, SkipError
from ops.schedule import Daily, Schedule

SLOT = dt.datetime(2026, 6, 1, 10, 30, tzinfo=dt.UTC)
HERE = "ops.tests.cron_jobs"


def make(
    function: str = "nothing",
    *,
    name: str = "",
    schedule: Schedule | None = None,
    **more: object,
) -> Job:
    given: dict[str, object] = {
        "limit": dt.timedelta(minutes=1),
        "attempts": 3,
        "catch_up": 1 * DAYS,
    }
    return Job(
        name=name or function,
        title=f"The job {function}",
        schedule=schedule or Daily(3, 30),
        function=f"{HERE}.{function}",
        **(given | more),  # type: ignore[arg-type]
    )


def database_url() -> str:
    """The test database, for a process of its own."""
    from django.db import connection

    given = connection.settings_dict
    host = given["OPTIONS"].get("host") or given["HOST"]
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={host}&port={given['PORT'] or 5432}"


def nothing(run: object) -> None:
    pass


def works(run: object) -> None:
    from ops.cron_log import Run

    assert isinstance(run, Run)
    run.progress("Reading", 1_000)
    run.progress("Reading", 2_000)
    run.say("Half done")
    run.figures(read=3_000, changed=7)


def says_hello(run: object, *, to: str) -> None:
    from ops.cron_log import Run

    assert isinstance(run, Run)
    run.say(f"hello {to}")


def fails(run: object) -> None:
    raise ValueError("the disk is full")


def has_nothing_to_do(run: object) -> None:
    raise SkipError("Nothing is loaded.")


def breaks_its_connection(run: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def leaves_a_statement_wrong(run: object) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def sleeps(run: object) -> None:
    time.sleep(30)


def waits_for_the_database(run: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")


def is_ended_by_hand(run: object) -> None:
    raise KeyboardInterrupt


def writes_a_line(run: object) -> None:
    """Two seconds of work whose effect shows how often it was done."""
    time.sleep(2)
    with open(os.environ["CRON_JOBS_FILE"], "a") as file:  # noqa: PTH123
        file.write("done\n")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
    django.setup()

    from ops import cron_log

    sys.stdout.write("here\n")
    sys.stdout.flush()
    cron_log.run(make("sleeps"), scheduled_for=SLOT)
