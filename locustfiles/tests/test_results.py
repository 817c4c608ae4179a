import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from locustfiles import compare, results, tables
from locustfiles.record import MOST_KINDS, STEADY, WHOLE, Record, Seen, merged, read


def _seen(scenario: str, milliseconds: float, error: str = "") -> Seen:
    status = 500 if error else 200
    return Seen(scenario, milliseconds, 1000, status, error, "/x: <title>", "HIT")


def _record(milliseconds: float = 20, *, errors: int = 0) -> Record:
    record = Record(seconds={WHOLE: 10, STEADY: 5}, cpu_seconds=0.5, most_users=3)
    for number in range(100):
        error = "status 500 instead of 200" if number < errors else ""
        seen = _seen("permit", milliseconds, error)
        record.add(seen, is_steady=number % 2 == 0)
    return record


def _document(record: Record) -> dict[str, Any]:
    return results.document(record, {"users": 3})


def test_the_guides_form() -> None:
    found = _document(_record())
    line = found["results"]["permit"]
    assert line["latency_ms"]["p95"] == pytest.approx(20, rel=0.02)
    assert line["requests_per_second"] == 10
    assert found["steady"]["results"]["permit"]["requests"] == 50
    assert found["steady"]["total"]["requests_per_second"] == 10
    assert found["total"]["requests"] == 100
    assert found["cache_hit_rate"] == 1
    assert found["generator"]["cpu_ms_per_request"] == 5
    assert json.loads(json.dumps(found)) == found


def test_parts_add_up_through_json() -> None:
    parts = [_record(), read(json.loads(json.dumps(_record(40, errors=7).as_json())))]
    found = _document(merged(parts))
    assert found["total"]["requests"] == 200
    assert found["total"]["requests_per_second"] == 20
    assert found["most_users"] == 6
    assert found["results"]["permit"]["errors_by_kind"] == [
        {"kind": "status 500 instead of 200", "count": 7, "example": "/x: <title>"}
    ]


def test_kinds_of_error_are_bounded() -> None:
    record = Record()
    for number in range(3 * MOST_KINDS):
        record.add(_seen("permit", 1, f"error {number}"), is_steady=False)
    line = record.line(WHOLE, "permit")
    assert len(line.errors) == MOST_KINDS + 1
    assert line.errors.total() == 3 * MOST_KINDS


@pytest.mark.parametrize(("errors", "failed"), [(0, []), (5, []), (6, ["permit"])])
def test_over_five_percent_of_errors_is_a_failure(
    errors: int, failed: list[str]
) -> None:
    assert results.failed(_document(_record(errors=errors))) == failed


def test_a_run_without_any_answer_has_failed() -> None:
    assert results.failed(_document(Record())) == ["total"]


@pytest.mark.parametrize(
    ("name", "value", "colour"),
    [
        *(("p50", 199, "green"), ("p50", 200, "yellow"), ("p50", 501, "red")),
        *(("p95", 999, "green"), ("p95", 3_000, "yellow"), ("p95", 3_001, "red")),
        *(("p99", 2_999, "green"), ("p99", 3_000, "yellow"), ("p99", 10_001, "red")),
        *(("errors", 0.009, "green"), ("errors", 0.05, "yellow")),
        ("errors", 0.051, "red"),
    ],
)
def test_the_guides_colours(name: str, value: float, colour: str) -> None:
    assert tables.colour(name, value) == colour


def test_markup_in_an_answer_is_text() -> None:
    record = Record()
    bad = Seen("permit", 1, 1, 500, "status", "[/red] [bold]", "")
    record.add(bad, is_steady=False)
    console = Console(width=120, record=True, quiet=False, file=None)
    with console.capture() as said:
        tables.show(console, _document(record))
    assert "[/red] [bold]" in said.get()


def _write(path: Path, record: Record) -> str:
    results.write(_document(record), path)
    return str(path)


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (_record(100), _record(100), 0),
        (_record(100), _record(117), 0),
        (_record(100), _record(130), 1),
        (_record(130), _record(100), 0),
        # A third more, but of a few milliseconds.
        (_record(3), _record(4), 0),
        (_record(100), _record(100, errors=2), 1),
    ],
)
def test_compare(before: Record, after: Record, code: int, tmp_path: Path) -> None:
    files = [_write(tmp_path / "b.json", before), _write(tmp_path / "a.json", after)]
    assert compare.main(files) == code


def test_a_scenario_that_is_new_or_gone_is_no_regression() -> None:
    other = Record(seconds={WHOLE: 10, STEADY: 5})
    other.add(_seen("search", 20), is_steady=True)
    found = compare.deltas(_document(_record()), _document(other))
    assert {each.scenario for each in found} == {"all", "permit", "search"}
    assert not any(each.is_regression for each in found if each.scenario != "all")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": {"x": {}}}'])
def test_a_file_that_is_no_runs_is_said(text: str, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(text)
    assert compare.main([str(file), str(tmp_path / "missing.json")]) == 2
