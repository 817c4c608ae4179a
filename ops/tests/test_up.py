import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ops import ports
from ops.tests.servers import manage, processes_of, wait_until

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("up")]


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up") / "var"


@pytest.fixture
def port() -> int:
    return ports.free()


def _up(var: Path, port: int) -> subprocess.Popen[str]:
    return manage(var, "up", PORT=str(port), WEB_CONCURRENCY="1")


def _serves(port: int) -> bool:
    """Whether all of it is up: the worker is heard last."""
    try:
        health = httpx.get(f"http://localhost:{port}/health", timeout=5)
        return health.status_code == 200 and health.json()["status"] == "ok"
    except httpx.HTTPError:
        return False


@pytest.fixture
def up(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = _up(var, port)
    try:
        assert wait_until(lambda: _serves(port) or process.poll() is not None, 90)
        assert process.poll() is None, process.communicate()
        yield process
    finally:
        process.kill()
        process.communicate()


def test_check_asks_the_main_pages(var: Path) -> None:
    process = manage(var, "up", "--check", WEB_CONCURRENCY="1")
    output, _ = process.communicate(timeout=120)
    assert process.returncode == 0, output
    asked = re.findall(r"GET (\S+)  \d+ ms  right", output)
    assert asked[:3] == ["/health", "/", "/search/?q=kitchen"]
    kinds = [path.split("/")[1] for path in asked[3:]]
    assert kinds == ["permits", "parcels", "entities", "stations", "neighborhoods"]
    assert processes_of(var) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_ten_seconds(
    up: subprocess.Popen[str], var: Path, port: int, number: signal.Signals
) -> None:
    started = time.monotonic()
    up.send_signal(number)
    output, _ = up.communicate(timeout=15)
    assert time.monotonic() - started < 10
    assert up.returncode == 0, output
    assert f"sfpermits is at http://localhost:{port}" in output
    assert processes_of(var) == []


def test_nothing_outlives_a_killed_up(
    up: subprocess.Popen[str], var: Path, port: int
) -> None:
    beside = manage(var, "check")
    beside.communicate(timeout=30)
    assert beside.returncode == 0
    # The command was not the last to leave, so the servers are still there.
    assert httpx.get(f"http://localhost:{port}/health").json()["database"]["ok"]
    up.kill()
    assert wait_until(lambda: processes_of(var) == [], 10)


def test_a_program_that_dies_is_named_and_stops_the_rest(
    up: subprocess.Popen[str], var: Path
) -> None:
    (beat,) = [
        one for one in processes_of(var) if "beat" in (one.info["cmdline"] or ())
    ]
    beat.kill()
    output, _ = up.communicate(timeout=15)
    assert up.returncode == 1
    assert "beat ended by itself (SIGKILL)" in output
    assert processes_of(var) == []


def test_a_taken_port_is_one_line_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        output, _ = _up(tmp_path / "var", number).communicate(timeout=20)
    assert output == (
        f"sfpermits: port {number} is taken by another program;"
        " choose another with PORT=8001.\n"
    )
    assert not (tmp_path / "var").exists()
