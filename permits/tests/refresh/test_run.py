from functools import partial

import pytest
from django.db import connection

from permits.models import Load, Refresh
from permits.refresh import BusyError, refresh
from permits.refresh.lock import one_at_a_time
from permits.refresh.run import MOST_TOUCHED
from permits.refresh.steps import STEPS, with_followers
from permits.tests.refresh.story import Answer, Ran, loaded

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("answers"),
]
ALL = ["entities", "pairs", "desks"]


def _ran(ran: Ran) -> list[str]:
    names = [name for name, _ in ran]
    ran.clear()
    return names


def _states() -> dict[str, str]:
    return {outcome.step: str(outcome.state) for outcome in refresh()}


def test_nothing_is_made_from_nothing(ran: Ran) -> None:
    assert set(_states().values()) == {"current"}
    assert _ran(ran) == []
    assert not Refresh.objects.exists()


def test_the_second_run_does_nothing(ran: Ran) -> None:
    loaded("permits", "contacts", "addenda")
    assert set(_states().values()) == {"succeeded"}
    assert _ran(ran) == ALL
    assert set(_states().values()) == {"current"}
    assert _ran(ran) == []
    assert Refresh.objects.count() == 3


@pytest.mark.parametrize(
    ("dataset", "again"),
    [
        ("contacts", ["entities", "pairs"]),
        ("permits", ["pairs"]),
        ("addenda", ["desks"]),
        ("parcels", []),
    ],
)
def test_a_load_calls_for_what_is_made_from_it(
    ran: Ran, dataset: str, again: list[str]
) -> None:
    loaded("permits", "contacts", "addenda")
    refresh()
    _ran(ran)
    loaded(dataset, status="failed")
    refresh()
    assert _ran(ran) == []
    loaded(dataset)
    refresh()
    assert _ran(ran) == again


def test_a_removed_load_counts_as_a_change(ran: Ran) -> None:
    loaded("contacts", "addenda")
    refresh()
    _ran(ran)
    loads = Refresh.objects.get(step="entities").inputs["loads"]
    Load.objects.filter(pk=loads["contacts"]).update(status="removed")
    refresh()
    assert _ran(ran) == ["entities", "pairs"]


def test_one_that_fails_stops_what_needs_it_and_is_tried_again(
    ran: Ran, answers: dict[str, Answer], caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("nobody is named")

    loaded("permits", "contacts", "addenda")
    answers["entities"] = fail
    outcomes = {outcome.step: outcome for outcome in refresh()}
    assert _ran(ran) == ["entities", "desks"]
    assert outcomes["entities"].state == "failed"
    assert outcomes["entities"].sentence == "nobody is named"
    assert outcomes["pairs"].state == "waiting"
    assert outcomes["pairs"].sentence == "waits for entities."
    row = Refresh.objects.get(step="entities")
    assert (row.status, row.error) == ("failed", "nobody is named")
    assert "ZeroDivisionError" in caplog.text

    del answers["entities"]
    refresh()
    assert _ran(ran) == ["entities", "pairs"]
    assert Refresh.objects.filter(status="succeeded").count() == 3


def test_a_lost_connection_is_a_failure_that_is_written_down(
    ran: Ran, answers: dict[str, Answer]
) -> None:
    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    loaded("permits", "contacts", "addenda")
    answers["desks"] = cut
    assert _states()["desks"] == "failed"
    assert Refresh.objects.get(step="desks").status == "failed"


def test_the_operator_stops_it(answers: dict[str, Answer]) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    loaded("addenda")
    answers["desks"] = stop
    with pytest.raises(KeyboardInterrupt):
        refresh()
    assert Refresh.objects.get().error == "Stopped by the operator."


def test_a_row_left_by_a_dead_process_is_closed_and_its_step_is_due(ran: Ran) -> None:
    loaded("addenda")
    refresh()
    _ran(ran)
    row = Refresh.objects.get()
    Refresh.objects.filter(pk=row.pk).update(status="running", finished_at=None)
    refresh()
    row.refresh_from_db()
    assert (row.status, _ran(ran)) == ("failed", ["desks"])
    assert "ended before it was done" in row.error


def test_only_and_whole(ran: Ran) -> None:
    loaded("permits", "contacts", "addenda")
    refresh(only=["desks"])
    assert _ran(ran) == ["desks"]
    refresh(only=["desks"], whole=True)
    assert [(name, work.whole) for name, work in ran] == [("desks", True)]


def test_two_do_not_run_at_once(ran: Ran) -> None:
    loaded("addenda")
    with one_at_a_time(), pytest.raises(BusyError, match="Another refresh is running"):
        refresh()
    assert _ran(ran) == []
    refresh()
    assert _ran(ran) == ["desks"]


def _touched(ran: Ran) -> frozenset[int] | None:
    """What the last run of pairs was told."""
    refresh()
    return next(work.touched for name, work in reversed(ran) if name == "pairs")


def test_what_was_touched_is_handed_on(ran: Ran, answers: dict[str, Answer]) -> None:
    loaded("permits", "contacts")
    answers["entities"] = lambda: frozenset({1, 2})
    assert _touched(ran) is None  # it never ran before
    loaded("contacts")
    assert _touched(ran) == frozenset({1, 2})
    loaded("contacts", "permits")
    assert _touched(ran) == frozenset({1, 2})
    loaded("permits")
    assert _touched(ran) == frozenset()


def test_what_a_failing_step_missed_is_handed_on_later(
    ran: Ran, answers: dict[str, Answer]
) -> None:
    loaded("permits", "contacts")
    refresh()
    for number in (1, 2):
        answers["entities"] = partial(frozenset, {number})
        loaded("contacts")
        refresh(only=["entities"])
    assert _touched(ran) == frozenset({1, 2})


def test_what_is_not_known_is_everything(ran: Ran, answers: dict[str, Answer]) -> None:
    def fail() -> None:
        raise ValueError

    loaded("permits", "contacts")
    refresh()
    loaded("contacts")
    answers["entities"] = fail
    refresh(only=["entities"])
    answers["entities"] = lambda: frozenset({3})
    assert _touched(ran) is None
    loaded("contacts")
    assert _touched(ran) == frozenset({3})
    loaded("contacts")
    answers["entities"] = lambda: frozenset(range(MOST_TOUCHED + 1))
    assert _touched(ran) is None


def test_progress_names_the_step() -> None:
    heard: list[tuple[str, str, int]] = []
    loaded("addenda")
    refresh(progress=lambda *each: heard.append(each))
    assert heard == [("desks", "", 0), ("desks", "Counting", 3)]


def test_the_real_steps_are_in_order() -> None:
    before: set[str] = set()
    for step in STEPS:
        assert set(step.after) <= before, step.name
        assert step.datasets or step.after
        before.add(step.name)
    assert len(before) == len(STEPS)


@pytest.mark.parametrize(
    ("name", "made_of_it"), [("entities", ["pairs"]), ("pairs", []), ("desks", [])]
)
def test_what_is_made_from_a_step_follows_it(name: str, made_of_it: list[str]) -> None:
    assert with_followers(name) == [name, *made_of_it]
