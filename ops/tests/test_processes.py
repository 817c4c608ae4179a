import io
import signal
import sys
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from ops import processes
from ops.processes import Group, Program
from ops.tests.servers import wait_until

SAY = "print('[red]one[/red]'); print('two')"
WAIT = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('up', flush=True); time.sleep(60)"
)
WITH_CHILD = (
    "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time;"
    " time.sleep(60)'], start_new_session=False); print('up', flush=True);"
    "import time; time.sleep(60)"
)


def _program(name: str, code: str) -> Program:
    return Program(name, [sys.executable, "-c", code], {})


@pytest.fixture
def group(tmp_path: Path) -> Group:
    return Group(Console(file=io.StringIO(), width=200), tmp_path)


def _said(group: Group) -> str:
    assert isinstance(group.console.file, io.StringIO)
    return group.console.file.getvalue()


def test_each_line_has_its_programs_name_and_is_printed_as_it_is(group: Group) -> None:
    with group:
        group.start([_program("a", SAY), _program("longer", WAIT)])
        assert wait_until(lambda: _said(group).count("\n") == 3, 5)
    lines = set(_said(group).splitlines())
    assert lines == {"a      | [red]one[/red]", "a      | two", "longer | up"}


@pytest.mark.parametrize("code", [STUBBORN, WITH_CHILD])
def test_leaving_ends_even_what_does_not_want_to(
    code: str, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PATIENCE", 0.1)
    with group:
        group.start([_program("x", code)])
        assert wait_until(lambda: "up" in _said(group), 5)
        one = psutil.Process(group.running["x"].pid)
        family = [one, *one.children(recursive=True)]
    for process in family:
        assert wait_until(lambda found=process: not _alive(found), 2)  # type: ignore[misc]


def _alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("raise SystemExit(3)", "x ended by itself (exit code 3)"),
        ("import os; os.kill(os.getpid(), 9)", "x ended by itself (SIGKILL)"),
    ],
)
def test_a_program_that_ends_is_named(code: str, how: str, group: Group) -> None:
    with group:
        group.start([_program("x", code)])
        assert group.wait() == how


def test_what_is_in_front_ends_first_and_by_its_own_signal(
    group: Group, tmp_path: Path
) -> None:
    say = "import pathlib, signal, sys, time; signal.signal(signal.{}, lambda *_: ("
    say += "pathlib.Path('ended').open('a').write('{} '), sys.exit()));"
    say += "print('up', flush=True); time.sleep(60)"
    front = Program(
        "front",
        [sys.executable, "-c", say.format("SIGQUIT", "front")],
        {},
        stop_signal=signal.SIGQUIT,
        in_front=True,
    )
    with group:
        group.start([_program("behind", say.format("SIGTERM", "behind")), front])
        assert wait_until(lambda: _said(group).count("up") == 2, 5)
    assert (tmp_path / "ended").read_text() == "front behind "
    group.stop()  # a second time is nothing


def test_one_of_the_same_name_runs_beside_the_earlier_one(group: Group) -> None:
    with group:
        group.start([_program("a", WAIT)])
        first = group.running["a"]
        second = group.launch(_program("a", WAIT))
        assert group.running["a"] is second
        assert first.poll() is None
    assert first.poll() is not None
