"""What a suite left on connections that PgBouncer lends to everybody."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Final

import psycopg

from ops.database import parameters

# More than a test has at once; PgBouncer lends those first that were used last.
AT_ONCE: Final = 10
# Those that PgBouncer itself sets for each who comes are left out.
_LEFT: Final = """
SELECT 'setting ' || name FROM pg_settings WHERE source = 'session' AND name NOT IN (
    'application_name', 'client_encoding', 'DateStyle', 'standard_conforming_strings',
    'TimeZone'
)
UNION ALL SELECT 'lock ' || objid FROM pg_locks
    WHERE locktype = 'advisory' AND pid = pg_backend_pid()
UNION ALL SELECT 'temporary table ' || relname FROM pg_class
    WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r'
UNION ALL SELECT 'prepared statement ' || name FROM pg_prepared_statements
UNION ALL SELECT 'channel ' || channel FROM pg_listening_channels() AS channel
"""


def left(given: Mapping[str, Any]) -> list[str]:
    """Give what the database of Django's settings still has of sessions, in words."""
    found: set[str] = set()
    with ExitStack() as opened:
        for _ in range(AT_ONCE):
            # Each keeps its transaction, so each is lent another connection.
            one = opened.enter_context(
                psycopg.connect(**parameters(given), prepare_threshold=None)
            )
            found |= {row[0] for row in one.execute(_LEFT)}
    return sorted(found)
