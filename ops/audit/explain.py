"""Has PostgreSQL run one statement again and say how, reading only."""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from django.db import InternalError, OperationalError, connection, transaction
from psycopg import errors

from ops.audit import plan
from ops.audit.capture import Statement

# A statement that takes longer is far over any limit, and is not waited for.
LONGEST_S: Final = 20
_COMMENT: Final = re.compile(r"^\s*--.*$|(?s:/\*.*?\*/)", re.MULTILINE)
# Settings that are sent before a query in one go, and what takes them back after it.
_BEFORE: Final = re.compile(r"\s*SET LOCAL [^;]+;")
_AFTER: Final = re.compile(r"(?:\s*;\s*SET LOCAL [^;']+)+;?\s*\Z")
_READS: Final = re.compile(r"[\s(]*(?:SELECT|WITH|VALUES|TABLE)\b", re.IGNORECASE)
_LIST: Final = re.compile(r"%s(?:, ?%s)+")


@dataclass(frozen=True, slots=True)
class Explained:
    """How a statement fared: `first_ms` as it came, `ms` the best of its runs."""

    statement: Statement
    ms: float
    first_ms: float
    rows: int
    buffers: dict[str, int]
    scans: tuple[plan.Scan, ...]


def shape(sql: str) -> str:
    """The statement without what differs between askings: lists, blanks, remarks."""
    return _LIST.sub("%s, …", " ".join(_COMMENT.sub("", sql).split()))


def parts(sql: str) -> tuple[list[str], str | None]:
    """The settings sent before a query, and the query; None if it does not read."""
    settings: list[str] = []
    query = _AFTER.sub("", sql)
    while found := _BEFORE.match(query):
        settings.append(found.group().strip())
        query = query[found.end() :]
    reads = _READS.match(_COMMENT.sub("", query))
    return settings, query if reads else None


def explain(statement: Statement, *, slow_ms: float) -> Explained | None:
    """Explain one; what is slow is run twice more, as its pages were cold at first.

    None where it writes: that is never run.
    """
    first = _explain(statement)
    if first is None or first.ms <= slow_ms:
        return first
    again = [_explain(statement) for _ in range(2)]
    best = min((one for one in (first, *again) if one), key=lambda one: one.ms)
    return Explained(statement, best.ms, first.ms, best.rows, best.buffers, best.scans)


def _explain(statement: Statement) -> Explained | None:
    settings, query = parts(statement.sql)
    if query is None:
        return None
    try:
        whole = _ask((*statement.settings, *settings), query, statement.params)
    except InternalError as error:
        if isinstance(error.__cause__, errors.ReadOnlySqlTransaction):
            return None
        raise
    except OperationalError as error:
        if isinstance(error.__cause__, errors.QueryCanceled):
            return _too_long(statement)
        raise
    ms = round(whole["Planning Time"] + whole["Execution Time"], 2)
    top = whole["Plan"]
    return Explained(
        statement=statement,
        ms=ms,
        first_ms=ms,
        rows=round(top["Actual Rows"] * top["Actual Loops"]),
        buffers=plan.buffers(top),
        scans=tuple(plan.scans(top)),
    )


def _ask(settings: tuple[str, ...], query: str, params: Any) -> plan.Node:
    with transaction.atomic(), connection.cursor() as cursor:
        # Only a statement after it may have been refused, never one that writes.
        cursor.execute(
            f"SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = '{LONGEST_S}s'"
        )
        for setting in settings:
            cursor.execute(setting)
        cursor.execute(
            f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {query}", params
        )
        (found,) = cursor.fetchone()
        transaction.set_rollback(True)
    whole: plan.Node
    (whole,) = json.loads(found) if isinstance(found, str) else found
    return whole


def _too_long(statement: Statement) -> Explained:
    ms = LONGEST_S * 1000.0
    return Explained(statement, ms, ms, 0, plan.buffers({}), ())
