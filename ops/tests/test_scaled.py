"""The scaled site as a whole, on its own servers."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from django.conf import settings
from prometheus_client.parser import text_string_to_metric_families

from locustfiles.pdf import one_sheet
from ops import ports
from ops.tests.edge_site import need
from ops.tests.servers import environment, manage, processes_of, wait_until
from ops.tests.steady_traffic import Traffic

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("scaled")]

PASSWORD = "a long one, for tests"
TOKEN = "of the metrics"
YEAR = 31_536_000
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
            env=environment(var, PORT=str(ports.free()), METRICS_TOKEN=TOKEN),
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
        _over_plain_http(client)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        form = {"csrfmiddlewaretoken": token[1], "username": "staff"}
        form |= {"password": PASSWORD, "next": "/admin/"}
        answer = client.post(f"{first}/admin/login/", data=form)
        assert answer.status_code == 302, answer.text
        _over_plain_http(client)
        assert client.get(f"{second}/admin/").status_code == 200
        # And through the edge, which keeps none of it.
        edge = scaled.url("edge").replace("localhost", "127.0.0.1")
        through = client.get(f"{edge}/admin/")
        assert (through.status_code, through.headers["X-Cache"]) == (200, "MISS")


def _over_plain_http(client: httpx.Client) -> None:
    """Send back what is for HTTPS alone, as a browser does to this machine's name."""
    for cookie in client.cookies.jar:
        cookie.secure = False


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
    before = _searches(scaled.url("web-2"))
    # As they are asked through the edge: pages are kept by the name of the site.
    named = {"Host": "localhost"}
    first = httpx.get(scaled.url("web-1") + path, headers=named)
    second = httpx.get(scaled.url("web-2") + path, headers=named)
    assert first.status_code == second.status_code == 200
    assert first.headers["ETag"] == second.headers["ETag"]
    after = _searches(scaled.url("web-2"))
    assert after["hit"] == before["hit"] + 1
    assert after["miss"] == before["miss"]
    hits = [httpx.get(scaled.url("edge") + path).headers["X-Cache"] for _ in range(2)]
    assert hits == ["MISS", "HIT"]


def _searches(web: str) -> Counter[str]:
    """Count the searches that a web server was asked for, by where they came from."""
    said = httpx.get(f"{web}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert said.status_code == 200
    return Counter(
        {
            each.labels["result"]: int(each.value)
            for family in text_string_to_metric_families(said.text)
            for each in family.samples
            if each.name == "sfpermits_pages_total" and each.labels["kind"] == "search"
        }
    )


def test_a_plan_set_taken_by_one_is_shown_and_deleted_by_the_other(
    scaled: Scaled,
) -> None:
    first, second, edge = (scaled.url(name) for name in ("web-1", "web-2", "edge"))
    pdf = one_sheet("A1.0")
    files = {"file": ("set.pdf", pdf, "application/pdf")}
    taken = httpx.post(f"{first}/plans.json", files=files, timeout=30)
    assert taken.status_code == 202, taken.text
    report = f"/plans/{taken.json()['id']}"

    def is_over() -> bool:
        return bool(httpx.get(f"{second}{report}.json").json()["finished_at"])

    assert wait_until(is_over, 90)
    assert httpx.get(f"{second}{report}.json").json()["status"] == "succeeded"
    page = httpx.get(f"{second}{report}/").text
    link = re.search(r'href="(/plans/file/[^"]+)"', page)
    assert link
    for web in (first, second, edge):
        assert httpx.get(web + link[1]).content == pdf
        assert (
            httpx.get(f"{web}{report}/").headers["Cache-Control"].startswith("private")
        )
    gone = httpx.post(f"{first}{report}/delete/")
    assert (gone.status_code, gone.headers["Location"]) == (303, "/plans/deleted/")
    for web in (first, second, edge):
        for path in (f"{report}/", f"{report}.json", link[1]):
            assert httpx.get(web + path).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("identity", None)],
)
def test_files_come_through_the_edge_packed_and_for_a_year(
    accepted: str, encoding: str | None, scaled: Scaled
) -> None:
    root = scaled.var / "static"
    names = json.loads((root / "staticfiles.json").read_text())["paths"]
    name = names["sfpermits/site.css"]
    url = f"{scaled.url('edge')}/static/{name}"
    headers = {"Accept-Encoding": accepted}
    seen = []
    for _ in range(2):
        with httpx.stream("GET", url, headers=headers) as answer:
            packed = b"".join(answer.iter_raw())
        assert answer.status_code == 200
        assert answer.headers.get("Content-Encoding") == encoding
        assert answer.headers["Vary"] == "Accept-Encoding"
        said = set(answer.headers["Cache-Control"].split(", "))
        assert {"public", "immutable"} <= said
        assert int(re.sub(r"\D", "", "".join(said))) >= YEAR
        seen.append(answer.headers["X-Cache"])
    assert seen[1] == "HIT"
    ending = {"br": ".br", "gzip": ".gz", None: ""}[encoding]
    assert packed == (root / f"{name}{ending}").read_bytes()


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
    # Where it is not the edge itself that is gone, visitors do not notice: but for an
    # answer of a web server whose header the edge had passed on when the rest was lost.
    wrong = {} if name == "edge" else dict(traffic.wrong)
    if name == "web-1":
        cut = [what for what in wrong if "IncompleteRead" in what]
        assert sum(wrong.pop(what) for what in cut) <= 1
    assert wrong == {}
    ready = f"{scaled.url('edge')}/readyz"
    assert wait_until(lambda: _status(ready) == 200, 15)


def test_without_a_web_server_the_edge_goes_on_with_what_it_has(
    scaled: Scaled,
) -> None:
    edge, before = scaled.url("edge"), [scaled.pid(f"web-{n}") for n in (1, 2)]
    path = "/search/?q=kept+at+the+edge"
    kept = httpx.get(edge + path)
    assert kept.status_code == 200
    for pid in before:
        assert pid is not None
        os.killpg(pid, signal.SIGKILL)
    assert wait_until(lambda: _status(f"{edge}/healthz") == 503, 5)
    away, still = httpx.get(f"{edge}/healthz"), httpx.get(edge + path)
    assert (still.status_code, still.text) == (200, kept.text)
    assert "Set-Cookie" not in still.headers
    assert (away.status_code, away.headers["Retry-After"]) == (503, "5")
    assert "Nothing was lost" in away.text
    for number, pid in enumerate(before, start=1):
        assert wait_until(partial(scaled.is_new, f"web-{number}", pid), 40)
    assert wait_until(lambda: _status(f"{edge}/readyz") == 200, 15)


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
