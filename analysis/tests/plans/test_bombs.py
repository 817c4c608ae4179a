"""A set that is a bomb, and one that is not, at the same time."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from django.db import connection

from analysis import pdf, run_job
from analysis.models import PlanJob
from analysis.tests.plans import makers
from analysis.tests.plans.test_run_job import put
from analysis.tests.reader import made
from ops import jail

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.usefixtures("rules"),
]
MEMORY = 500 * jail.MEGABYTE


def work(job: PlanJob) -> None:
    try:
        run_job.run(job.pk)
    finally:
        connection.close()


def inflates() -> bytes:
    return made.pages(made.inflating(2**31))


def strokes() -> bytes:
    return made.pages(made.strokes(3_000_000))


@pytest.mark.parametrize("bomb", [inflates, strokes])
def test_the_bomb_fails_in_words_and_the_other_set_is_checked(
    bomb: Callable[[], bytes], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = jail.Limits(memory=MEMORY, cpu_seconds=3, wall_seconds=60)
    for name in ("_BATCH", "_ALONE", "_STRUCTURE"):
        monkeypatch.setattr(pdf, name, short)
    content = bomb()
    assert len(content) < 300_000
    hostile, honest = put(kept, content), put(kept, makers.pdf(3, small=[2]))
    threads = [threading.Thread(target=work, args=[job]) for job in (hostile, honest)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    most = 0
    while any(thread.is_alive() for thread in threads):
        most = max(most, _largest_reader())
        time.sleep(0.05)
    assert time.monotonic() - began < 60
    hostile.refresh_from_db()
    honest.refresh_from_db()
    assert (honest.status, honest.error) == ("succeeded", "")
    assert honest.findings.get(rule="EPR-005").sheets == [2]
    assert (hostile.status, hostile.attempts) == ("failed", 1)
    assert hostile.error.startswith("It has one sheet. This sheet could not be read.")
    assert 0 < most < MEMORY


def _largest_reader() -> int:
    """Bytes of the largest; a child is as large as its parent until it is a reader."""
    sizes = [0]
    for child in psutil.Process().children(recursive=True):
        try:
            if pdf.MODULE in child.cmdline():
                sizes.append(child.memory_info().rss)
        except psutil.NoSuchProcess:
            continue
    return max(sizes)
