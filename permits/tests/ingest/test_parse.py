import pytest

from permits.ingest import parse
from permits.ingest.datasets import PERMITS
from permits.ingest.source import RawRow
from permits.tests.ingest.records import COLUMNS, record


def _parse(*rows: RawRow) -> parse.Chunk:
    return parse.Parser(PERMITS, COLUMNS).parse(rows)


def _row(**values: str) -> RawRow:
    return RawRow(7, list(record(**values).values()))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (_row(record_id=""), "no record_id"),
        (_row(permit_number="  "), "no permit_number"),
        (_row(description="a\0b"), "a NUL byte"),
        (_row(description="caf\udce9"), r"not UTF-8: '\udce9'"),
        (RawRow(7, ["1", "2"]), f"2 values instead of {len(COLUMNS)}"),
        (RawRow(7, ["x"], "a quote"), "a quote"),
    ],
)
def test_rows_that_cannot_be_kept(row: RawRow, reason: str) -> None:
    chunk = _parse(row, _row())
    assert [(r.line, r.reason) for r in chunk.rejects] == [(7, reason)]
    assert chunk.rows == 1


def test_unreadable_values_are_kept_as_text() -> None:
    chunk = _parse(_row(filed_date="1721-05-05", estimated_cost="lots", location="?"))
    assert chunk.unparsed == 3
    staged = chunk.copy.decode().rstrip("\n").split("\t")
    assert (
        staged[-1]
        == '{"estimated_cost": "lots", "filed_date": "1721-05-05", "location": "?"}'
    )


def test_text_is_escaped_for_copy() -> None:
    chunk = _parse(_row(description="a\tb\\N\nc\rd"), _row())
    lines = chunk.copy.decode().split("\n")
    assert len(lines) == 3
    assert r"a\tb\\N\nc\rd" in lines[0]
    assert len({line.count("\t") for line in lines[:2]}) == 1


def test_blanks_around_values_are_no_values() -> None:
    parser = parse.Parser(PERMITS, COLUMNS)
    chunk = parser.parse([_row(unit="  ", status=" issued ", issued_date=" ")])
    values = dict(
        zip(
            (n for n, _ in parser.staged_columns),
            chunk.copy.decode().split("\t"),
            strict=True,
        )
    )
    assert (values["unit"], values["status"], values["issued_date"]) == (
        "",
        "issued",
        "",
    )
    assert chunk.unparsed == 0


def test_columns_that_are_not_ours_are_left_out() -> None:
    parser = parse.Parser(PERMITS, ("theirs", *COLUMNS, "more"))
    chunk = parser.parse([RawRow(2, ["x", *record().values(), "y"])])
    staged = chunk.copy.decode().rstrip("\n").split("\t")
    assert len(staged) == len(parser.staged_columns)
    assert "x" not in staged
    assert "y" not in staged
