"""Django's database settings from `postgresql://` addresses."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from sfpermits import env

PGBOUNCER = env.boolean("PGBOUNCER")
DB_POOL_MAX = env.integer("DB_POOL_MAX", low=1, high=500)
ROLE = env.text("SFPERMITS_ROLE")


def database(name: str, url: str, **options: Any) -> dict[str, Any]:
    """Django's database settings from a `postgresql://` address.

    Percent-escapes are undone; `?host=/folder` names a Unix socket; what else follows
    the question mark is passed to libpq. `name` is the variable it comes from.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error
    database = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not database:
        raise ImproperlyConfigured(
            f"{name} must be of the form postgresql://user:password@host/name."
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": query.pop("port", "") or str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        # A cursor of the server would be on another connection by the next fetch.
        "DISABLE_SERVER_SIDE_CURSORS": PGBOUNCER,
        "OPTIONS": query
        | {
            "connect_timeout": env.integer("DB_CONNECT_TIMEOUT", low=1, high=120),
            "application_name": f"sfpermits-{ROLE}",
            "pool": _pool() if ROLE == "web" else False,
        }
        | options,
    }


def _pool(patience: float = 3) -> dict[str, float]:
    """The web tier's pool: 3 s in a bounded queue, then ops/middleware answers."""
    least = env.integer("DB_POOL_MIN", low=0, high=500)
    if least > DB_POOL_MAX:
        raise ImproperlyConfigured(
            f"DB_POOL_MIN={least} is above DB_POOL_MAX={DB_POOL_MAX}."
        )
    return {
        "min_size": least,
        "max_size": DB_POOL_MAX,
        "timeout": patience,
        "max_waiting": 4 * DB_POOL_MAX,
        "max_lifetime": 1800,
        "max_idle": 300,
        # Attempts come ever later; after these seconds the next request begins anew.
        "reconnect_timeout": 2,
    }


def replica(url: str) -> dict[str, Any]:
    """A replica that does not answer is given up soon: the primary has it all."""
    return database(
        "DATABASE_URL_READONLY",
        url,
        connect_timeout=2,
        pool=_pool(patience=1) if ROLE == "web" else False,
        # One whose machine is gone says nothing; these notice within about ten seconds.
        keepalives_idle=5,
        keepalives_interval=2,
        keepalives_count=2,
        tcp_user_timeout=10_000,
    ) | {"TEST": {"MIRROR": "default"}}
