"""gunicorn's configuration: `gunicorn -c python:sfpermits.gunicorn sfpermits.wsgi`."""

import datetime as dt
import gc
import json
import logging
import os
import random
import shutil
import signal
import threading
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from sfpermits import env

# Before the workers import the settings: the web tier is what gets the pool.
os.environ["SFPERMITS_ROLE"] = "web"

bind = f"0.0.0.0:{env.integer('PORT', low=1, high=65535)}"
backlog = 2048
worker_class = "gevent"
workers = env.integer("WEB_CONCURRENCY", low=1, high=256)
worker_connections = env.integer("GUNICORN_WORKER_CONNECTIONS", low=1, high=100_000)
timeout = env.integer("GUNICORN_TIMEOUT", low=1, high=3600)
graceful_timeout = 25
# Longer than the 15 s a reader pauses, so that the next page needs no new connection.
keepalive = 20
# Bounds what a slow leak can take: a process that has answered so many is replaced, by
# `post_request`. gunicorn's own max_requests has it leave before there is another, and
# where it is the only one the site is gone for as long as a start takes.
REPLACED_AFTER = 20_000
max_requests = 0
# The application is loaded after the fork, so no worker shares a connection of the
# master, and psycopg is imported after gevent has patched the standard library.
preload_app = False
control_socket_disable = True


class Line(logging.Formatter):
    """gunicorn's own lines in the form of all others (ops/logs.py).

    That module is not used here: what the master imports, gevent patches too late.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give one JSON object."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        line = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "timestamp": at.isoformat().replace("+00:00", "Z"),
            "process": record.process,
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)


logconfig_dict = {
    "formatters": {"line": {"()": Line}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"]},
    "loggers": {"gunicorn.error": {"handlers": ["console"], "propagate": False}},
}


class OwnLinesOnly(Logger):  # type: ignore[misc]
    """No lines of requests, which ops/request_log.py writes: none is made up either."""

    access_log_enabled = False


logger_class = OwnLinesOnly

# Each worker counts in files of its own there; /metrics adds them up.
_metrics = Path(__file__).parent.parent / env.text("SFPERMITS_VAR") / "metrics"


def on_starting(server: Any) -> None:
    """Count from zero, in a folder of this server's own."""
    folder = (_metrics / str(server.pid)).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for other in _metrics.iterdir():
        if not Path(f"/proc/{other.name}").exists():
            shutil.rmtree(other, ignore_errors=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def pre_fork(server: Any, worker: Any) -> None:
    """Give the worker the lowest number that no living one has, and its task."""
    taken = {other.metrics_slot for other in server.WORKERS.values()}
    worker.metrics_slot = min(set(range(len(taken) + 1)) - taken)
    worker.takes_over = server.num_workers > server.cfg.workers
    # The jitter keeps workers from being replaced together.
    worker.replaced_after = REPLACED_AFTER + random.randrange(REPLACED_AFTER // 10)  # noqa: S311 - no secret


def post_request(worker: Any, _request: Any, _environ: Any, _response: Any) -> None:
    """Ask for one more worker once this one has answered its share."""
    if worker.nr % worker.replaced_after == 0:
        os.kill(worker.ppid, signal.SIGTTIN)


def post_fork(_server: Any, worker: Any) -> None:
    """Tell ops/metrics.py which files are this worker's."""
    os.environ["SFPERMITS_METRICS_SLOT"] = str(worker.metrics_slot)


def child_exit(_server: Any, worker: Any) -> None:
    """What a worker holds is gone with it; what it has counted stays."""
    folder = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    for held in folder.glob(f"gauge_live*_{worker.metrics_slot}.db"):
        held.unlink()


def on_exit(_server: Any) -> None:
    """Leave nothing behind."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def post_worker_init(worker: Any) -> None:
    """Refuse to serve if a database call would block every request of the process."""
    from gevent import monkey
    from psycopg import waiting

    if not monkey.is_module_patched("select") or waiting.wait is waiting.wait_c:
        raise RuntimeError("psycopg was imported before gevent patched the sockets.")
    from ops import connection_room, readiness

    # What is loaded by now stays: the collector need not go through it again.
    gc.collect()
    gc.freeze()
    readiness.leave_when(lambda: not worker.alive)
    if worker.metrics_slot == 0:
        threading.Thread(target=connection_room.warn, daemon=True).start()
    if worker.takes_over:
        # It is ready: gunicorn lets the oldest worker finish and leave.
        os.kill(worker.ppid, signal.SIGTTOU)
