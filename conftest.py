"""The suite runs on real PostgreSQL and Redis: embedded in var/test, unless named."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("SFPERMITS_VAR", "var/test")
os.environ.setdefault("SECRET_KEY", "tests-only")

from ops import embedded

VAR = (Path(__file__).parent / os.environ["SFPERMITS_VAR"]).resolve()
embedded.provide(VAR)
# The static file server warns where there is nothing to serve.
(VAR / "static").mkdir(parents=True, exist_ok=True)

# Not in pyproject.toml: pytest-django would read the settings before this file.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")

from django.conf import settings

# One Redis serves the processes of a parallel run: each has databases of its own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
for cache in settings.CACHES.values():
    url, number = re.split(r"(?<=\D)(?=\d+$)", cache["LOCATION"])
    cache["LOCATION"] = f"{url}{int(number) + 3 * WORKER}"
# Tests ask more often than a visitor may; those of the limits switch them on.
settings.RATELIMIT_ENABLE = False
# And look at what a view makes; those of the page cache switch it on.
settings.PAGE_CACHE_ENABLE = False
# Pages name their files plainly: no collectstatic before the tests.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:  # noqa: ARG001 - it comes first
    """With PGBOUNCER=true every query of the tests goes through a PgBouncer of ours.

    The test database is made and removed past it: it would hold on to connections.
    At the end, nothing of a session may be left on a connection that it lends.
    """
    if not settings.PGBOUNCER:
        yield
        return
    from django.db import connection
    from psycopg import conninfo

    from ops.embedded import pgbouncer
    from ops.tests.left_behind import left

    folder = VAR / f"pgbouncer-gw{WORKER}"
    through = conninfo.conninfo_to_dict(
        pgbouncer.start(folder, os.environ["DATABASE_URL"], embedded.quiet, servers=30)
    )
    given = connection.settings_dict
    straight = {"HOST": given["HOST"], "PORT": given["PORT"]}
    connection.close()
    settings.DATABASE_UNPOOLED = dict(given)
    given.update(HOST=through["host"], PORT=str(through["port"]))
    yield
    connection.close()
    found = left(given)
    given.update(straight)
    pgbouncer.stop(folder)
    assert not found, f"left on connections of PgBouncer: {found}"
