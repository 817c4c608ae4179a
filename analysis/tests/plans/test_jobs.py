import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from redis.exceptions import RedisError

from analysis import storage
from analysis.jobs import claims, end, nightly, queue
from analysis.jobs.claims import LostError
from analysis.models import PlanFinding, PlanJob, PlanSheet
from analysis.tests.plans import makers
from ops import jobs as scheduled
from ops import messages, queues

pytestmark = pytest.mark.django_db
PAST = dt.timedelta(seconds=-1)


def later(seconds: float = 0) -> dt.datetime:
    return timezone.now() + dt.timedelta(seconds=seconds)


def sheet(number: int, **more: Any) -> PlanSheet:
    given = {"width": 100.0, "height": 50.0, "kind": "vector", "has_text": True}
    return PlanSheet(number=number, **given | more)


def finding(**more: Any) -> PlanFinding:
    given = {
        "rule": "EPR-005",
        "verdict": "fail",
        "severity": "reject",
        "evidence": "x",
    }
    return PlanFinding(**given | more)


def claimed(**more: Any) -> claims.Claim:
    found = claims.claim(makers.job(**more).pk)
    assert found
    return found


CLAIMABLE: dict[str, tuple[dict[str, Any], bool]] = {
    "queued": ({}, True),
    "running, lease over": ({"status": "running", "lease_until": -1}, True),
    "running, held": ({"status": "running", "lease_until": 30}, False),
    "tried enough": ({"attempts": 3}, False),
    "expired": ({"expires_at": -1}, False),
    "over": ({"status": "failed", "finished_at": -1}, False),
}


@pytest.mark.parametrize("case", CLAIMABLE)
def test_who_may_claim(case: str) -> None:
    given, may = CLAIMABLE[case]
    moments = {
        name: later(value)
        for name, value in given.items()
        if name.endswith(("_at", "_until"))
    }
    job = makers.job(**given | moments)
    assert (claims.claim(job.pk) is not None) == may
    assert claims.claim(uuid.uuid4()) is None


def test_a_claim_counts_the_attempt_and_shuts_out_others() -> None:
    claim = claimed()
    assert (claim.job.status, claim.job.attempts) == ("running", 1)
    assert claims.claim(claim.job.pk) is None


def test_every_write_of_who_lost_the_job_changes_nothing() -> None:
    old = claimed()
    PlanJob.objects.update(lease_until=later(-1))
    new = claims.claim(old.job.pk)
    assert new
    writes: list[Callable[[], None]] = [
        lambda: claims.keep_sheet(old, sheet(1)),
        lambda: claims.keep_provisional(old, [finding()]),
        lambda: claims.finish(old, [finding()], []),
        lambda: claims.fail(old, "x"),
        lambda: claims.give_back(old),
        lambda: old.write(stage="checks"),
    ]
    for write in writes:
        with pytest.raises(LostError):
            write()
    job = PlanJob.objects.get()
    assert (job.status, job.stage, job.attempts) == ("running", "waiting", 2)
    assert not PlanSheet.objects.exists()
    assert not PlanFinding.objects.exists()


def test_a_sheet_read_twice_is_one_row() -> None:
    claim = claimed()
    claims.keep_sheet(claim, sheet(1, words=5, reading=b"x"))
    claims.keep_sheet(claim, sheet(2))
    claims.keep_sheet(claim, sheet(1, words=7))
    rows = PlanSheet.objects.order_by("number").values_list(
        "number", "words", "reading"
    )
    assert list(rows) == [(1, 7, None), (2, 0, None)]
    assert PlanJob.objects.get().pages_done == 2


def test_the_end_replaces_what_was_told_before_and_forgets_readings() -> None:
    claim = claimed(structure=b"x")
    claims.keep_sheet(claim, sheet(1, reading=b"x"))
    claims.keep_provisional(claim, [finding(is_provisional=True)])
    row = PlanSheet.objects.get()
    row.sheet_number = "A1.0"
    claims.finish(claim, [finding(), finding(rule="EPR-007", verdict="pass")], [row])
    job, one = PlanJob.objects.get(), PlanSheet.objects.get()
    assert (job.status, job.stage, job.lease_token) == ("succeeded", "done", None)
    assert None not in (job.finished_at, job.wait_ms, job.run_ms)
    assert (one.reading, one.sheet_number, job.structure) == (None, "A1.0", None)
    found = PlanFinding.objects.values_list("number", "rule", "is_provisional")
    assert list(found) == [(1, "EPR-005", False), (2, "EPR-007", False)]


def test_a_failure_says_why_and_tells_nothing_else() -> None:
    claim = claimed()
    claims.keep_provisional(claim, [finding(is_provisional=True)])
    claims.fail(claim, "The file is damaged.")
    job = PlanJob.objects.get()
    assert (job.status, job.error) == ("failed", "The file is damaged.")
    assert not PlanFinding.objects.exists()


def test_what_is_given_back_is_claimed_again() -> None:
    claim = claimed()
    claims.give_back(claim)
    assert PlanJob.objects.get().status == "queued"
    again = claims.claim(claim.job.pk)
    assert again
    assert again.job.attempts == 2


def test_a_job_whose_process_is_gone_three_times_fails_in_words() -> None:
    held = makers.job(status="running", attempts=3, lease_until=later(30))
    gone = makers.job(status="running", attempts=3, lease_until=later(-1))
    assert end.fail_abandoned() == 1
    held.refresh_from_db()
    gone.refresh_from_db()
    assert (held.status, gone.status) == ("running", "failed")
    assert "three times" in gone.error


LOST: dict[str, tuple[dict[str, Any], bool]] = {
    "not published": ({"created_at": -20}, True),
    "just uploaded": ({}, False),
    "waits, in the queue": ({"created_at": -60, "published_at": -60}, False),
    "waits for long": ({"created_at": -600, "published_at": -300}, True),
    "process gone": (
        {"status": "running", "published_at": -5, "lease_until": -1},
        True,
    ),
    "at work": ({"status": "running", "published_at": -500, "lease_until": 30}, False),
    "over": ({"status": "failed", "finished_at": -500}, False),
    "expired": ({"created_at": -20, "expires_at": -1}, False),
}


@pytest.mark.parametrize("case", LOST)
def test_what_the_reconciler_publishes(
    case: str, published: list[uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    given, is_lost = LOST[case]
    moments = {
        name: later(value) for name, value in given.items() if isinstance(value, int)
    }
    job = makers.job(**given | moments)
    # Another set waits: that says nothing of this one.
    monkeypatch.setattr(queues, "waiting", lambda _: {str(uuid.uuid4())})
    queue.reconcile()
    assert published == ([job.pk] if is_lost else [])


@pytest.mark.parametrize("case", [case for case in LOST if LOST[case][1]])
def test_what_waits_in_the_queue_is_not_sent_again(
    case: str, published: list[uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = {
        name: later(value) if isinstance(value, int) else value
        for name, value in LOST[case][0].items()
    }
    job = makers.job(**moments)
    monkeypatch.setattr(queues, "waiting", lambda _: {str(job.pk)})
    assert (queue.reconcile(), published) == (0, [])


def test_of_a_queue_that_cannot_be_read_nothing_is_sent_again(
    published: list[uuid.UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: str) -> set[str]:
        raise RedisError

    makers.job(created_at=later(-600), published_at=later(-600))
    monkeypatch.setattr(queues, "waiting", fails)
    assert (queue.reconcile(), published) == (0, [])


def test_jobs_are_published_in_the_order_they_came(published: list[uuid.UUID]) -> None:
    jobs = [makers.job(created_at=later(-age)) for age in (20, 90, 50)]
    assert queue.reconcile() == 3
    assert published == [jobs[1].pk, jobs[2].pk, jobs[0].pk]


def test_without_redis_the_job_stays_for_the_reconciler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def send(*_: object, **__: object) -> None:
        raise messages.NotSentError

    job = makers.job(created_at=later(-20))
    monkeypatch.setattr(messages, "send", send)
    assert not queue.publish(job.pk)
    assert queue.reconcile() == 0
    job.refresh_from_db()
    assert (job.status, job.published_at) == ("queued", None)


def test_cancelling_takes_the_job_from_its_process() -> None:
    claim = claimed()
    assert end.cancel(claim.job, by="pat")
    assert not end.cancel(claim.job)
    with pytest.raises(LostError):
        claim.write()
    assert PlanJob.objects.get().error == "It was cancelled by pat."


def test_what_is_over_may_be_tried_again_from_the_start() -> None:
    claim = claimed()
    claims.fail(claim, "x")
    assert end.retry(claim.job)
    assert not end.retry(claim.job)
    job = PlanJob.objects.get()
    assert (job.status, job.attempts, job.error, job.finished_at) == (
        "queued",
        0,
        "",
        None,
    )


def put(kept: Path, job: PlanJob) -> Path:
    folder = kept / job.storage_name
    folder.mkdir(parents=True)
    (folder / "set.pdf").write_bytes(b"x")
    return folder


def test_removing_leaves_neither_rows_nor_files(kept: Path) -> None:
    claim = claimed()
    claims.keep_sheet(claim, sheet(1))
    folder = put(kept, claim.job)
    later_job = makers.job(compared_with=claim.job)
    end.remove(claim.job)
    end.remove(claim.job)
    later_job.refresh_from_db()
    assert (folder.exists(), PlanSheet.objects.count()) == (False, 0)
    assert later_job.compared_with is None


def test_the_scheduled_jobs_remove_what_is_past_its_time(kept: Path) -> None:
    from ops import cron_log

    expired, valid = makers.job(expires_at=later(-1)), makers.job(expires_at=later(60))
    folders = [put(kept, expired), put(kept, valid)]
    row = cron_log.run(scheduled.job("plans"), scheduled_for=timezone.now())
    assert (row.status, row.error_message, row.rows_changed) == ("success", "", 1)
    assert [folder.exists() for folder in folders] == [False, True]
    assert PlanJob.objects.get() == valid


def test_the_night_removes_files_without_a_row(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(end, "GRACE", dt.timedelta())
    valid = put(kept, makers.job())
    orphan = kept / storage.new_name()
    orphan.mkdir()
    stranger = kept / "keep me"
    stranger.mkdir()
    cut_off = kept / "incoming" / storage.new_name()
    cut_off.parent.mkdir()
    cut_off.write_bytes(b"%PDF")
    assert end.sweep() == 2
    found = [path.exists() for path in (valid, stranger, orphan, cut_off)]
    assert found == [True, True, False, False]


def test_files_of_an_upload_under_way_are_left_alone(kept: Path) -> None:
    (kept / storage.new_name()).mkdir(parents=True)
    assert end.sweep() == 0


@pytest.mark.parametrize("name", ["every_minute", "purge"])
def test_twice_is_no_harm(name: str, kept: Path) -> None:
    from ops import cron_log

    job = scheduled.job({"every_minute": "plans", "purge": "purge_plans"}[name])
    assert callable(getattr(nightly, name))
    for seconds in (0, 60):
        row = cron_log.run(job, scheduled_for=later(seconds))
        assert row.status == "success", row.error_message
