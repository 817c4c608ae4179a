import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils.module_loading import import_string
from pytest_django.fixtures import Settings

from ops import processes
from ops.faults import jobs, sandbox, table
from ops.faults.outcome import Outcome
from ops.faults.table import FAULTS
from ops.tests.servers import manage, processes_of

GOOD = Outcome("a cable is cut", "503", "503", passed=True)
BAD = Outcome("a disk is full", "503", "500", passed=False)


@pytest.fixture(autouse=True)
def leave_signals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "exit_on_signals", lambda code: None)


def _see(monkeypatch: pytest.MonkeyPatch, *found: Outcome) -> list[str]:
    asked: list[str] = []

    def outcomes(names: Sequence[str]) -> Iterator[Outcome]:
        asked.extend(names)
        yield from found

    monkeypatch.setattr(sandbox, "outcomes", outcomes)
    return asked


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_one_function_and_is_documented(name: str) -> None:
    assert callable(import_string(f"ops.faults.{name}.{name}"))
    text = (site.BASE_DIR / "docs" / "operations.md").read_text()
    assert re.search(rf"^\| `{name}` \| ", text, re.MULTILINE)


def test_all_are_made_unless_some_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _see(monkeypatch, GOOD)
    call_command("faults")
    assert asked == list(FAULTS)
    asked.clear()
    call_command("faults", "two_beats", "limit_exact")
    assert asked == ["two_beats", "limit_exact"]


def test_the_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _see(monkeypatch, GOOD, BAD)
    with pytest.raises(CommandError, match="1 of 2 were not as expected"):
        call_command("faults")
    shown = capsys.readouterr().out
    assert re.search(r"cable is cut.*503.*503.*right", shown)
    assert re.search(r"disk is full.*503.*500.*off", shown)


def test_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _see(monkeypatch, GOOD)
    call_command("faults", "--json")
    assert json.loads(capsys.readouterr().out) == [
        {"fault": "a cable is cut", "expected": "503", "seen": "503", "passed": True}
    ]


def test_an_unknown_fault_names_those_there_are() -> None:
    with pytest.raises(CommandError, match="No fault 'flood'; there are limit_exact,"):
        call_command("faults", "flood")


def test_never_on_the_site_itself() -> None:
    with pytest.raises(CommandError, match="on a site of their own"):
        call_command("faults", "postgres_restarted", "--inside")


@pytest.mark.parametrize("error", [RuntimeError("no"), OperationalError("no")])
def test_a_fault_that_cannot_be_made_is_off(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> Outcome:
        raise error

    monkeypatch.setattr(table, "import_string", lambda path: fails)
    (found,) = table.run(["two_beats"])
    assert not found.passed
    assert found.seen == f"{type(error).__name__}: no"


def test_a_fault_may_have_several_outcomes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "import_string", lambda path: lambda: [GOOD, BAD])
    assert list(table.run(["redis_stopped"])) == [GOOD, BAD]


class TestSandbox:
    @pytest.fixture
    def program(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
    ) -> Path:
        """A project whose manage.py is the test's."""
        settings.BASE_DIR = tmp_path
        return tmp_path / "manage.py"

    def test_it_reads_outcomes_and_leads_nowhere_else(
        self, program: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://real/site")
        monkeypatch.setenv("REDIS_URL", "redis://real")
        program.write_text(
            "import json, os, sys\n"
            "from pathlib import Path\n"
            "var = Path(os.environ['SFPERMITS_VAR'])\n"
            "seen = [str((var / 'faults-only').exists()), *sys.argv[1:],"
            " *({'DATABASE_URL', 'REDIS_URL'} & set(os.environ))]\n"
            "print(json.dumps(dict(fault=str(var), expected='', seen=' '.join(seen), passed=True)))\n"
        )
        (found,) = sandbox.outcomes(["two_beats"])
        assert found.seen == "True faults --inside two_beats"
        assert not Path(found.fault).exists()

    def test_what_it_said_last_is_the_error(self, program: Path) -> None:
        program.write_text(
            "import sys\nprint('no wheels', file=sys.stderr)\nsys.exit(3)\n"
        )
        with pytest.raises(sandbox.SandboxError, match=r"^no wheels$"):
            list(sandbox.outcomes(["two_beats"]))

    def test_leaving_early_ends_it(self, program: Path) -> None:
        program.write_text(
            "import json, os, time\n"
            "print(json.dumps(dict(fault=os.environ['SFPERMITS_VAR'], expected='', seen='', passed=True)), flush=True)\n"
            "time.sleep(60)\n"
        )
        found: Any = sandbox.outcomes(["two_beats"])
        folder = Path(next(found).fault)
        found.close()
        assert processes_of(folder) == []


class TestJobs:
    @pytest.fixture(autouse=True)
    def var(self, tmp_path: Path, settings: Settings) -> None:
        settings.VAR_DIR = tmp_path

    def test_a_job_is_due_once_the_fault_says_when(self) -> None:
        now = dt.datetime(2026, 6, 1, 10, 30, tzinfo=dt.UTC)
        second = dt.timedelta(seconds=1)
        assert jobs.Once().latest(now) == jobs.LONG_AGO
        jobs.due_at(now)
        assert jobs.Once().latest(now - second) == jobs.LONG_AGO
        assert jobs.Once().latest(now + second) == now

    def test_effects_are_counted(self) -> None:
        run: Any = type(
            "Run", (), {"row": type("Row", (), {"job_name": "fault.short"})}
        )
        jobs.works(run, seconds="0")
        jobs.works(run, seconds="0")
        assert jobs.effects([jobs.SHORT, jobs.LONG]) == [2, 0]


def test_every_thread_sends_to_the_sites_own_broker() -> None:
    """Also one of a web server, where nothing has used Celery before."""

    def broker() -> object:
        import_module(site.CELERY_MODULE)
        return current_app.conf.broker_url

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(broker).result() == site.CELERY_BROKER_URL


@pytest.mark.processes
@pytest.mark.xdist_group("up")
def test_a_site_of_its_own_is_made_broken_and_removed(tmp_path: Path) -> None:
    process = manage(tmp_path / "var", "faults", "postgres_restarted", "--json")
    said, _ = process.communicate(timeout=240)
    assert process.returncode == 0, said
    assert '"passed": true' in said
    assert processes_of(tmp_path / "var") == []
