"""One search taken apart: the reading, the results, the plan."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from permits.search.conditions import conditions
from permits.search.filters import Filters
from permits.search.known import vocabulary
from permits.search.matches import Statement, execute
from permits.search.parse import parse
from permits.search.query import search, statement_for


def explain(text: str, *, exact: bool = False) -> dict[str, Any]:
    """Kind, fields, corrections, result numbers, count and plan, ready for JSON.

    `count` is a number, or the words shown if there are more than are counted.
    """
    today = timezone.localdate()
    query = parse(text, vocabulary=vocabulary(), today=today, correct=not exact)
    page = search(query, Filters())
    corrected = {each.typed: each.read for each in query.corrections}
    made = statement_for(conditions(query, Filters()), Filters(), size=25)
    return {
        "kind": query.kind,
        "fields": query.fields(),
        "corrected": corrected or None,
        "results": [row.permit_number for row in page.rows],
        "count": str(page.count) if page.count.capped else page.count.value,
        "plan": [] if query.kind == "junk" else plan(made),
    }


def plan(made: Statement) -> list[str]:
    """What the database reads for the statement, innermost names first."""
    ((row,),) = execute("EXPLAIN (FORMAT JSON) " + made.sql, made.params)
    return list(_scans(row[0]["Plan"]))


def _scans(node: dict[str, Any]) -> Iterator[str]:
    name = node.get("Index Name") or node.get("Relation Name")
    if name or "Gather" in node["Node Type"]:
        yield f"{node['Node Type']} {name}"
    for inner in node.get("Plans", []):
        yield from _scans(inner)
