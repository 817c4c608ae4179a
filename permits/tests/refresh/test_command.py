import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from permits.ingest import command, soda
from permits.ingest.run import LoadResult
from permits.models import Refresh
from permits.refresh.lock import one_at_a_time
from permits.tests.refresh.story import Answer, Ran, loaded

pytestmark = pytest.mark.django_db(transaction=True)
INGEST = "permits.management.commands.ingest"


def _call(*arguments: str) -> tuple[str, str, int]:
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return out.getvalue(), err.getvalue(), code


@pytest.fixture
def broken(answers: dict[str, Answer]) -> None:
    """The step desks fails."""

    def fail() -> None:
        raise ValueError("no desks")

    answers["desks"] = fail


@pytest.mark.usefixtures("answers")
def test_refresh_tells_what_it_did() -> None:
    loaded("contacts", "addenda")
    out, err, code = _call("refresh", "--json")
    told = json.loads(out)
    assert [(each["step"], each["state"]) for each in told] == [
        ("entities", "succeeded"), ("pairs", "succeeded"), ("desks", "succeeded"),
    ]  # fmt: skip
    assert told[0]["figures"] == {"runs": 1}
    assert "desks: 3 runs. (" in err
    assert code == 0
    assert _call("refresh") == ("", "Nothing changed since the last refresh.\n", 0)


@pytest.mark.usefixtures("answers")
def test_refresh_of_named_steps(ran: Ran) -> None:
    loaded("contacts", "addenda")
    _call("refresh", "desks")
    _call("refresh", "desks", "--whole")
    assert [(name, work.whole) for name, work in ran] == [
        ("desks", False), ("desks", True),
    ]  # fmt: skip
    with pytest.raises(CommandError, match="There is no step chairs"):
        call_command("refresh", "chairs", "desks")


@pytest.mark.usefixtures("broken")
def test_a_step_that_fails_is_told_and_the_code_is_1() -> None:
    loaded("addenda", "contacts")
    _, err, code = _call("refresh")
    assert "desks: no desks\n" in err
    assert "entities: 1 runs." in err
    assert code == 1


@pytest.mark.usefixtures("answers")
def test_another_refresh_at_work() -> None:
    with one_at_a_time(), pytest.raises(CommandError, match="Another refresh"):
        call_command("refresh")


def _loads(monkeypatch: pytest.MonkeyPatch, *, failing: set[str]) -> None:
    """Loads of the names succeed or fail without a source."""

    def load(name: str, _request: command.Request) -> LoadResult:
        if name in failing:
            raise soda.SodaError(f"no {name}", transient=True)
        loaded(name)
        return LoadResult(1, 1, 1, 0, 0, 0, {})

    monkeypatch.setattr(f"{INGEST}.ingest_one", load)
    names = dict.fromkeys(("permits", "contacts", "addenda"))
    monkeypatch.setattr(f"{INGEST}.DATASETS", names)


@pytest.mark.usefixtures("answers")
@pytest.mark.parametrize(
    ("failing", "arguments", "expected"),
    [
        (set(), ["all"], (["entities", "pairs", "desks"], 0)),
        ({"contacts"}, ["all"], (["pairs", "desks"], 1)),
        ({"permits", "contacts", "addenda"}, ["all"], ([], 1)),
        (set(), ["all", "--no-refresh"], ([], 0)),
        (set(), ["addenda"], (["desks"], 0)),
        ({"addenda"}, ["addenda"], ([], 1)),
    ],
)
def test_a_load_refreshes_what_it_feeds(
    monkeypatch: pytest.MonkeyPatch,
    ran: Ran,
    failing: set[str],
    arguments: list[str],
    expected: tuple[list[str], int],
) -> None:
    _loads(monkeypatch, failing=failing)
    _, err, code = _call("ingest", *arguments)
    assert ([name for name, _ in ran], code) == expected
    for name in failing & {*arguments, "contacts"}:
        assert f"{name}: no {name}" in err


@pytest.mark.usefixtures("broken")
def test_a_load_whose_refresh_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _loads(monkeypatch, failing=set())
    _, err, code = _call("ingest", "all")
    assert "addenda: 1 rows read" in err
    assert "desks: no desks" in err
    assert code == 1


@pytest.mark.usefixtures("answers")
def test_a_load_beside_a_refresh_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _loads(monkeypatch, failing=set())
    with one_at_a_time():
        _, err, code = _call("ingest", "addenda")
    assert "When it is done, run manage.py refresh." in err
    assert code == 1


@pytest.mark.usefixtures("answers")
def test_the_sample_is_refreshed_unless_told(ran: Ran, tmp_path: Path) -> None:
    sample = ["make_sample", "--permits", "30", "--today", "2026-11-23"]
    _call(*sample, "--csv", str(tmp_path / "sample.csv"))
    _call(*sample, "--no-refresh")
    assert ran == []
    _call(*sample)
    assert [name for name, _ in ran] == ["entities", "pairs", "desks"]
    assert Refresh.objects.filter(status="succeeded").count() == 3


@pytest.mark.usefixtures("broken")
def test_a_sample_of_which_not_all_can_be_made() -> None:
    with pytest.raises(CommandError, match="The sample is loaded; not all"):
        call_command("make_sample", "--permits", "30", "--today", "2026-11-23")
