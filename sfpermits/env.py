"""Typed readers of the environment. A bad value stops the start with one clear line.

Every variable the project knows is declared once, in `VARIABLES`; docs/operations.md
shows the same table and a test compares the two.
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable: its default (None: unset) and what it is for."""

    default: str | None
    purpose: str


VARIABLES: Mapping[str, Variable] = {
    "SECRET_KEY": Variable(
        None,
        "Signs cookies and links; with `DEBUG` or an embedded database a random one is kept in `var/`",
    ),
    "DEBUG": Variable("false", "Django's debug pages; never in production"),
    "ALLOWED_HOSTS": Variable(
        "localhost,127.0.0.1,[::1]", "Host names served, separated by commas"
    ),
    "PORT": Variable("8000", "Port of the web server"),
    "DATABASE_URL": Variable(None, "PostgreSQL to use; the embedded server if unset"),
    "DATABASE_UNPOOLED_URL": Variable(
        None,
        "PostgreSQL without PgBouncer, for everything but the web: migrations, jobs, backups; `DATABASE_URL` if unset",
    ),
    "DATABASE_URL_READONLY": Variable(
        None, "A replica, which visitors' pages are read from; none if unset"
    ),
    "PGBOUNCER": Variable(
        "false", "Whether `DATABASE_URL` is a PgBouncer in transaction mode"
    ),
    "DB_POOL_MIN": Variable("2", "Connections each web process keeps open"),
    "DB_POOL_MAX": Variable("20", "Connections each web process opens at most"),
    "DB_CONNECT_TIMEOUT": Variable("10", "Seconds to wait for a new connection"),
    "REDIS_URL": Variable(
        None, "Redis to use, without a database number; the embedded server if unset"
    ),
    "PAGE_CACHE_MB": Variable(
        "512", "Megabytes of finished pages that Redis is given to keep in an hour"
    ),
    "WEB_CONCURRENCY": Variable("4", "Web processes"),
    "WEB_REPLICAS": Variable(
        "1", "Machines that serve the web, for limits counted without Redis"
    ),
    "GUNICORN_WORKER_CONNECTIONS": Variable(
        "100", "Concurrent requests each web process takes"
    ),
    "GUNICORN_TIMEOUT": Variable(
        "120", "Seconds after which a silent web process is replaced"
    ),
    "WORKER_SHUTDOWN_SECONDS": Variable(
        "20", "Seconds a running job has to end once its worker is told to stop"
    ),
    "TRUSTED_PROXIES": Variable(
        "",
        "Networks of the proxies whose `X-Real-IP` is believed, separated by commas; none if empty",
    ),
    "LOAD_TEST_KEY": Variable(
        None,
        "Signs the names of load tests' visitors, each with limits of its own; 32 characters or more, unset in production",
    ),
    "METRICS_TOKEN": Variable(
        None, "Bearer token that `/metrics` asks for; unset closes it"
    ),
    "SENTRY_DSN": Variable(None, "Where errors are reported; nowhere if unset"),
    "PROMETHEUS_MULTIPROC_DIR": Variable(
        None, "Folder of the counters of all web processes; set by the web server"
    ),
    "SFPERMITS_METRICS_SLOT": Variable(
        None, "Which of its processes this one is; set by the web server"
    ),
    "LOG_LEVEL": Variable(
        "INFO", "Least level logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`"
    ),
    "STATIC_BASE_URL": Variable(
        "", "Origin that serves static files, such as a CDN; this server if empty"
    ),
    "MAP_TILE_URL": Variable(
        "",
        "Map tiles behind the outlines, such as `https://tiles.example/{z}/{x}/{y}.png`; none, and no request to another server, if empty",
    ),
    "MAP_TILE_ATTRIBUTION": Variable(
        None, "Whose the tiles are, as their terms ask; needed with `MAP_TILE_URL`"
    ),
    "SODA_BASE_URL": Variable("https://data.sfgov.org", "The city's open-data server"),
    "SODA_APP_TOKEN": Variable(
        None, "Application token for the city's open-data server; slower without"
    ),
    "VOYAGE_API_KEY": Variable(
        None, "Key for Voyage's embeddings; without, those in a package are used"
    ),
    "VOYAGE_BASE_URL": Variable(
        "https://api.voyageai.com/v1", "Voyage's server, or one that speaks like it"
    ),
    "KNOWLEDGE_PATHS": Variable(
        "knowledge/corpus",
        "Folders and files that answers come from, separated by commas; loaded at start and every night",
    ),
    "ANTHROPIC_API_KEY": Variable(
        None,
        "Key for Claude, who composes answers and looks at plan sheets; without, passages are quoted and sheets are only measured",
    ),
    "ANTHROPIC_MODEL": Variable(
        "claude-haiku-5-5", "Which Claude composes answers and looks at plan sheets"
    ),
    "ANTHROPIC_BASE_URL": Variable(
        "https://api.anthropic.com", "Claude's server, or one that speaks like it"
    ),
    "LLM_DAILY_BUDGET_USD": Variable(
        "5",
        "Dollars a day (San Francisco) for composed answers and looks at plan sheets; none if 0",
    ),
    "HEARTBEAT_URL": Variable(
        None, "Dead-man switch that background work calls every minute; none if unset"
    ),
    "BACKUP_URL": Variable(
        None,
        "Where backups are kept: `s3://bucket/folder` or `file:///folder`; `var/backups` if unset",
    ),
    "PLANS_URL": Variable(
        None,
        "Where uploaded plan sets are kept for their day: `s3://bucket/folder` or `file:///folder`; `var/plans` if unset",
    ),
    "PLANS_LOOK_SHEETS": Variable(
        "12",
        "Sheets of a plan set that Claude is shown, with a key; none if 0",
    ),
    "SFPERMITS_ROLE": Variable(
        "command",
        "What this process is: `web`, `worker`, `beat` or `command`; set by `manage.py up`",
    ),
    "SFPERMITS_VAR": Variable(
        "var",
        "Folder of everything written at run time: embedded servers, rejects, collected static files",
    ),
    "SFPERMITS_SHARED": Variable(
        "../shared",
        "Folder of real inputs for tests and benchmarks, where there is one",
    ),
}


def text(name: str) -> str:
    """The variable's value, or its default; unset without a default is an error."""
    value = optional(name)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set: {VARIABLES[name].purpose}.")
    return value


def optional(name: str) -> str | None:
    """The variable's value, its default, or None. An empty value counts as unset."""
    return os.environ.get(name) or VARIABLES[name].default


def secret(name: str, *, shortest: int) -> str:
    """The variable, of at least `shortest` characters; "" if it is unset."""
    value = optional(name) or ""
    if value and len(value) < shortest:
        raise ImproperlyConfigured(f"{name} must have at least {shortest} characters.")
    return value


def integer(name: str, *, low: int = 0, high: int = 1_000_000) -> int:
    """The variable as a whole number between `low` and `high`."""
    value = text(name)
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise ImproperlyConfigured(
            f"{name}={value!r} must be a whole number from {low} to {high}."
        )
    return int(value)


def dollars(name: str) -> Decimal:
    """The variable as an amount of up to six digits of dollars, such as `2.50`."""
    value = text(name)
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,2})?", value):
        raise ImproperlyConfigured(
            f"{name}={value!r} must be an amount of dollars, such as 2.50."
        )
    return Decimal(value)


def boolean(name: str) -> bool:
    """The variable as `true` or `false`, nothing else."""
    value = text(name).lower()
    if value not in {"true", "false"}:
        raise ImproperlyConfigured(f"{name}={value!r} must be true or false.")
    return value == "true"


def networks(name: str) -> list[str]:
    """The variable as a list of IP networks or addresses, in their canonical form."""
    try:
        return [str(ipaddress.ip_network(part)) for part in names(name)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error


def names(name: str) -> list[str]:
    """The variable as a list of names separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def choice(name: str, allowed: frozenset[str]) -> str:
    """The variable, which must be one of `allowed`."""
    value = text(name)
    if value not in allowed:
        raise ImproperlyConfigured(
            f"{name}={value!r} must be one of {', '.join(sorted(allowed))}."
        )
    return value
