"""What stands in a plan of PostgreSQL: tables read through, rows thrown away, pages."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

# Rows that one scan may read without an index, or read by one and throw away.
MOST_SCANNED: Final = 10_000
_EQUALS: Final = r"\(?{column}\)?(?:::[\w ]+)? = "
_KINDS: Final = frozenset(
    {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"}
)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan that read too much: `read` rows of `table`, and kept `kept` of them."""

    table: str
    kind: str
    read: int
    kept: int
    condition: str

    @property
    def is_sequential(self) -> bool:
        return self.kind == "Seq Scan"


def scans(node: Node) -> Iterator[Scan]:
    """Scans of more than `MOST_SCANNED` rows that no index spared."""
    if node["Node Type"] in _KINDS:
        found = _scan(node)
        wasted = found.read if found.is_sequential else found.read - found.kept
        if wasted > MOST_SCANNED:
            yield found
    for part in node.get("Plans", ()):
        yield from scans(part)


def _scan(node: Node) -> Scan:
    loops = node["Actual Loops"]
    kept = round(node["Actual Rows"] * loops)
    removed = node.get("Rows Removed by Filter", 0)
    return Scan(
        table=node["Relation Name"],
        kind=node["Node Type"],
        read=kept + round(removed * loops),
        kept=kept,
        condition=node.get("Filter", ""),
    )


def buffers(node: Node) -> dict[str, int]:
    """Pages of 8 kB: found in PostgreSQL's memory, and read from the system."""
    return {
        "hit": node.get("Shared Hit Blocks", 0),
        "read": node.get("Shared Read Blocks", 0),
        "temporary": node.get("Temp Read Blocks", 0)
        + node.get("Temp Written Blocks", 0),
    }


def suggestion(scan: Scan, columns: Collection[str], indexes: Collection[str]) -> str:
    """An index that may spare the scan, or why none would.

    `columns` are the table's, `indexes` the definitions of those it has. Columns that
    are compared with one value come first.
    """
    named = [column for column in columns if _is_named(column, scan.condition)]
    if not named:
        return "no condition on a column: a figure made ahead, or fewer rows asked for"
    if all(any(_is_named(column, each) for each in indexes) for column in named):
        return f"none: {', '.join(named)} are indexed, and so many rows are asked for"
    first = sorted(named, key=lambda column: not _is_equal(column, scan.condition))
    listed = ", ".join(first[:3])
    return f"CREATE INDEX CONCURRENTLY ON {scan.table} ({listed})"


def _is_named(column: str, condition: str) -> bool:
    return re.search(rf"\b{re.escape(column)}\b", condition) is not None


def _is_equal(column: str, condition: str) -> bool:
    pattern = _EQUALS.format(column=re.escape(column))
    return re.search(pattern, condition) is not None
