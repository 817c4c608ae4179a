"""gunicorn's configuration: `gunicorn -c python:sfpermits.gunicorn sfpermits.wsgi`."""

import os
from typing import Any

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
# Bounds what a slow leak can take; the jitter keeps workers from restarting together.
max_requests, max_requests_jitter = 5000, 500
# The application is loaded after the fork, so no worker shares a connection of the
# master, and psycopg is imported after gevent has patched the standard library.
preload_app = False
control_socket_disable = True


def post_worker_init(worker: Any) -> None:  # noqa: ARG001 - gunicorn names it
    """Refuse to serve if a database call would block every request of the process."""
    from gevent import monkey
    from psycopg import waiting

    if not monkey.is_module_patched("select") or waiting.wait is waiting.wait_c:
        raise RuntimeError("psycopg was imported before gevent patched the sockets.")
