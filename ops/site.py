"""The programs that make up the site, run together by `manage.py up`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from rich.console import Console

from ops import ports
from ops.processes import PATIENCE, Group, Program

# Seconds a request or a task may go on once the site is told to stop.
GRACE = int(PATIENCE) - 2


def programs(port: int) -> Sequence[Program]:
    """Give web server, workers and scheduler, with the commands that start them."""
    python = [sys.executable, "-m"]
    host = ports.host(settings.ALLOWED_HOSTS)
    web = ["gunicorn", "--config", "python:sfpermits.gunicorn"]
    web += ["--bind", f"{host}:{port}", "--log-level", "warning"]
    web += ["--graceful-timeout", str(GRACE), "sfpermits.wsgi"]
    celery = ["celery", "--app", "sfpermits", "--quiet"]
    quiet = ["--without-gossip", "--without-mingle", "--loglevel", "INFO"]
    worker = ["worker", "--queues", "default,ingest", "--concurrency", "2", *quiet]
    worker += ["--hostname", f"up-{os.getpid()}@%h"]
    # On its own, so that neither keeps the other waiting, and one set at a time: they
    # are done in the order they came.
    plans = ["worker", "--queues", "plans", "--concurrency", "1", *quiet]
    plans += ["--hostname", f"up-plans-{os.getpid()}@%h"]
    schedule = str(settings.VAR_DIR / f"beat-{port}")
    beat = ["beat", "--pidfile=", "--schedule", schedule, "--loglevel", "INFO"]
    return [
        Program("web", python + web, {"SFPERMITS_ROLE": "web", "PORT": str(port)}),
        Program("worker", python + celery + worker, _worker_environment()),
        Program("plans", python + celery + plans, _worker_environment()),
        Program("beat", python + celery + beat, {"SFPERMITS_ROLE": "beat"}),
    ]


def _worker_environment() -> dict[str, str]:
    """On SIGTERM a task has a few seconds, then its message goes back to the queue."""
    return {
        "SFPERMITS_ROLE": "worker",
        "REMAP_SIGTERM": "SIGQUIT",
        "WORKER_SHUTDOWN_SECONDS": "2",
    }


def group(console: Console) -> Group:
    """Give an empty group that runs in the project's folder."""
    return Group(console, Path(settings.BASE_DIR))
