"""Pages while every connection is taken: by a real web server, on a small pool."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ops import ports
from ops.tests.servers import wait_until

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("pool"),
]

# The site with an address that holds a connection, for as long as the test wants.
HELD = """
import time
from django.db import connection
from django.http import HttpResponse
from django.urls import include, path


def hold(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(6)")
    return HttpResponse("held")


def one(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("one")


urlpatterns = [
    path("hold", hold), path("one", one), path("", include("sfpermits.urls"))
]
"""
WSGI = """
from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "held_urls"
settings.RATELIMIT_ENABLE = False
application = get_wsgi_application()
"""


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """Give the address of one web process with a pool of two."""
    (tmp_path / "held_urls.py").write_text(HELD)
    (tmp_path / "held_wsgi.py").write_text(WSGI)
    (tmp_path / "var" / "static").mkdir(parents=True)
    (tmp_path / "var" / "static" / "kept.txt").write_text("kept")
    given, port = connection.settings_dict, ports.free()
    name = f"postgresql://{given['USER']}@/{given['NAME']}?host={given['HOST']}"
    environment = os.environ | {
        "DATABASE_URL": f"{name}&port={given['PORT']}",
        "DB_POOL_MIN": "1",
        "DB_POOL_MAX": "2",
        "WEB_CONCURRENCY": "1",
        "PORT": str(port),
        "PYTHONPATH": f"{settings.BASE_DIR}:{tmp_path}",
        "SFPERMITS_VAR": str(tmp_path / "var"),
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:sfpermits.gunicorn",
    ]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, "held_wsgi"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        served = wait_until(lambda: _ask(f"{address}/healthz")[0] == 200, 30)
        assert served, (tmp_path / "log").read_text()
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)


def _ask(address: str) -> tuple[int, float, str | None]:
    """Give the status, the seconds it took, and Retry-After."""
    # Not as a page: those need the static files that nobody collected here.
    asked = urllib.request.Request(address, headers={"Accept": "application/json"})
    start = time.monotonic()
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status, time.monotonic() - start, None
    except urllib.error.HTTPError as error:
        with error:
            took = time.monotonic() - start
            return error.code, took, error.headers["Retry-After"]
    except OSError:
        return 0, 0.0, None


def test_a_page_without_a_connection_says_when_to_come_back(base: str) -> None:
    assert _ask(f"{base}/one")[0] == 200
    holders = [threading.Thread(target=_ask, args=(f"{base}/hold",)) for _ in range(2)]
    for one in holders:
        one.start()
    time.sleep(0.5)
    refused: list[tuple[int, float, str | None]] = []
    waiting = [
        threading.Thread(target=lambda: refused.append(_ask(f"{base}/one")))
        for _ in range(12)
    ]
    for one in waiting:
        one.start()
    # Meanwhile what needs no connection is answered as always.
    for path in ("healthz", "static/kept.txt"):
        status, took, _ = _ask(f"{base}/{path}")
        assert (path, status) == (path, 200)
        assert took < 1.0
    for one in [*waiting, *holders]:
        one.join()
    assert {status for status, _, _ in refused} == {503}
    assert {after for _, _, after in refused} == {"5"}
    assert max(took for _, took, _ in refused) < 3.5
    # More than may wait are refused at once.
    assert sum(took < 1.0 for _, took, _ in refused) >= 12 - 4 * 2
    assert _ask(f"{base}/one")[0] == 200
