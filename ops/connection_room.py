"""Whether the servers have room for every connection that our processes may open.

`DB_POOL_MAX` is of one web process: it times `WEB_CONCURRENCY` times `WEB_REPLICAS`,
and what is not the web, has to fit. Asked of the servers by `check --deploy` and by a
web server that starts; there it is a line in the log, since a site that may run out of
connections is better than none.
"""

import logging
from collections.abc import Iterator, Mapping
from typing import Any, Final

import psycopg
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Doubt

from ops.database import parameters
from ops.health import REPLICA

logger = logging.getLogger(__name__)

# Two workers with a lease each, beat, a deploy, a backup, and who looks after it.
NOT_WEB: Final = 15
# Each web process looks at the replica by a connection of its own.
WATCHES: Final = 1
PATIENCE: Final = 3
_ROOM: Final = """
    SELECT sum(CASE name WHEN 'max_connections' THEN setting::int
                         ELSE -setting::int END)
    FROM pg_settings
    WHERE name IN ('max_connections', 'superuser_reserved_connections',
                   'reserved_connections')
"""
_VARIABLES: Final = "DB_POOL_MAX x WEB_CONCURRENCY x WEB_REPLICAS"


def web_processes() -> int:
    return settings.WEB_CONCURRENCY * settings.WEB_REPLICAS


def pooled() -> int:
    """Give how many connections the pools of all web processes may hold."""
    return settings.DB_POOL_MAX * web_processes()


@register("connections", deploy=True)
def check(**_: Any) -> list[CheckMessage]:
    """Compare what may be opened with what there is room for."""
    return list(_messages())


def warn() -> None:
    """Say in the log what `check --deploy` would refuse."""
    for message in _messages():
        logger.warning("%s: %s", message.id, message.msg)


def _messages() -> Iterator[CheckMessage]:
    product = f"{_VARIABLES} = {pooled()}"
    if settings.PGBOUNCER:
        yield from _through_pgbouncer(product)
    else:
        primary = settings.DATABASE_UNPOOLED or settings.DATABASE_POOLED
        yield from _fits(
            "PostgreSQL", primary, f"{product} and {NOT_WEB} others", pooled() + NOT_WEB
        )
    if replica := settings.DATABASES.get(REPLICA):
        needed = pooled() + WATCHES * web_processes()
        said = f"{product} and {needed - pooled()} that look at it"
        yield from _fits("The replica", replica, said, needed)


def _through_pgbouncer(product: str) -> Iterator[CheckMessage]:
    if not settings.DATABASE_UNPOOLED:
        yield Error(
            "PGBOUNCER is true and DATABASE_UNPOOLED_URL is not set: a backup would"
            " leave its settings on connections that pages use.",
            id="ops.E011",
        )
    try:
        sizes = pgbouncer_sizes(settings.DATABASE_POOLED)
    except psycopg.Error as error:
        yield _unknown("PgBouncer", error)
        return
    clients, servers = int(sizes["max_client_conn"]), int(sizes["default_pool_size"])
    if pooled() > clients:
        yield _too_many("PgBouncer's max_client_conn", product, clients)
    if settings.DATABASE_UNPOOLED:
        said = f"PgBouncer's default_pool_size = {servers} and {NOT_WEB} others"
        primary = settings.DATABASE_UNPOOLED
        yield from _fits("PostgreSQL", primary, said, servers + NOT_WEB)


def _fits(
    name: str, given: Mapping[str, Any], product: str, needed: int
) -> Iterator[CheckMessage]:
    try:
        room = server_room(given)
    except psycopg.Error as error:
        yield _unknown(name, error)
        return
    if needed > room:
        yield _too_many(f"{name}'s max_connections less the reserved", product, room)


def _too_many(whose: str, product: str, room: int) -> Error:
    return Error(
        f"{product} is more than {whose}: {room}. Pages would be refused when busy.",
        hint="Lower DB_POOL_MAX, or put PgBouncer in front (docs/scaling.md).",
        id="ops.E010",
    )


def _unknown(name: str, error: psycopg.Error) -> Doubt:
    why = type(error).__name__
    return Doubt(f"{name} could not be asked how many: {why}.", id="ops.W010")


def server_room(given: Mapping[str, Any]) -> int:
    """Give how many connections a server takes of ours. Raises psycopg.Error."""
    with _connected(given, str(given["NAME"])) as connection:
        row = connection.execute(_ROOM).fetchone()
    assert row is not None
    return int(row[0])


def pgbouncer_sizes(given: Mapping[str, Any]) -> dict[str, str]:
    """Give PgBouncer's settings, to one of its `stats_users`. Raises psycopg.Error."""
    with _connected(given, "pgbouncer") as connection:
        return {row[0]: row[1] for row in connection.execute("SHOW CONFIG")}


def _connected(given: Mapping[str, Any], name: str) -> psycopg.Connection:
    own = {"dbname": name, "connect_timeout": PATIENCE}
    return psycopg.connect(**(parameters(given) | own), autocommit=True)
