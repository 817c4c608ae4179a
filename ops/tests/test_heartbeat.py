import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.core.cache import cache

from ops import cron_log, health, heartbeat, jobs, ports
from ops.models import CronLog
from ops.tests.cron_jobs import SLOT

pytestmark = pytest.mark.django_db


class Switch:
    """A dead-man switch on loopback: what it was asked, and what it answers."""

    status = 200
    asked: list[str]
    url: str


@pytest.fixture
def switch() -> Iterator[Switch]:
    found = Switch()
    found.asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            self.send_response(found.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_port}/secret"
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def _beat() -> CronLog:
    cache.delete(health.HEARTBEAT_KEY)
    return cron_log.run(jobs.job("heartbeat"), scheduled_for=SLOT)


def test_without_a_switch_only_health_hears(settings: LazySettings) -> None:
    settings.HEARTBEAT_URL = ""
    assert _beat().status == CronLog.Status.SUCCESS
    assert health.heartbeat_age() is not None


def test_the_switch_hears_each_beat(settings: LazySettings, switch: Switch) -> None:
    settings.HEARTBEAT_URL = switch.url
    assert _beat().status == CronLog.Status.SUCCESS
    assert switch.asked == ["/secret"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_switch_that_refuses_is_a_failure_that_names_no_secret(
    status: int, settings: LazySettings, switch: Switch
) -> None:
    switch.status = status
    settings.HEARTBEAT_URL = switch.url
    row = _beat()
    assert row.error_message == f"HeartbeatError: HEARTBEAT_URL answered {status}."
    assert "secret" not in row.log
    assert health.heartbeat_age() is not None, "the worker is alive all the same"


def test_a_switch_that_is_gone(settings: LazySettings) -> None:
    settings.HEARTBEAT_URL = f"http://127.0.0.1:{ports.free()}/secret"
    row = _beat()
    assert row.error_message.endswith("HEARTBEAT_URL did not answer: ConnectError.")
    assert "secret" not in row.log


def test_a_switch_that_is_silent(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "TIMEOUT", 0.05)
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        settings.HEARTBEAT_URL = f"http://127.0.0.1:{server.server_port}/secret"
        assert _beat().error_message.endswith("did not answer: ReadTimeout.")


def test_an_address_that_is_none_stops_the_start() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=django_settings.BASE_DIR,
        env=os.environ | {"HEARTBEAT_URL": "ping.example/secret"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr == (
        "sfpermits: HEARTBEAT_URL must begin with http:// or https://.\n"
    )
