import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ops.audit import explain, pages, plan, run, stored
from ops.audit.capture import Statement, asking

SCAN = {
    "Node Type": "Seq Scan",
    "Relation Name": "permits",
    "Actual Rows": 3.0,
    "Actual Loops": 2,
    "Rows Removed by Filter": 6_000,
    "Filter": "((status = 'issued'::text) AND (cost > 5))",
}


@pytest.fixture
def audited(settings: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages of audit_site, and the table that they ask."""
    settings.ROOT_URLCONF = "ops.tests.audit_site"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE audited AS SELECT id, 'row ' || id AS note"
            " FROM generate_series(1, 12000) AS id"
        )
        cursor.execute("ALTER TABLE audited ADD PRIMARY KEY (id)")
        cursor.execute("ANALYZE audited")
    pages.registered()  # found once, before any of ours
    for name in ("slow", "wide", "narrow", "settled", "writing", "broken"):
        monkeypatch.setitem(pages._registered, name, _only(f"/{name}/"))


def _only(path: str) -> pages.Choose:
    return lambda _: [path]


def test_a_slow_query_is_found_and_the_command_fails(audited: None) -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="over its limit"):
        call_command(
            "audit_queries", json=True, slow_ms=20, routes=["slow"], stdout=out
        )
    found = json.loads(out.getvalue())
    assert [one["sql"] for one in found["over_limit"]] == ["SELECT pg_sleep(%s)"]
    assert found["over_limit"][0]["ms"] > 20
    assert found["over_limit"][0]["path"] == "/slow/"
    assert not found["is_right"]


def test_what_is_within_the_limits_passes(audited: None) -> None:
    out = StringIO()
    call_command("audit_queries", json=True, routes=["narrow"], stdout=out)
    found = json.loads(out.getvalue())
    assert found["is_right"]
    assert found["over_limit"] == found["scans"] == found["wrong"] == []
    (page,) = found["pages"]
    assert (page["route"], page["pages"], page["statements_max"]) == ("narrow", 1, 1)
    assert found["slowest"][0]["buffers"]["hit"] > 0


def test_a_table_read_through_is_found_with_the_index_it_lacks(audited: None) -> None:
    report = run.run(routes=["wide"])
    ((scan, suggestion),) = report.suggestions.items()
    assert (scan.table, scan.read, scan.kept) == ("audited", 12_000, 1)
    assert suggestion == "CREATE INDEX CONCURRENTLY ON audited (note)"
    assert list(report.read_through) == [scan]
    assert not report.is_right


def test_tables_for_a_person(audited: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("audit_queries", routes=["wide", "broken"])
    shown = capsys.readouterr().out
    for words in ("audited", "Seq Scan", "/broken/ answered 500", "1 tables read"):
        assert words in shown


def test_a_page_that_goes_wrong_fails(audited: None) -> None:
    report = run.run(routes=["broken", "narrow"])
    assert [(one.path, one.status) for one in report.wrong] == [("/broken/", 500)]
    assert not report.is_right


def test_nothing_is_changed_and_what_writes_is_not_run_again(audited: None) -> None:
    report = run.run(routes=["writing"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audited WHERE id = 0")
        assert cursor.fetchone() == (0,)
    assert [text.split()[0] for text in report.writing] == ["INSERT"]
    assert report.explained == []


def test_settings_hold_for_their_own_transaction_alone(audited: None) -> None:
    with asking() as ask:
        page = ask("settled", "/settled/")
    _, within, after = page.statements
    assert within.settings == ("SET LOCAL enable_seqscan = off",)
    assert after.settings == ()
    assert "savepoint" not in " ".join(one.sql for one in page.statements).lower()
    explained = explain.explain(within, slow_ms=50)
    assert explained is not None
    assert explained.scans == ()


def test_every_page_is_audited_or_left_out_with_a_reason() -> None:
    assert pages.forgotten() == []
    assert all(pages.left_out().values())


def test_a_name_that_nobody_registered_is_refused() -> None:
    with pytest.raises(CommandError, match="No pages are registered for nowhere"):
        call_command("audit_queries", routes=["nowhere"])
    with pytest.raises(CommandError, match="at least 1"):
        call_command("audit_queries", size=0)


@pytest.mark.parametrize(
    ("sql", "settings", "query"),
    [
        ("SELECT 1", [], "SELECT 1"),
        ("-- why\nSELECT 1", [], "-- why\nSELECT 1"),
        ("/* why;\n */ (SELECT 1)", [], "/* why;\n */ (SELECT 1)"),
        ("SET LOCAL a = off; WITH x AS (SELECT 1) SELECT 2; SET LOCAL a TO DEFAULT",
         ["SET LOCAL a = off;"], " WITH x AS (SELECT 1) SELECT 2"),
        ("SELECT ';' || 'SET LOCAL'", [], "SELECT ';' || 'SET LOCAL'"),
        ("SET LOCAL a = off", [], None),
        ("UPDATE permits SET status = %s", [], None),
    ],
)  # fmt: skip
def test_parts(sql: str, settings: list[str], query: str | None) -> None:
    assert explain.parts(sql) == (settings, query)


@pytest.mark.parametrize(
    ("sql", "shape"),
    [
        ("SELECT 1\n  FROM a", "SELECT 1 FROM a"),
        ("-- why\nSELECT 1", "SELECT 1"),
        ("x IN (%s, %s, %s)", "x IN (%s, …)"),
        ("x IN (%s)", "x IN (%s)"),
    ],
)
def test_shape(sql: str, shape: str) -> None:
    assert explain.shape(sql) == shape


def test_a_writing_query_that_begins_like_a_reading_one(db: None) -> None:
    with asking() as ask:
        one = ask("feedback", "/feedback/").statements[:1]
    assert one
    writes = "WITH gone AS (DELETE FROM feedback RETURNING 1) SELECT * FROM gone"
    statement = Statement("", "", writes, None, 1.0)
    assert explain.explain(statement, slow_ms=50) is None


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, [(12_006, 6)]),
        ({"Rows Removed by Filter": 100}, []),
        ({"Node Type": "Index Scan"}, [(12_006, 6)]),
        # All that an index gave was wanted.
        ({"Node Type": "Index Scan", "Actual Rows": 9_000, "Rows Removed by Filter": 1}, []),
        ({"Actual Rows": 9_000, "Rows Removed by Filter": 0}, [(18_000, 18_000)]),
        ({"Node Type": "Sort"}, []),
    ],
)  # fmt: skip
def test_scans(changed: dict[str, Any], found: list[tuple[int, int]]) -> None:
    whole = {"Node Type": "Limit", "Plans": [SCAN | changed]}
    assert [(scan.read, scan.kept) for scan in plan.scans(whole)] == found


@pytest.mark.parametrize(
    ("condition", "indexes", "suggestion"),
    [
        ("((cost > 5) AND (status = 'x'::text))", [],
         "CREATE INDEX CONCURRENTLY ON permits (status, cost)"),
        ("(lower(status) ~~ 'a%'::text)", ["… USING btree (lower(status))"],
         "none: status are indexed, and so many rows are asked for"),
        ("", [], "no condition on a column: a figure made ahead, or fewer rows asked for"),
    ],
)  # fmt: skip
def test_suggestion(condition: str, indexes: list[str], suggestion: str) -> None:
    scan = plan.Scan("permits", "Seq Scan", 20_000, 1, condition)
    assert plan.suggestion(scan, ["cost", "status", "block"], indexes) == suggestion


def test_pg_stat_statements_is_said_to_be_missing(db: None) -> None:
    assert stored.slowest(10).why_not == (
        "pg_stat_statements is not installed in this database"
    )
