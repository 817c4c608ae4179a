"""PostgreSQL and Redis out of wheels, for a machine that has neither.

Used only where `DATABASE_URL` or `REDIS_URL` is unset. Each checkout keeps its servers'
data and sockets under its own `var/`, so two checkouts never meet. Servers listen on
Unix sockets alone. Any number of processes share them; the last to leave stops them.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from ops.embedded.sharing import EmbeddedServerError, claim, share, starting

__all__ = ["EmbeddedServerError", "provide", "quiet", "secret_key"]


def quiet(_: str) -> None:
    """Say nothing."""


def provide(var: Path, say: Callable[[str], None] = quiet) -> None:
    """Start what is missing and name it in the environment.

    Sets `DATABASE_URL` and `REDIS_URL` where they are unset, and with an embedded
    database also `SECRET_KEY`. Servers already running in `var` are used as they are.
    `say` hears what takes a while.
    """
    needs_database = not os.environ.get("DATABASE_URL")
    needs_redis = not os.environ.get("REDIS_URL")
    if not needs_database and not needs_redis:
        return
    claim(var)
    with starting(var):
        share(var)
        if needs_database:
            # Late: the wheels these need are not installed where servers are named.
            from ops.embedded import postgres_server

            os.environ["DATABASE_URL"] = postgres_server.start(var / "postgres", say)
            if not os.environ.get("SECRET_KEY"):
                os.environ["SECRET_KEY"] = secret_key(var)
        if needs_redis:
            from ops.embedded import redis_server

            os.environ["REDIS_URL"] = redis_server.start(var / "redis", say)


def secret_key(var: Path) -> str:
    """Give the random key kept in `var`, made once so that a restart keeps sessions."""
    path = var / "secret_key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"secret_key.{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(50))
        part.rename(path)
    return path.read_text()
