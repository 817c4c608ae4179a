"""Keeps what search reads in step with the record: whole builds and small changes.

`permit_search` is stored newest first, so that the newest matches are the first ones a
scan meets. A small load takes its permits out of it and puts them, changed, into
`permit_search_recent`; when that grows past a share, everything is built anew.
"""

import json
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from permits.search.bands import LIMITS
from permits.search.examples import examples
from permits.search.suffixes import SUFFIXES

SQL = Path(__file__).parent / "sql"
TOUCHED = "WHERE permit_number IN (SELECT permit_number FROM touched_permits)"
# Above this share of the record, reading two tables costs more than it saves.
RECENT_SHARE = 0.02
# The windows of the stored order begin at these rows. A common word finds all that a
# page needs in the first one, at a tenth of the cost of looking through everything.
WINDOWS = [131_073, 524_289]
# Words are counted over about this many permits.
WORDS_SAMPLE = 150_000
# A word that is rarer than one permit in so many is more often a slip than a word.
PERMITS_PER_SLIP = 10_000
DURATION_YEARS = 5


def refresh(load_id: int) -> None:
    """Bring search up to date, inside the loader's transaction, as its last step.

    Expects the temporary table `touched_permits(permit_number)`: every permit that
    the load inserted, changed or removed. Readers see the old state until the commit.
    """
    lock()
    renew_touched()
    with connection.cursor() as cursor:
        _summarise(cursor, load_id)


def renew_touched() -> None:
    """Make the rows of `touched_permits` anew; of many permits, those of all."""
    with connection.cursor() as cursor:
        if _is_small(cursor):
            _apply_changes(cursor)
        else:
            _build(cursor)


def lock() -> None:
    """One writer at a time, to the end of its transaction: a build that had not seen
    another's changes would undo them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('sfpermits.search', 0))"
        )


@transaction.atomic
def rebuild(*, load_id: int | None = None) -> None:
    """Build everything anew from the record. Readers see the old state until then."""
    lock()
    with connection.cursor() as cursor:
        _build(cursor)
        _summarise(cursor, load_id)


def _is_small(cursor: CursorWrapper) -> bool:
    cursor.execute(
        "SELECT (SELECT count(*) FROM permits),"
        " (SELECT count(*) FROM touched_permits),"
        " (SELECT count(*) FROM permit_search_recent),"
        " EXISTS (SELECT FROM permit_search)"
    )
    permits, touched, recent, built = cursor.fetchone()
    return bool(built and touched + recent <= RECENT_SHARE * permits)


def _apply_changes(cursor: CursorWrapper) -> None:
    cursor.execute("ANALYZE touched_permits")
    cursor.execute(
        "DELETE FROM permit_search"
        " WHERE permit_number IN (SELECT permit_number FROM touched_permits)"
    )
    cursor.execute(
        "DELETE FROM permit_search_recent"
        " WHERE permit_number IN (SELECT permit_number FROM touched_permits)"
    )
    _insert_rows(cursor, "permit_search_recent", scope=TOUCHED)
    _run(cursor, "terms", scope=TOUCHED)
    _run(cursor, "street_blocks", scope=_with_block(TOUCHED))
    cursor.execute("ANALYZE permit_search_recent")


def _build(cursor: CursorWrapper) -> None:
    """Fill a new table in order, index it, then put it in the old one's place."""
    cursor.execute("SET LOCAL work_mem = '256MB'")
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    cursor.execute("DROP TABLE IF EXISTS permit_search_next")
    cursor.execute(
        "CREATE TABLE permit_search_next (LIKE permit_search INCLUDING DEFAULTS)"
    )
    _insert_rows(cursor, "permit_search_next", scope="")
    cursor.execute(
        "ALTER TABLE permit_search_next"
        " ADD CONSTRAINT permit_search_next_pkey PRIMARY KEY (permit_number)"
    )
    cursor.execute(
        "CREATE INDEX permit_search_next_words ON permit_search_next"
        " USING gin (search_vector, tokens) WITH (fastupdate = off)"
    )
    cursor.execute("ANALYZE permit_search_next")
    _build_terms(cursor)
    _swap(cursor)


def _swap(cursor: CursorWrapper) -> None:
    cursor.execute("DELETE FROM permit_search_recent")
    cursor.execute("DROP TABLE permit_search")
    cursor.execute("ALTER TABLE permit_search_next RENAME TO permit_search")
    for index in ("pkey", "words"):
        cursor.execute(
            f"ALTER INDEX permit_search_next_{index} RENAME TO permit_search_{index}"
        )


def _build_terms(cursor: CursorWrapper) -> None:
    cursor.execute("DELETE FROM search_terms")
    cursor.execute("DELETE FROM street_blocks")
    _run(cursor, "terms", scope="")
    _run(cursor, "street_blocks", scope=_with_block(""))
    cursor.execute("SELECT count(*) FROM permits")
    (permits,) = cursor.fetchone()
    percent = max(1, min(100, round(100 * WORDS_SAMPLE / max(permits, 1))))
    fewest = max(3, permits // PERMITS_PER_SLIP)
    _run(cursor, "words", percent=percent, fewest=fewest)
    cursor.execute("ANALYZE search_terms")
    cursor.execute("ANALYZE street_blocks")


def _summarise(cursor: CursorWrapper, load_id: int | None) -> None:
    cursor.execute("DELETE FROM permit_durations")
    _run(cursor, "durations", years=DURATION_YEARS)
    found = json.dumps(examples(cursor))
    _run(cursor, "statistics", examples=found, load=load_id)


def _insert_rows(cursor: CursorWrapper, target: str, *, scope: str) -> None:
    _run(cursor, "rows", scope=scope, target=target, windows=WINDOWS)


def _with_block(scope: str) -> str:
    given = "street_name <> '' AND block <> ''"
    return f"{scope} AND {given}" if scope else f"WHERE {given}"


def _run(cursor: CursorWrapper, name: str, **values: Any) -> None:
    """Run `sql/<name>.sql`: {names} are SQL of this module's, %(names)s are values."""
    text = (SQL / f"{name}.sql").read_text()
    for key in ("scope", "target", "percent"):
        text = text.replace("{" + key + "}", str(values.get(key, "")))
    suffixes = {form: short.lower() for form, short in SUFFIXES.items()}
    fixed = {"suffixes": json.dumps(suffixes), "bands": LIMITS}
    cursor.execute(text, fixed | values)
