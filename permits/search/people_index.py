"""Keeps the people and firms of each permit findable after an entity run."""

from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from ops import data_version
from permits.search import index

Progress = Callable[[str, int], None]
_CHANGED = (Path(__file__).parent / "sql" / "changed_people.sql").read_text()


def quiet(_step: str, _rows: int) -> None:
    """Shows no progress."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """How many permits are found by other people or firms than before."""

    permits: int

    def figures(self) -> dict[str, Any]:
        """What `--json` prints."""
        return asdict(self)

    def sentence(self) -> str:
        return f"{self.permits:,} permits are found by other people or firms."


@transaction.atomic
def refresh_people(
    entity_ids: Collection[int] | None = None, *, progress: Progress = quiet
) -> Refreshed:
    """Make searches for an entity find the permits that its contacts name.

    `entity_ids` are those whose contacts may have changed; None: all. One transaction;
    a second run writes nothing.
    """
    index.lock()
    progress("Comparing the people of permits", 0)
    ids = None if entity_ids is None else sorted(entity_ids)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("DROP TABLE IF EXISTS touched_permits")
        cursor.execute(_CHANGED, {"ids": ids})
        changed = int(cursor.rowcount)
        progress("Renewing search", changed)
        if changed:
            index.renew_touched()
        cursor.execute("DROP TABLE touched_permits")
    data_version.bump()
    return Refreshed(permits=changed)
