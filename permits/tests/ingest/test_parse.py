import pytest

from permits.ingest import parse
from permits.ingest.datasets import DATASETS, PERMITS
from permits.ingest.source import RawRow
from permits.tests.ingest.records import COLUMNS, record
from permits.tests.ingest.source_rows import row


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


def _keys(name: str, *rows: dict[str, str]) -> list[str]:
    entry = DATASETS[name]
    parser = parse.Parser(entry, [column.field for column in entry])
    chunk = parser.parse([RawRow(n, list(r.values())) for n, r in enumerate(rows)])
    place = [staged for staged, _ in parser.staged_columns].index(entry.key)
    lines = chunk.copy.decode().splitlines()
    return [line.split("\t")[place] for line in lines]


def test_a_key_made_of_the_rows_own_is_readable() -> None:
    assert _keys("contacts", row("contacts", pts_agent_id="12.0")) == ["3pee-9qhc:12"]
    assert _keys("violations", row("violations")) == ["202600001:44811"]


@pytest.mark.parametrize(
    ("field", "is_identity"),
    [
        ("permit_number", True), ("company_name", True), ("license_number", True),
        ("contact_type", True), ("phone", False), ("zipcode", False),
        ("data_as_of", False),
    ],
)  # fmt: skip
def test_a_hashed_key_is_of_what_says_which_row_it_is(
    *, field: str, is_identity: bool
) -> None:
    own = row("electrical_contacts")
    one, other = _keys("electrical_contacts", own, own | {field: "2020-01-01"})
    assert one.startswith("fdm7-jqqf:")
    assert (one != other) is is_identity


def test_values_do_not_run_into_each_other_in_a_key() -> None:
    own = row("plumbing_contacts")
    one = own | {"firm_name": "AB", "license_number": "C"}
    other = own | {"firm_name": "A", "license_number": "BC"}
    assert len(set(_keys("plumbing_contacts", one, other))) == 2


def test_numbers_that_are_names_are_the_same_however_written() -> None:
    plain, api = (_parse(_row(record_id=text)).copy for text in ("81", "81.0"))
    assert plain == api


@pytest.mark.parametrize(
    ("text", "reason"), [("caf\udce9", r"not UTF-8: '\udce9'"), ("a\0b", "a NUL byte")]
)
def test_broken_characters_in_what_a_key_is_made_of(text: str, reason: str) -> None:
    entry = DATASETS["plumbing_contacts"]
    parser = parse.Parser(entry, [column.field for column in entry])
    rows = [row("plumbing_contacts", firm_name=name) for name in ("good", text)]
    chunk = parser.parse([RawRow(n, list(r.values())) for n, r in enumerate(rows)])
    assert [(r.line, r.reason) for r in chunk.rejects] == [(1, reason)]
    assert chunk.rows == 1


def test_blanks_around_a_value_make_no_other_key() -> None:
    own = row("plumbing_contacts")
    one, other = _keys(
        "plumbing_contacts", own, own | {"firm_name": " Example Plumbing "}
    )
    assert one == other
