import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from locustfiles import faults
from locustfiles.faults import Fault, FaultError, Scaled, find

# What runs in the background of a shell has been told to ignore SIGQUIT.
SLEEP = """
import signal, time
signal.signal(signal.SIGQUIT, signal.SIG_DFL)
print("asleep", flush=True)
time.sleep(60)
"""


@pytest.fixture
def sleeper() -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-c", SLEEP]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def _scaled(folder: Path, pid: object) -> Path:
    path = folder / "scaled.json"
    named = {"pid": pid, "url": "redis://127.0.0.1:1"}
    said = {"programs": {"web-1": named, "replica": named}, "servers": {"redis": named}}
    path.write_text(json.dumps(said))
    return path


@pytest.mark.parametrize(
    ("name", "how"), [("web", signal.SIGKILL), ("replica", signal.SIGQUIT)]
)
def test_the_named_process_is_ended(
    name: str, how: int, tmp_path: Path, sleeper: "subprocess.Popen[bytes]"
) -> None:
    fault = find(name, _scaled(tmp_path, sleeper.pid), None)
    said: list[str] = []
    with faults.under_way(fault, 0, said.append):
        assert sleeper.wait(timeout=5) == -how
    assert str(sleeper.pid) in said[0]


def test_redis_goes_on_when_the_run_is_over(
    tmp_path: Path, sleeper: "subprocess.Popen[bytes]"
) -> None:
    fault = find("redis", _scaled(tmp_path, sleeper.pid), None)
    process = psutil.Process(sleeper.pid)
    said: list[str] = []
    with faults.under_way(fault, 0, said.append):
        while not said or process.status() != psutil.STATUS_STOPPED:
            pass
    assert said[-1] == "Redis goes on."
    assert process.status() != psutil.STATUS_STOPPED


def test_a_run_that_ends_before_has_no_fault(
    tmp_path: Path, sleeper: "subprocess.Popen[bytes]"
) -> None:
    fault = find("web", _scaled(tmp_path, sleeper.pid), None)
    with faults.under_way(fault, 1000, pytest.fail):
        pass
    assert sleeper.poll() is None


@pytest.mark.parametrize("pid", [None, 0, 1, -1, "7", True])
def test_what_is_no_process_is_not_touched(pid: object, tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="names no process of web-1"):
        Scaled(_scaled(tmp_path, pid)).pid("programs", "web-1")


def test_a_fault_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    path = _scaled(tmp_path, None)
    for name in ("web", "flush"):
        with faults.under_way(Fault(name, Scaled(path)), 0, said.append):
            while not any("not made" in each for each in said):
                pass
        assert "was not made" in said.pop()


def test_a_load_needs_a_file(tmp_path: Path) -> None:
    with pytest.raises(FaultError, match="--csv"):
        find("ingest", _scaled(tmp_path, 5), None)
