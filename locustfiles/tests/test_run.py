"""Runs as somebody starts them: locust changes the process it is in, so never in ours."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from locustfiles import faults, run
from locustfiles.tests.small_site import HEADER, small_site
from ops.load_client import signed

KEY = "k" * 32
pytestmark = pytest.mark.processes


def _run(
    module: str, *given: str, key: str = KEY
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", f"locustfiles.{module}", *given],
        cwd=run.ROOT,
        env=os.environ | {"LOAD_TEST_KEY": key},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _browse(url: str, output: Path, *more: str) -> "subprocess.CompletedProcess[str]":
    short = ("--users", "30", "--duration", "4", "--output", str(output))
    return _run("run", "--url", url, "--scenario", "browse", *short, *more)


def test_two_processes_of_users_ask_for_real_pages(tmp_path: Path) -> None:
    output = tmp_path / "folder" / "x.json"
    with small_site() as small:
        done = _browse(small.url, output, "--processes", "2")
        visitors = small.visitors - {""}
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(output.read_text())
    assert found["total"]["errors"] == 0
    assert found["most_users"] == 30
    assert found["settings"]["parts"] == 2
    assert {"permit", "search", "parcel", "static"} <= set(found["results"])
    # Each browser asks for a file that never changes once.
    browsers = found["results"]["static"]["requests"]
    assert 0 < browsers <= 30
    assert len(visitors) > 30
    assert all(said == signed(said.partition(".")[0], KEY) for said in visitors)
    assert "a request" in done.stdout


def test_wrong_pages_fail_the_run(tmp_path: Path) -> None:
    output = tmp_path / "x.json"
    with small_site() as small:
        small.broken["/static/a.css"] = 429
        done = _browse(small.url, output)
    assert done.returncode == 1
    line = json.loads(output.read_text())["results"]["static"]
    assert line["error_rate"] == 1
    assert line["errors_by_kind"][0]["kind"] == "refused 429 instead of 200"


def test_a_fixed_rate_is_kept(tmp_path: Path) -> None:
    output = tmp_path / "x.json"
    with small_site() as small:
        given = ("--url", small.url, "--rate", "40", "--duration", "2")
        done = _run("open_loop", *given, "--output", str(output))
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(output.read_text())
    assert found["total"]["requests"] == 80
    assert found["total"]["errors"] == 0


@pytest.mark.parametrize(
    ("given", "key", "said"),
    [
        (["--url", "localhost"], KEY, "must be like http://"),
        (["--url", "http://127.0.0.1:1"], "short", "at least 32 characters"),
        (["--url", "http://127.0.0.1:1"], KEY, "did not answer"),
        (
            ["--url", "http://127.0.0.1:1", "--fault", "web", "--scaled", "/no.json"],
            KEY,
            "There is no /no.json",
        ),
    ],
)
def test_what_cannot_be_run_is_said_in_a_line(
    given: list[str], key: str, said: str
) -> None:
    done = _run("run", *given, key=key)
    assert done.returncode == 2
    assert said in done.stdout.replace("\n", " ")
    assert "Traceback" not in done.stderr


def test_the_header_is_the_sites() -> None:
    assert HEADER == "X-Load-Client"
    assert set(faults.FAULTS) == {"redis", "web", "replica", "flush", "ingest"}
