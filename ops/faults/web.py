"""A web server of its own for a fault: four processes on a free port."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from django.conf import settings

from ops import ports

PATIENCE = 30.0


@contextmanager
def served(application: str, var: Path, **environment: str) -> Iterator[str]:
    """Give the address of `application`, served as in production until the end.

    What it says goes to `var`/web.log.
    """
    with started(application, var, **environment) as (base, _):
        yield base


@contextmanager
def started(
    application: str, var: Path, **environment: str
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address, as `served` does, and the server's process."""
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input"]
    ours = {"SFPERMITS_VAR": str(var), "WEB_CONCURRENCY": "4", "DB_POOL_MIN": "0"}
    used = dict(os.environ) | ours | environment
    subprocess.run(  # noqa: S603 - our own program
        collect, cwd=settings.BASE_DIR, env=used, check=True, capture_output=True
    )
    port = ports.free()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    command += ["--config", "python:sfpermits.gunicorn", application]
    with (var / "web.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            cwd=settings.BASE_DIR,
            env=used,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(base, process)
        yield base, process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(base: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{base}/healthz", timeout=5).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError("The web server did not start.")
