"""The programs that make up the site, run together by `manage.py up`."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.conf import settings
from rich.console import Console

from ops import ports
from ops.processes import PATIENCE, Group, Program

# Seconds a request or a task may go on once the site is told to stop.
GRACE = int(PATIENCE) - 2
# Those of a web server that another takes the place of: more than an idle connection
# to it is kept open (ops/edge/nginx.conf).
ROLLING_GRACE = 25


def programs(port: int) -> Sequence[Program]:
    """Give web server, workers and scheduler, with the commands that start them."""
    bind = f"{ports.host(settings.ALLOWED_HOSTS)}:{port}"
    return [web("web", [bind], {"PORT": str(port)}, GRACE), *background(port)]


def web(
    name: str, binds: Iterable[str], environment: Mapping[str, str], grace: int
) -> Program:
    """Give a web server that listens on `binds` and has `grace` seconds to finish."""
    command = [sys.executable, "-m", "gunicorn"]
    command += ["--config", "python:sfpermits.gunicorn"]
    for bind in binds:
        command += ["--bind", bind]
    command += ["--log-level", "warning", "--graceful-timeout", str(grace)]
    return Program(
        name, [*command, "sfpermits.wsgi"], {"SFPERMITS_ROLE": "web", **environment}
    )


def background(port: int) -> Sequence[Program]:
    """Give the workers and the scheduler of the site at `port`."""
    celery = [sys.executable, "-m", "celery", "--app", "sfpermits", "--quiet"]
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
        Program("worker", celery + worker, _worker_environment()),
        Program("plans", celery + plans, _worker_environment()),
        Program("beat", celery + beat, {"SFPERMITS_ROLE": "beat"}),
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
