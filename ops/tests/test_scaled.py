"""The scaled site as a whole, on its own servers."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from django.conf import settings

from ops import ports
from ops.tests.edge_site import need
from ops.tests.servers import environment, manage, processes_of, wait_until
from ops.tests.steady_traffic import Traffic

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("scaled")]

PASSWORD = "a long one, for tests"
MAKE_STAFF = f"""
from django.contrib.auth import get_user_model
get_user_model().objects.create_superuser("staff", password={PASSWORD!r})
"""


class Scaled:
    def __init__(self, process: subprocess.Popen[bytes], var: Path) -> None:
        self.process, self.var = process, var

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.var / "scaled.json").read_text())
        return found

    def pid(self, name: str) -> int | None:
        pid: int | None = self.report["programs"][name]["pid"]
        return pid

    def url(self, name: str) -> str:
        return str(self.report["programs"][name]["url"])

    def is_new(self, name: str, before: int | None) -> bool:
        return self.pid(name) not in {None, before}


@pytest.fixture(scope="module")
def scaled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scaled]:
    need("nginx", "pgbouncer")
    var = tmp_path_factory.mktemp("scaled") / "var"
    # Plain HTTP: a browser keeps cookies for this machine's name, httpx does not.
    # What it says goes to a file: a pipe that nobody reads would stop it.
    for arguments in (["migrate"], ["make_sample", "--permits", "500"]):
        made = manage(var, *arguments)
        output, _ = made.communicate(timeout=120)
        assert made.returncode == 0, output
    command = [sys.executable, "manage.py", "up", "--scaled"]
    log, ready = var.with_name("log"), (var / "scaled.json").exists
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment(var, PORT=str(ports.free()), DEBUG="true"),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    try:
        assert wait_until(lambda: ready() or process.poll() is not None, 120)
        assert process.poll() is None, log.read_text()
        yield Scaled(process, var)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    assert process.returncode == 0, log.read_text()[-3000:]
    assert processes_of(var) == []
    assert not ready()


def test_every_tier_runs_and_answers(scaled: Scaled) -> None:
    programs = {"edge", "web-1", "web-2", "pgbouncer", "replica"}
    programs |= {"worker", "plans", "beat"}
    assert set(scaled.report["programs"]) == programs
    for each in (
        *scaled.report["programs"].values(),
        *scaled.report["servers"].values(),
    ):
        assert psutil.pid_exists(each["pid"])
    for name in ("edge", "web-1", "web-2"):
        assert httpx.get(f"{scaled.url(name)}/readyz").status_code == 200


def test_a_visitor_of_one_is_known_at_the_other(scaled: Scaled) -> None:
    made = manage(scaled.var, "shell", "-c", MAKE_STAFF)
    output, _ = made.communicate(timeout=60)
    assert made.returncode == 0, output
    with httpx.Client() as client:
        first, second = scaled.url("web-1"), scaled.url("web-2")
        page = client.get(f"{first}/admin/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        form = {"csrfmiddlewaretoken": token[1], "username": "staff"}
        form |= {"password": PASSWORD, "next": "/admin/"}
        answer = client.post(f"{first}/admin/login/", data=form)
        assert answer.status_code == 302, answer.text
        assert client.get(f"{second}/admin/").status_code == 200
        # And through the edge, which keeps none of it.
        edge = scaled.url("edge").replace("localhost", "127.0.0.1")
        through = client.get(f"{edge}/admin/")
        assert (through.status_code, through.headers["X-Cache"]) == (200, "MISS")


def test_both_count_one_limit(scaled: Scaled) -> None:
    urls = [f"{scaled.url(name)}/leads-nowhere/" for name in ("web-1", "web-2")]

    def ask(number: int) -> int:
        headers = {"X-Real-IP": "192.0.2.77"}
        return httpx.get(urls[number % 2], headers=headers, timeout=30).status_code

    begun = time.monotonic()
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(ask, range(200))]
    # 120 a minute; the window slides, so two more for every second that it took.
    most = 121 + 2 * (time.monotonic() - begun)
    assert 120 <= sum(status == 404 for status in found) <= most
    assert set(found) == {404, 429}


def test_a_page_is_made_once_for_both(scaled: Scaled) -> None:
    path = f"/search/?q=unusual+{os.getpid()}"
    first = httpx.get(scaled.url("web-1") + path)
    second = httpx.get(scaled.url("web-2") + path)
    assert first.status_code == second.status_code == 200
    assert first.headers["ETag"] == second.headers["ETag"]
    hits = [httpx.get(scaled.url("edge") + path).headers["X-Cache"] for _ in range(2)]
    assert hits == ["MISS", "HIT"]


def test_nothing_is_lost_while_the_web_servers_are_replaced(scaled: Scaled) -> None:
    before = {name: scaled.pid(name) for name in ("web-1", "web-2")}
    asked = [("GET", "/healthz", 200)] * 3 + [("POST", "/healthz", 403)]
    with Traffic(scaled.url("edge"), asked) as traffic:
        time.sleep(0.5)
        scaled.process.send_signal(signal.SIGHUP)
        replaced = wait_until(
            lambda: all(scaled.is_new(name, pid) for name, pid in before.items()), 60
        )
        # The last of the old ones finishes what it has.
        time.sleep(3)
    assert replaced
    assert traffic.wrong == {}
    assert traffic.seen["right"] > 300


@pytest.mark.parametrize("name", ["web-1", "edge", "pgbouncer"])
def test_what_is_killed_is_started_again(name: str, scaled: Scaled) -> None:
    before = scaled.pid(name)
    assert before is not None
    asked = [("GET", "/healthz", 200)]
    with Traffic(scaled.url("edge"), asked, rate=50, clients=4) as traffic:
        os.kill(before, signal.SIGKILL)
        assert wait_until(lambda: scaled.is_new(name, before), 30)
    # Where it is not the edge itself that is gone, visitors do not notice.
    assert name == "edge" or traffic.wrong == {}
    ready = f"{scaled.url('edge')}/readyz"
    assert wait_until(lambda: _status(ready) == 200, 15)


def _status(url: str) -> int | None:
    try:
        return httpx.get(url, timeout=10).status_code
    except httpx.TransportError:
        return None


def test_a_second_one_in_the_same_folder_is_refused(scaled: Scaled) -> None:
    other = manage(scaled.var, "up", "--scaled", PORT=str(ports.free()))
    output, _ = other.communicate(timeout=60)
    assert other.returncode == 1
    assert f"a scaled site runs in {scaled.var} already" in output
    assert _status(f"{scaled.url('edge')}/healthz") == 200
