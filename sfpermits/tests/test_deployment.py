"""The manifest says what Procfile, railway*.toml and env.py say, and can be followed."""

import os
import shlex
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from django.conf import settings

from ops import ports
from ops.tests.servers import environment, holder, processes_of, wait_until
from sfpermits import env

ROOT = Path(settings.BASE_DIR)
MANIFEST: dict[str, Any] = yaml.safe_load(
    (ROOT / "DEPLOYMENT_MANIFEST.yaml").read_text()
)
OURS = {
    name: found for name, found in MANIFEST["services"].items() if "command" in found
}
PROCFILE = dict(
    line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines()
)
HOSTS = MANIFEST["variables"]["ALLOWED_HOSTS"]["value"]


def _railway(service: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / OURS[service]["config"]).read_text())


def test_the_services_are_those_of_the_procfile() -> None:
    assert (
        set(OURS) == set(PROCFILE) - {"release"} == {"web", "worker", "plans", "beat"}
    )


@pytest.mark.parametrize("service", OURS)
def test_railway_starts_the_service_as_the_manifest_and_the_procfile_do(
    service: str,
) -> None:
    found, deploy = OURS[service], _railway(service)["deploy"]
    assert deploy["startCommand"] == found["command"] == PROCFILE[service]
    assert deploy["numReplicas"] == found["replicas"]
    # Railway refuses them as text.
    assert deploy["overlapSeconds"] == found["overlap_seconds"]
    assert deploy["drainingSeconds"] == found["draining_seconds"]
    assert (ROOT / _railway(service)["build"]["dockerfilePath"]).exists()


def test_web_alone_releases_and_is_asked_whether_it_is_ready() -> None:
    deploy = _railway("web")["deploy"]
    assert deploy["preDeployCommand"] == [OURS["web"]["before_deploy"]]
    assert OURS["web"]["before_deploy"].startswith(PROCFILE["release"])
    assert deploy["healthcheckPath"] == OURS["web"]["health_check"] == "/readyz"
    for other in set(OURS) - {"web"}:
        assert {"preDeployCommand", "healthcheckPath"}.isdisjoint(
            _railway(other)["deploy"]
        )


def test_a_service_is_given_the_time_it_needs_to_stop() -> None:
    from sfpermits import gunicorn

    assert OURS["web"]["draining_seconds"] > gunicorn.graceful_timeout
    seconds = int(MANIFEST["variables"]["WORKER_SHUTDOWN_SECONDS"]["value"])
    assert OURS["worker"]["draining_seconds"] > seconds


def test_every_variable_is_set_or_left_out_with_a_reason() -> None:
    given, left_out = set(MANIFEST["variables"]), set(MANIFEST["left_out"])
    assert {name for name in given | left_out if not name.startswith("AWS_")} == set(
        env.VARIABLES
    )
    assert not given & left_out
    assert all(MANIFEST["left_out"].values())
    for name, one in MANIFEST["variables"].items():
        assert set(one["services"]) <= set(OURS), name


def test_connections_fit_the_database() -> None:
    pool, workers = (
        int(MANIFEST["variables"][name]["value"])
        for name in ("DB_POOL_MAX", "WEB_CONCURRENCY")
    )
    assert pool * workers * OURS["web"]["replicas"] <= 1_000  # PgBouncer's clients
    assert (
        str(OURS["web"]["replicas"]) == MANIFEST["variables"]["WEB_REPLICAS"]["value"]
    )


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


@contextmanager
def _running(command: str, values: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A command of the manifest, as written, without a shell; stopped at the end."""
    process = subprocess.Popen(
        shlex.split(command),
        cwd=ROOT,
        env=values,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=40)


def _given(service: str, here: dict[str, str]) -> dict[str, str]:
    """The service's variables as the manifest has them, with servers of this machine."""
    values = {
        name: one["value"]
        for name, one in MANIFEST["variables"].items()
        if service in one["services"] and name in PLAIN
    }
    return here | values


# What stands in the manifest as it is set; servers and secrets are this machine's.
PLAIN = {
    *("DB_POOL_MIN", "DB_POOL_MAX", "DB_CONNECT_TIMEOUT", "WEB_REPLICAS"),
    *("GUNICORN_WORKER_CONNECTIONS", "GUNICORN_TIMEOUT", "WORKER_SHUTDOWN_SECONDS"),
    *("TRUSTED_PROXIES", "LOG_LEVEL", "ALLOWED_HOSTS", "PAGE_CACHE_MB"),
}


@pytest.mark.processes
@pytest.mark.xdist_group("up")
def test_the_manifest_can_be_followed(var: Path) -> None:
    port = ports.free()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with holder(var) as (_, database, redis), ExitStack() as running:
        here = environment(
            var, DATABASE_URL=database, REDIS_URL=redis, PORT=str(port), PATH=path
        )
        here |= {"SECRET_KEY": "of this test alone", "DATABASE_UNPOOLED_URL": database}
        # One process is enough to be asked; the machine is shared.
        here["WEB_CONCURRENCY"] = "1"
        _release(OURS["web"]["before_deploy"], _given("web", here))
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--no-input", "-v", "0"],
            cwd=ROOT, env=here, check=True, capture_output=True,
        )  # fmt: skip
        started = {
            name: running.enter_context(_running(one["command"], _given(name, here)))
            for name, one in OURS.items()
        }
        base = f"http://127.0.0.1:{port}"
        assert wait_until(lambda: _status(f"{base}/readyz") == 200, 40)
        for page in ("/", "/search/?q=kitchen", "/status/"):
            assert _status(base + page) == 200
        assert {name: one.poll() for name, one in started.items()} == dict.fromkeys(
            started
        )
        assert wait_until(lambda: _workers(base) == 2, 60)
    assert all(one.returncode is not None for one in started.values())
    assert wait_until(lambda: processes_of(var) == [], 20)


def _release(command: str, values: dict[str, str]) -> None:
    done = subprocess.run(
        shlex.split(command),
        cwd=ROOT, env=values, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The tables are up to date." in done.stdout


def _get(url: str) -> httpx.Response:
    # As Railway's health check names itself.
    return httpx.get(url, headers={"Host": HOSTS.split(",")[-1]}, timeout=10)


def _status(url: str) -> int | None:
    try:
        return _get(url).status_code
    except httpx.HTTPError:
        return None


def _workers(base: str) -> int:
    time.sleep(1)  # /health has a limit, too
    return int(_get(f"{base}/health").json()["worker"]["seen"])
