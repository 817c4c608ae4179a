"""Programs are killed, Redis is away: every upload ends in one result."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import psutil
import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.retry import Retry

from analysis import pdf, run_job
from analysis.jobs import queue
from analysis.models import PlanJob
from analysis.plan_set import Sheet
from analysis.tests.plans import makers
from analysis.tests.plans.test_run_job import put
from ops import messages, queues
from ops.tests.cron_jobs import database_url
from ops.tests.servers import wait_until
from ops.tests.test_celery_redis import Broker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.xdist_group("celery"),
]


def environment(kept: Path, **more: str) -> dict[str, str]:
    named = {"DATABASE_URL": database_url(), "PLANS_URL": f"file://{kept}"}
    return os.environ | named | {"SFPERMITS_ROLE": "worker"} | more


def others_are_gone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return bool(cursor.fetchone()[0] == 0)


def let_lease_run_out() -> None:
    past = timezone.now() - dt.timedelta(seconds=1)
    PlanJob.objects.filter(status="running").update(lease_until=past)


# The stage, and how many sheets were kept by then.
STAGES = {
    "opening": 0,
    "first sheet": 0,
    "third sheet": 2,
    "telling": 4,
    "checking": 4,
    "ending": 4,
}


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_any_stage_it_ends_in_one_result(
    stage: str, kept: Path, published: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put(kept, makers.pdf(4, small=[2]))
    child = subprocess.run(
        [sys.executable, "-m", "analysis.tests.plans.dying", str(job.pk), stage],
        cwd=settings.BASE_DIR,
        env=environment(kept),
        capture_output=True,
        check=False,
    )
    assert child.returncode == -9, child.stderr.decode()[-2000:]
    job.refresh_from_db()
    assert (
        job.status,
        job.attempts,
        job.findings.filter(is_provisional=False).count(),
    ) == (
        "running",
        1,
        0,
    )
    assert job.sheets.count() == STAGES[stage]
    # Its lease holds: nobody else may do it yet.
    assert (queue.reconcile(), published) == (0, [])
    run_job.run(job.pk)
    job.refresh_from_db()
    assert job.status == "running"

    let_lease_run_out()
    assert (queue.reconcile(), published) == (1, [job.pk])
    asked: list[int] = []
    read = pdf.read_sheets

    def noted(path: Path, numbers: list[int], *, images: Path) -> Iterator[Sheet]:
        asked.extend(numbers)
        return read(path, numbers, images=images)

    monkeypatch.setattr(pdf, "read_sheets", noted)
    run_job.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.pages_done) == ("succeeded", 2, 4)
    assert asked == list(range(STAGES[stage] + 1, 5))
    assert sorted(job.sheets.values_list("number", flat=True)) == [1, 2, 3, 4]
    numbers = list(job.findings.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert job.findings.filter(rule="EPR-005").count() == 1
    # What the killed one had begun to read with ends too.
    assert wait_until(lambda: not _readers_of(kept), 10)


def _readers_of(kept: Path) -> list[psutil.Process]:
    return [
        found
        for found in psutil.process_iter(["cmdline"])
        if "analysis.tests.plans.dying" in " ".join(found.info["cmdline"] or [])
    ]


@pytest.fixture
def broker() -> Iterator[Broker]:
    found = Broker()
    yield found
    found.app.close()
    found.process.kill()
    found.process.wait()


@pytest.fixture
def sending(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Celery]:
    """What the site sends goes to a Redis of the test's own, and is looked for there."""
    url = f"{broker.url}/3"
    client = redis.Redis.from_url(url, socket_timeout=0.5, retry=Retry(NoBackoff(), 0))
    app = Celery(broker=url)
    monkeypatch.setattr(messages, "current_app", app)
    monkeypatch.setattr(queues, "_broker", lambda: client)
    yield app
    app.close()
    client.close()


def waiting(broker: Broker) -> int:
    with redis.Redis.from_url(f"{broker.url}/3") as client:
        return int(client.llen(queue.QUEUE))


def stops(broker: Broker) -> None:
    broker.stop()


def falls_silent(broker: Broker) -> None:
    """It takes connections still, and answers nothing."""
    broker.process.send_signal(signal.SIGSTOP)


def comes_back(broker: Broker) -> None:
    if broker.process.poll() is None:
        broker.process.send_signal(signal.SIGCONT)
    else:
        broker.start()


@pytest.mark.usefixtures("sending")
@pytest.mark.parametrize("goes_away", [stops, falls_silent])
def test_redis_is_away_at_the_upload_and_the_job_runs_when_it_is_back(
    goes_away: Callable[[Broker], None],
    client: Client,
    kept: Path,
    broker: Broker,
    tmp_path: Path,
) -> None:
    goes_away(broker)
    began = time.monotonic()
    answer = client.post("/plans.json", {"file": makers.upload(makers.pdf(1))})
    assert answer.status_code == 202
    assert time.monotonic() - began < 3
    job = PlanJob.objects.get()
    assert job.published_at is None
    PlanJob.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    assert queue.reconcile() == 0
    comes_back(broker)
    assert [queue.reconcile() for _ in range(2)] == [1, 0]
    assert waiting(broker) == 1
    worker = Worker(broker, kept, tmp_path / "worker.log")
    try:
        done = PlanJob.objects.filter(status="succeeded", attempts=1)
        assert wait_until(done.exists, 60), (tmp_path / "worker.log").read_text()
    finally:
        worker.kill()
        assert wait_until(others_are_gone, 10)


def test_a_message_that_is_lost_while_others_wait_is_sent_again(
    client: Client, kept: Path, broker: Broker, sending: Celery
) -> None:
    for number in range(4):
        file = makers.upload(makers.pdf(1, note=f"set {number}"))
        assert client.post("/plans.json", {"file": file}).status_code == 202
    minutes = timezone.now() - dt.timedelta(minutes=3)
    PlanJob.objects.update(published_at=minutes)
    with redis.Redis.from_url(f"{broker.url}/3") as store:
        # Of the second upload: in on the left, out on the right.
        store.lrem(queue.QUEUE, 1, store.lindex(queue.QUEUE, -2))
    lost = PlanJob.objects.order_by("created_at")[1]
    assert str(lost.pk) not in queues.waiting(queue.QUEUE)
    assert [queue.reconcile() for _ in range(3)] == [1, 0, 0]
    assert waiting(broker) == 4
    assert str(lost.pk) in queues.waiting(queue.QUEUE)


class Worker:
    def __init__(self, broker: Broker, kept: Path, log: Path) -> None:
        with log.open("ab") as file:
            self.process = psutil.Popen(
                [
                    *(sys.executable, "-m", "celery", "--app", "sfpermits", "worker"),
                    *("--queues", queue.QUEUE, "--concurrency", "1", "--loglevel"),
                    *("INFO", "--without-gossip", "--without-mingle"),
                ],
                cwd=settings.BASE_DIR,
                env=environment(kept, REDIS_URL=broker.url),
                stdout=file,
                stderr=file,
            )

    def kill(self) -> None:
        for process in [self.process, *self._children()]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()

    def _children(self) -> list[psutil.Process]:
        # One that ends while they are listed makes the list fail.
        for _ in range(10):
            with suppress(psutil.NoSuchProcess):
                return list(self.process.children(recursive=True))
        return []


def test_ten_at_once_are_done_in_order_though_the_worker_is_killed(
    client: Client,
    kept: Path,
    broker: Broker,
    sending: Celery,
    tmp_path: Path,
) -> None:
    log = tmp_path / "worker.log"
    for number in range(10):
        file = makers.upload(makers.pdf(2, note=f"set {number}"))
        assert client.post("/plans.json", {"file": file}).status_code == 202
    assert waiting(broker) == 10
    ended = PlanJob.objects.filter(status="succeeded")
    worker = Worker(broker, kept, log)
    try:
        assert wait_until(lambda: ended.count() >= 2, 60), log.read_text()[-3000:]
        worker.kill()
        assert wait_until(others_are_gone, 10)
        # At work, or taken from the queue and not begun.
        cut_off = PlanJob.objects.unfinished().earliest("created_at")
        let_lease_run_out()
        minutes = timezone.now() - dt.timedelta(minutes=3)
        PlanJob.objects.filter(pk=cut_off.pk).update(published_at=minutes)
        # Its message is with the worker that was killed; those of the others wait.
        assert [queue.reconcile() for _ in range(2)] == [1, 0]
        worker = Worker(broker, kept, log)
        assert wait_until(lambda: ended.count() == 10, 90), log.read_text()[-3000:]
    finally:
        worker.kill()
        wait_until(others_are_gone, 10)
    jobs = list(PlanJob.objects.order_by("created_at"))
    in_order = sorted(jobs, key=lambda job: job.finished_at or job.created_at)
    # The one that was cut off came last; the others kept their order.
    assert in_order == [*(job for job in jobs if job != cut_off), cut_off]
    assert sum(job.attempts for job in jobs) in {10, 11}
    assert {job.sheets.count() for job in jobs} == {2}
