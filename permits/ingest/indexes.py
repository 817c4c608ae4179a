"""Indexes of a table that is filled at once: dropped first, built anew at the end.

Building an index over a million rows takes a fraction of the time of a million
insertions into it, and may use a second processor. Inside the load's transaction, so
that nothing is missing if it does not come to its end.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg import sql

# Statements that drop and make each index; a key that another table refers to stays.
FIND = """
SELECT
    CASE WHEN own.oid IS NULL
        THEN format('DROP INDEX %%s', index.indexrelid::regclass)
        ELSE format(
            'ALTER TABLE %%s DROP CONSTRAINT %%I', index.indrelid::regclass, own.conname
        )
    END,
    CASE WHEN own.oid IS NULL
        THEN pg_get_indexdef(index.indexrelid)
        ELSE format(
            'ALTER TABLE %%s ADD CONSTRAINT %%I %%s',
            index.indrelid::regclass, own.conname, pg_get_constraintdef(own.oid)
        )
    END
FROM pg_index AS index
LEFT JOIN pg_constraint AS own
    ON own.conindid = index.indexrelid AND own.contype IN ('p', 'u', 'x')
WHERE index.indrelid = to_regclass(%s)
  AND NOT EXISTS (
      SELECT FROM pg_constraint
      WHERE conindid = index.indexrelid AND contype = 'f'
  )
ORDER BY own.oid IS NULL, index.indexrelid
"""


@contextmanager
def deferred(table: str) -> Iterator[None]:
    """The table without its indexes; they are back afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [connection.ops.quote_name(table)])
        found = cursor.fetchall()
        for drop, _ in found:
            cursor.execute(sql.SQL(drop))
        yield
        for _, make in found:
            cursor.execute(sql.SQL(make))
