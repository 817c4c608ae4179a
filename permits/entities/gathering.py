"""Contacts and earlier decisions, read from the database."""

from collections.abc import Generator

from psycopg import sql

from permits.derived import EVERYTHING, Progress, copy_out, rows
from permits.entities.contacts import Contact
from permits.entities.stable_ids import Assigned
from permits.entities.statements import run, statement

SHOW_EVERY = 20_000
_SEQUENCE = "pg_get_serial_sequence('entities', 'id')"


def gather(scope: sql.Composable = EVERYTHING) -> int:
    """Copy the contacts into `gathered`; `scope` is a condition on `contacts`."""
    return run("gather", contacts=contacts_now(scope))


def gather_more(scope: sql.Composable) -> int:
    return run("gather_more", contacts=contacts_now(scope))


def contacts_now(scope: sql.Composable = EVERYTHING) -> sql.Composed:
    return statement("contacts_now", scope=scope)


def gathered(
    progress: Progress, scope: sql.Composable = EVERYTHING
) -> Generator[Contact, None, None]:
    """The contacts in `gathered`, or those under a condition on it. To be closed."""
    count = 0
    query = statement("read_gathered", scope=scope).as_string()
    for count, row in enumerate(copy_out(query, ["text"] * 10 + ["int4"]), start=1):
        if count % SHOW_EVERY == 0:
            progress("Reading contacts", count)
        yield Contact._make(row)
    progress("Comparing contacts", count)


def entity_of(scope: sql.Composable = EVERYTHING) -> dict[str, int]:
    """What the last run decided, or what of it is under a condition on `held`."""
    query = sql.SQL(
        "COPY (SELECT contact_key, entity_id FROM entity_contacts AS held WHERE {})"
        " TO STDOUT"
    ).format(scope)
    return dict(copy_out(query.as_string(), ["text", "int8"]))


def previous(scope: sql.Composable = EVERYTHING) -> Assigned:
    """The same, with what new ids need. Ids given out are never given again."""
    ((last, highest),) = rows(
        f"SELECT pg_sequence_last_value({_SEQUENCE}::regclass),"  # noqa: S608 - fixed
        " (SELECT max(id) FROM entities)"
    )
    return Assigned(
        entity_of=entity_of(scope),
        redirects=dict(rows("SELECT id, entity_id FROM entity_redirects")),
        next_id=max(last or 0, highest or 0) + 1,
    )


def keep_ids(next_id: int) -> None:
    """Remember the ids given out, even if the run is undone: a gap does no harm."""
    if next_id > 1:
        rows(f"SELECT setval({_SEQUENCE}, {next_id - 1})")
