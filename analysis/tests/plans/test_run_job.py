import errno
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError

from analysis import pdf, run_job
from analysis.jobs import claims, end
from analysis.models import PlanFinding, PlanJob, PlanSheet
from analysis.plan_set import Bookmark, PlanSet, Sheet, Word
from analysis.run_job import findings, packing, sheets
from analysis.run_job.submission import submission
from analysis.tests.plans import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def put(kept: Path, content: bytes, **more: Any) -> PlanJob:
    job = makers.job(size=len(content), **more)
    folder = kept / job.storage_name
    folder.mkdir(parents=True)
    (folder / "set.pdf").write_bytes(content)
    return job


def state(job: PlanJob) -> tuple[str, str]:
    job.refresh_from_db()
    return job.status, job.error


def test_a_set_is_read_and_compared_with_the_rules(kept: Path) -> None:
    job = put(kept, makers.pdf(3, small=[2]))
    run_job.run(job.pk)
    assert state(job) == ("succeeded", "")
    assert (job.pages_done, job.pages_total, job.attempts) == (3, 3, 1)
    rows = PlanSheet.objects.filter(job=job).order_by("number")
    assert [(row.number, row.width, row.kind, row.has_text) for row in rows] == [
        (1, 2592.0, "vector", True),
        (2, 1224.0, "vector", True),
        (3, 2592.0, "vector", True),
    ]
    assert {row.reading for row in rows} == {None}
    for row in rows:
        for name in (row.picture, row.thumbnail):
            assert (kept / job.storage_name / name).read_bytes()[8:12] == b"WEBP"
    found = PlanFinding.objects.filter(job=job).order_by("number")
    assert [
        (one.rule, one.verdict, one.sheets, one.is_provisional) for one in found
    ] == [
        ("EPR-005", "fail", [2], False),
        ("EPR-007", "warn", [], False),
        ("EPR-018", "cannot tell", [], False),
    ]
    assert found[0].places == [{"sheet": 2, "box": [10, 20, 210, 120]}]


def test_a_second_message_does_nothing_more(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put(kept, makers.pdf(1))
    run_job.run(job.pk)
    monkeypatch.setattr(pdf, "inspect", lambda *_, **__: pytest.fail("read again"))
    run_job.run(job.pk)
    run_job.run(UUID(int=0))
    job.refresh_from_db()
    assert job.attempts == 1


def test_another_attempt_goes_on_after_the_last_sheet(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put(kept, makers.pdf(4, small=[1]))
    asked: list[list[int]] = []
    read = pdf.read_sheets

    def breaks(path: Path, numbers: list[int], *, images: Path) -> Iterator[Sheet]:
        asked.append(list(numbers))
        for sheet in read(path, numbers, images=images):
            if len(asked) == 1 and sheet.number == 3:
                raise OperationalError("the database went away")
            yield sheet

    monkeypatch.setattr(pdf, "read_sheets", breaks)
    run_job.run(job.pk)
    assert state(job) == ("queued", "")
    assert (job.pages_done, job.pages_total, job.lease_token) == (2, 4, None)
    monkeypatch.setattr(pdf, "inspect", lambda *_, **__: pytest.fail("opened again"))
    run_job.run(job.pk)
    assert state(job) == ("succeeded", "")
    assert asked == [[1, 2, 3, 4], [3, 4]]
    assert (job.attempts, job.sheets.count()) == (2, 4)
    assert job.findings.get(rule="EPR-005").sheets == [1]


@pytest.mark.parametrize(
    "error", [OperationalError, RuntimeError, MemoryError, OSError]
)
def test_a_failure_of_ours_is_tried_three_times(
    error: type[Exception], kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put(kept, makers.pdf(1))

    def breaks(*_: object, **__: object) -> None:
        raise error("secret /path")

    monkeypatch.setattr(findings, "of_all", breaks)
    for _ in range(5):
        run_job.run(job.pk)
    status, said = state(job)
    assert (status, job.attempts) == ("failed", 3)
    assert "our side" in said
    assert "secret" not in said


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"%PDF-1.7\n" + b"\xff" * 5000, ""),
    ],
)
def test_a_failure_of_the_file_is_final_and_in_words(
    content: bytes, word: str, kept: Path
) -> None:
    job = put(kept, content)
    run_job.run(job.pk)
    status, said = state(job)
    assert (status, job.attempts) == ("failed", 1)
    assert said
    assert word in said


def test_a_file_that_is_gone_is_said_to_be(kept: Path) -> None:
    job = makers.job()
    run_job.run(job.pk)
    assert state(job) == ("failed", run_job.GONE)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_on_a_full_disk_sheets_are_checked_without_pictures(
    number: int, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put(kept, makers.pdf(3, small=[2]))
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name.startswith("sheet-0001") or "set" in path.name:
            return write(path, content)
        # As the system does: some of it is there.
        write(path, content[:100])
        raise OSError(number, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    run_job.run(job.pk)
    assert (state(job), job.attempts) == (("succeeded", ""), 1)
    found = {path.name for path in (kept / job.storage_name).iterdir()}
    assert found == {"set.pdf", "sheet-0001.webp"}
    rows = job.sheets.order_by("number").values_list("picture", "thumbnail", "problem")
    assert list(rows) == [("sheet-0001.webp", "", ""), ("", "", ""), ("", "", "")]
    assert job.findings.get(rule="EPR-005").sheets == [2]


def test_too_many_lost_sheets_end_it(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put(kept, makers.pdf(2))
    monkeypatch.setattr(pdf, "MOST_LOST_IN_ALL", 1)
    monkeypatch.setattr(
        pdf,
        "read_sheets",
        lambda path, numbers, **_: iter(
            Sheet(n, 0, 0, problem="lost") for n in numbers
        ),
    )
    run_job.run(job.pk)
    assert state(job)[0] == "failed"
    assert "Too many" in job.error


def test_who_loses_the_job_while_reading_stops_and_leaves_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put(kept, makers.pdf(3))
    keep = claims.keep_sheet

    def deleted(claim: claims.Claim, sheet: PlanSheet) -> None:
        if sheet.number == 2:
            end.remove(job)
            # As if a picture were written just after the removal.
            (kept / job.storage_name).mkdir()
        keep(claim, sheet)

    monkeypatch.setattr(claims, "keep_sheet", deleted)
    run_job.run(job.pk)
    assert not PlanJob.objects.exists()
    assert not (kept / job.storage_name).exists()


def test_what_each_sheet_shows_by_itself_is_told_while_others_are_read(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = put(kept, makers.pdf(3, small=[1, 2, 3]))
    monkeypatch.setattr(pdf, "BATCH", 1)
    told: list[list[tuple[str, bool]]] = []
    keep = claims.keep_provisional

    def note(claim: claims.Claim, found: list[PlanFinding]) -> None:
        keep(claim, found)
        rows = PlanFinding.objects.filter(job=job)
        told.append([(row.rule, row.is_provisional) for row in rows])

    monkeypatch.setattr(claims, "keep_provisional", note)
    run_job.run(job.pk)
    assert told == [[("EPR-005", True)]] * 3


def test_what_was_packed_is_unpacked_the_same() -> None:
    words = (Word("a\0\ud800", (1.0, 2.0, 3.0, 4.0), 8.0, "F", 90),)  # type: ignore[arg-type]
    sheet = Sheet(7, 10.0, 20.0, words=words, dense=(((0, 0, 1, 1), 5.0),))  # type: ignore[arg-type]
    again = packing.unpack_sheet(packing.pack_sheet(sheet), number=7)
    assert again.words[0].box == words[0].box
    assert (again.width, again.dense[0][1]) == (10.0, 5.0)
    plan_set = PlanSet("a.pdf", 5, (), bookmarks=(Bookmark("x", None, 2),), pages=3)
    packed = packing.pack_structure(plan_set)
    assert packing.unpack_structure(packed, file_name="a.pdf", size=5) == plan_set


@pytest.mark.parametrize("packed", [b"", b"x", packing._pack({}), packing._pack([])])  # type: ignore[arg-type]
def test_what_another_version_packed_is_read_again(packed: bytes) -> None:
    with pytest.raises(packing.StaleError):
        packing.unpack_sheet(packed, number=1)


@pytest.mark.parametrize(
    ("paths", "share", "kind"),
    [
        (10, 0.0, "vector"),
        (0, 0.0, "empty"),
        (3, 0.95, "raster"),
        (900, 0.95, "mixed"),
        (9, 0.3, "mixed"),
    ],
)
def test_what_a_sheet_is_drawn_as(paths: int, share: float, kind: str) -> None:
    assert sheets.kind(Sheet(1, 1, 1, paths=paths, picture_share=share)) == kind


def test_the_record_adds_the_permits_address(record: None) -> None:
    from permits.tests.pages.story import KITCHEN

    said = submission(makers.job(permit_number=KITCHEN))
    assert said.record_address
    assert said.form
    nothing = submission(makers.job(permit_number="NONE"))
    assert (nothing.record_address, nothing.form) == ("", "")
