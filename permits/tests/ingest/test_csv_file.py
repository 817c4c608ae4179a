import gzip
import re
from pathlib import Path

import pytest

from permits.ingest import csv_file
from permits.ingest.datasets import PERMITS
from permits.ingest.source import RawRow, SourceError
from permits.tests.ingest.records import COLUMNS, csv_text, many, record

HEADERS = [column.header for column in PERMITS]
GOOD = csv_text(many(3))


def _rows(path: Path) -> list[RawRow]:
    return list(csv_file.open_table(path, PERMITS).rows)


def _file(folder: Path, text: str | bytes, name: str = "permits.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        gzip.compress(GOOD.encode()),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace(",".join(COLUMNS), ",".join(HEADERS)).encode(),
        GOOD.replace("Current", "current").rstrip("\n").encode(),
    ],
    ids=[
        "plain",
        "gzip",
        "byte order mark",
        "CRLF",
        "portal headers",
        "no last newline",
    ],
)
def test_both_forms_read_alike(tmp_path: Path, data: bytes) -> None:
    table = csv_file.open_table(_file(tmp_path, data), PERMITS)
    assert table.columns == COLUMNS
    rows = list(table.rows)
    assert [row.line for row in rows] == [2, 3, 4]
    assert rows[0].values == list(many(1)[0].values())
    assert not any(row.fault for row in rows)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "permits.csv is empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (GOOD.replace(",", ";").encode(), "separated by semicolons"),
        (GOOD.replace(",", "\t").encode(), "separated by tabs"),
        (GOOD.replace("record_id", "record_no", 1).encode(), r'"record_id" \("Record ID"\).*"record_no"'),
        (GOOD.replace("estimated_cost", "cost", 1).encode(), '"estimated_cost"'),
        (GOOD.replace("approved_date", "status", 1).encode(), "a column twice: status"),
        (b"\x00\x01\x02PK", "lacks columns"),
        (b'"permit_number,block', "unreadable first line"),
    ],
)  # fmt: skip
def test_a_file_that_is_something_else_is_refused_by_name(
    tmp_path: Path, data: bytes, message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        csv_file.open_table(_file(tmp_path, data), PERMITS)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        csv_file.open_table(tmp_path / "none.csv", PERMITS)


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.999])
def test_a_truncated_gzip_is_refused(tmp_path: Path, keep: float) -> None:
    packed = gzip.compress(csv_text(many(2000)).encode())
    path = _file(tmp_path, packed[: int(len(packed) * keep)], "permits.csv.gz")
    with pytest.raises(SourceError, match="cut off or damaged"):
        _rows(path)


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(csv_text(many(2000)).encode()))
    packed[len(packed) // 2] ^= 0xFF
    with pytest.raises(SourceError, match="cut off or damaged"):
        _rows(_file(tmp_path, bytes(packed), "permits.csv.gz"))


def test_a_file_cut_within_a_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="ends in the middle of line 4"):
        _rows(_file(tmp_path, GOOD[: GOOD.rindex("Mission")]))


def _with_line(bad: str, at: int) -> str:
    lines = csv_text(many(20)).splitlines(keepends=True)
    lines[at - 1] = bad + "\n"
    return "".join(lines)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('201,"never closed,8', "expected after|end of data|values instead|not closed"),
        ('201,"closed"wrongly,8', "expected after"),
        ("1,2,3", "3 values instead of"),
        ("x" * 200_000, "field larger than"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("at", [2, 10, 21])
def test_a_bad_line_costs_that_line_alone(
    tmp_path: Path, bad: str, reason: str, at: int
) -> None:
    rows = _rows(_file(tmp_path, _with_line(bad, at)))
    faults = [row for row in rows if row.fault]
    assert [row.line for row in faults] == [at]
    assert faults[0].values == [bad]
    assert re.search(reason, faults[0].fault)
    assert [r.line for r in rows] == list(range(2, 22))


def test_an_open_quote_before_quoted_rows_loses_no_other(tmp_path: Path) -> None:
    records = many(300, description='a "quoted", long\nstory')
    lines = csv_text(records).splitlines(keepends=True)
    lines.insert(21, '2018,"open\n')
    rows = _rows(_file(tmp_path, "".join(lines)))
    good = [row for row in rows if not row.fault]
    assert len(good) == 300
    assert [row.line for row in rows if row.fault] == [22]
    assert good[-1].line == 2 + 299 * 2 + 1


def test_an_open_quote_is_not_followed_for_ever(tmp_path: Path) -> None:
    text = csv_text(many(1)) + '2018,"open\n' + "plain\n" * 500
    rows = _rows(_file(tmp_path, text))
    assert "not closed within 100 lines" in rows[1].fault
    assert len(rows) == 502


def test_blank_lines_are_nothing(tmp_path: Path) -> None:
    rows = _rows(_file(tmp_path, GOOD.replace("\n", "\n\n")))
    assert [row.line for row in rows] == [3, 5, 7]
    assert not any(row.fault for row in rows)


def test_bytes_that_are_not_utf8_are_told_by_line(tmp_path: Path) -> None:
    data = csv_text([record(), record(description="caf#")]).encode()
    rows = _rows(_file(tmp_path, data.replace(b"caf#", b"caf\xe9")))
    assert rows[1].line == 3
    assert "caf\udce9" in rows[1].values


def test_a_limit_reads_no_further(tmp_path: Path) -> None:
    table = csv_file.open_table(_file(tmp_path, GOOD), PERMITS, limit=2)
    assert len(list(table.rows)) == 2
    assert table.partial
    assert table.origin == "permits.csv, first 2 rows"


def test_the_share_read_grows_to_all(tmp_path: Path) -> None:
    table = csv_file.open_table(_file(tmp_path, csv_text(many(2000))), PERMITS)
    assert table.read_share is not None
    shares = [table.read_share() for _ in table.rows]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1
