"""The report as tables for a person and as JSON for a program."""

from typing import Any, Final

from rich.console import Console
from rich.table import Table

from ops.audit import explain
from ops.audit.explain import Explained
from ops.audit.run import Report

LONGEST: Final = 110
NUMBERS: Final = frozenset(
    {"ms", "first", "rows", "buffers", "pages", "statements", "most", "read", "kept"}
)


def as_json(report: Report) -> dict[str, Any]:
    return {
        "is_right": report.is_right,
        "slow_ms": report.slow_ms,
        "rows": dict(report.sizes),
        "statements_run": report.statements,
        "statements_explained": len(report.explained),
        "pages": [one._asdict() for one in report.asked],
        "slowest": [_statement(one) for one in report.slowest],
        "over_limit": [_statement(one) for one in report.over],
        "scans": [
            {
                "table": scan.table,
                "kind": scan.kind,
                "rows_read": scan.read,
                "rows_kept": scan.kept,
                "condition": scan.condition,
                "suggestion": text,
            }
            for scan, text in report.suggestions.items()
        ],
        "wrong": [{"path": one.path, "status": one.status} for one in report.wrong],
        "writing": list(report.writing),
        "nothing_to_ask": list(report.empty),
        "left_out": dict(report.left_out),
        "pg_stat_statements": {
            "why_not": report.stored.why_not,
            "slowest": [one._asdict() for one in report.stored.statements],
        },
    }


def _statement(one: Explained) -> dict[str, Any]:
    return {
        "ms": one.ms,
        "first_ms": one.first_ms,
        "rows": one.rows,
        "buffers": one.buffers,
        "route": one.statement.route,
        "path": one.statement.path,
        "sql": explain.shape(one.statement.sql),
    }


def as_tables(report: Report, console: Console) -> None:
    console.print(_pages(report), _slowest(report))
    if report.suggestions:
        console.print(_scans(report))
    for line in _lines(report):
        console.print(line, soft_wrap=True, highlight=False)


def _pages(report: Report) -> Table:
    table = _table("Pages", "route", "pages", "statements", "most", "SQL ms, at most")
    for one in report.asked:
        table.add_row(
            one.route,
            str(one.pages),
            f"{one.statements_median:g}",
            str(one.statements_max),
            f"{one.sql_ms_max:.1f}",
        )
    return table


def _slowest(report: Report) -> Table:
    table = _table(
        "Slowest statements", "ms", "first", "rows", "buffers", "page", "SQL"
    )
    for one in report.slowest:
        style = "red" if one.ms > report.slow_ms else ""
        table.add_row(
            f"{one.ms:.1f}",
            f"{one.first_ms:.1f}",
            f"{one.rows:,}",
            f"{one.buffers['hit'] + one.buffers['read']:,}",
            one.statement.path[:LONGEST],
            explain.shape(one.statement.sql)[:LONGEST],
            style=style,
        )
    return table


def _scans(report: Report) -> Table:
    table = _table(
        "Scans of many rows", "table", "how", "read", "kept", "what may help"
    )
    for scan, text in report.suggestions.items():
        table.add_row(scan.table, scan.kind, f"{scan.read:,}", f"{scan.kept:,}", text)
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(
            name, justify="right" if name in NUMBERS else "left", overflow="fold"
        )
    return table


def _lines(report: Report) -> list[str]:
    lines = [f"{one.path} answered {one.status}." for one in report.wrong]
    lines += [f"{route}: the record has nothing to ask for." for route in report.empty]
    lines += [f"{route} was left out: {why}." for route, why in report.left_out.items()]
    if report.stored.why_not:
        lines.append(f"{report.stored.why_not}.")
    lines += [
        f"pg_stat_statements: {one.mean_ms:.1f} ms, {one.calls} calls: {one.query}"
        for one in report.stored.statements
    ]
    held = len(report.explained)
    lines.append(
        f"{report.statements:,} statements run, {held} distinct ones explained;"
        f" {len(report.over)} over {report.slow_ms:g} ms,"
        f" {len(report.read_through)} tables read through."
    )
    return lines
