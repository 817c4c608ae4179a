"""The reader, a child of the job's process, is killed at work: kill -9, as a machine does
that is out of memory.
"""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from analysis import page_images, pdf, run_job
from analysis.jobs import claims
from analysis.models import PlanSheet
from analysis.sheet_json import sheet_from
from analysis.tests.plans import makers
from analysis.tests.plans.test_run_job import put, state
from ops import jail

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.processes,
    pytest.mark.usefixtures("rules"),
]
SHEETS = 12


class Killer:
    """Kills the readers that live, at most so often, and counts them."""

    def __init__(self) -> None:
        self.killed = 0
        self.most = 1

    def __call__(self) -> None:
        if self.killed < self.most:
            for child in psutil.Process().children(recursive=True):
                if _is_reader(child):
                    child.kill()
                    self.killed += 1


def _is_reader(process: psutil.Process) -> bool:
    try:
        is_gone = process.status() == psutil.STATUS_ZOMBIE
        return not is_gone and pdf.MODULE in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def killer() -> Killer:
    return Killer()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[int]]]:
    """What each reader is asked for."""
    found: list[tuple[str, list[int]]] = []
    ask = pdf._ask

    def noted(path: Path, limits: jail.Limits, **what: Any) -> Iterator[Any]:
        found.append((what["do"], what.get("numbers", [])))
        return ask(path, limits, **what)

    monkeypatch.setattr(pdf, "_ask", noted)
    return found


@pytest.fixture
def kept_sheets(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sheets that were stored, each time."""
    found: list[int] = []
    keep = claims.keep_sheet

    def noted(claim: claims.Claim, sheet: PlanSheet) -> None:
        keep(claim, sheet)
        found.append(sheet.number)

    monkeypatch.setattr(claims, "keep_sheet", noted)
    return found


def at_structure(killer: Killer, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = jail._child

    @contextmanager
    def killed(*how: Any) -> Iterator[tuple[subprocess.Popen[bytes], Any]]:
        with begin(*how) as (child, errors):
            killer()
            yield child, errors

    monkeypatch.setattr(jail, "_child", killed)


def within_a_batch(killer: Killer, monkeypatch: pytest.MonkeyPatch) -> None:
    read = sheet_from

    def killed(said: Any, *, number: int) -> Any:
        if number == 3:
            killer()
        return read(said, number=number)

    monkeypatch.setattr(pdf, "sheet_from", killed)


def within_pictures(killer: Killer, monkeypatch: pytest.MonkeyPatch) -> None:
    write = page_images._write

    def killed(path: Path, content: bytes) -> None:
        write(path, content)
        # The page's picture is there, its thumbnail is not.
        if path.name == page_images.names(2).page:
            killer()

    monkeypatch.setattr(page_images, "_write", killed)


@pytest.fixture(params=[at_structure, within_a_batch, within_pictures])
def at_its_stage(
    request: pytest.FixtureRequest, killer: Killer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One reader at a time, so that it is known which one is killed.
    monkeypatch.setattr(pdf, "CHILDREN", 1)
    request.param(killer, monkeypatch)


@pytest.mark.usefixtures("at_its_stage")
def test_the_job_succeeds_though_its_reader_is_killed(
    kept: Path,
    killer: Killer,
    asked: list[tuple[str, list[int]]],
    kept_sheets: list[int],
) -> None:
    job = put(kept, makers.pdf(SHEETS, small=[2]))
    run_job.run(job.pk)
    assert (killer.killed, state(job), job.attempts) == (1, ("succeeded", ""), 1)
    # One more than structure and two batches: what was killed was asked for again.
    assert len(asked) >= 4
    assert sorted(kept_sheets) == list(range(1, SHEETS + 1))
    rows = job.sheets.order_by("number")
    assert [row.number for row in rows] == list(range(1, SHEETS + 1))
    assert {row.problem for row in rows} == {""}
    folder = kept / job.storage_name
    pictures = {name for row in rows for name in (row.picture, row.thumbnail)}
    assert {path.name for path in folder.iterdir()} == {"set.pdf", *pictures}
    assert len(pictures) == 2 * SHEETS
    assert job.findings.get(rule="EPR-005").sheets == [2]


def test_where_every_reader_is_killed_the_job_fails_in_words(
    kept: Path,
    killer: Killer,
    asked: list[tuple[str, list[int]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = put(kept, makers.pdf(2))
    killer.most = 100
    at_structure(killer, monkeypatch)
    run_job.run(job.pk)
    assert [what for what, _ in asked] == ["inspect"] * 3
    assert state(job) == (
        "failed",
        "The file could not be read. The reader was ended from outside.",
    )


def test_one_sheet_at_which_every_reader_is_killed_is_said_to_be_unread(
    kept: Path,
    killer: Killer,
    asked: list[tuple[str, list[int]]],
    kept_sheets: Sequence[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    job = put(kept, makers.pdf(4))
    ask = pdf._ask

    def kills_at_two(path: Path, limits: jail.Limits, **what: Any) -> Iterator[Any]:
        for number, said in enumerate(ask(path, limits, **what)):
            if what["do"] == "read" and what["numbers"][number] == 2:
                raise jail.KilledError("The reader was ended from outside.")
            yield said

    monkeypatch.setattr(pdf, "_ask", kills_at_two)
    run_job.run(job.pk)
    tried = [numbers for what, numbers in asked if what == "read"]
    assert tried == [[1, 2, 3, 4], [2], [2], [3, 4]]
    assert list(kept_sheets) == [1, 2, 3, 4]
    assert state(job) == ("succeeded", "")
    unread = job.sheets.get(number=2)
    assert "ended from outside" in unread.problem
    # Its size is known all the same.
    assert unread.width == makers.WIDE
