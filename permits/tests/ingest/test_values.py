import datetime as dt
import json

import pytest
import time_machine

from permits.ingest import values


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2018-09-10", "2018-09-10"),
        ("09/10/2018", "2018-09-10"),
        ("1849-12-31", ""),
        ("1850-01-01", "1850-01-01"),
        ("1721-01-01", ""),
        ("2074-12-31", "2074-12-31"),
        ("2205-01-01", ""),
        ("2018-02-30", ""),
        ("10-09-2018", ""),
        ("2018/09/10", ""),
        ("٢٠١٨-09-10", ""),
    ],
)
@time_machine.travel(dt.datetime(2024, 6, 1, tzinfo=dt.UTC))
def test_days(raw: str, day: str) -> None:
    assert values.read_day(raw) == day


@pytest.mark.parametrize(
    ("raw", "moment"),
    [
        ("2018-09-10T11:57:31.000", "2018-09-10 11:57:31"),
        ("2018-09-10 11:57:31", "2018-09-10 11:57:31"),
        ("09/10/2018 11:57:31 AM", "2018-09-10 11:57:31"),
        ("09/10/2018 12:00:00 AM", "2018-09-10 00:00:00"),
        ("09/10/2018 12:30:00 PM", "2018-09-10 12:30:00"),
        ("03/02/2024 11:55:00 PM", "2024-03-02 23:55:00"),
        ("09/10/2018", "2018-09-10 00:00:00"),
        ("09/10/2018 13:57:31 PM", ""),
        ("2018-09-10T25:00:00", ""),
        ("2018-09-10Tnoon", ""),
    ],
)
def test_moments(raw: str, moment: str) -> None:
    assert values.read_timestamp(raw) == moment


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("8", "8"), ("8.0", "8"), ("-1", "-1"), ("32767", "32767"), ("32768", ""),
        ("2.5", ""), ("many", ""), ("1e3", ""), ("٣", ""),
    ],
)  # fmt: skip
def test_whole_numbers(raw: str, number: str) -> None:
    assert values.read_whole(16)(raw) == number


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("8285917.0", "8285917.0"), ("$1,250.50", "1250.50"), ("1", "1"),
        ("NaN", ""), ("Infinity", ""), ("99999999999999", ""), ("about 5", ""),
    ],
)  # fmt: skip
def test_amounts(raw: str, amount: str) -> None:
    assert values.read_money(raw) == amount


@pytest.mark.parametrize(
    ("raw", "point"),
    [
        ("POINT (-122.386024 37.717667)", "37.717667 -122.386024"),
        ('{"type": "Point", "coordinates": [-122.4, 37.7]}', "37.7 -122.4"),
        ("POINT (0 0)", ""),
        ("POINT (37.7 -122.4)", ""),
        ('{"type": "Point"}', ""),
        ('{"type": "Point", "coordinates": "here"}', ""),
        ("{", ""),
        ('{"coordinates": ' + "[" * 100_000, ""),
        ("City Hall", ""),
    ],
)
def test_points(raw: str, point: str) -> None:
    assert values.read_point(raw) == point


@pytest.mark.parametrize(
    ("raw", "degrees"),
    [
        ("37.75615", "37.75615"), ("-122.41893", "-122.41893"), ("0", ""),
        ("122.41893", ""), ("north", ""), ("nan", ""), ("3.7e1", ""),
    ],
)  # fmt: skip
def test_degrees(raw: str, degrees: str) -> None:
    assert values.read_degrees(raw) == degrees


@pytest.mark.parametrize(
    ("raw", "answer"),
    [("true", "t"), ("False", "f"), ("1", "t"), ("N", "f"), ("perhaps", "")],
)
def test_yes_or_no(raw: str, answer: str) -> None:
    assert values.read_boolean(raw) == answer


RING = "(-122.4 37.7, -122.3 37.7, -122.4 37.8, -122.4 37.7)"
PAIRS = [[-122.4, 37.7], [-122.3, 37.7], [-122.4, 37.8], [-122.4, 37.7]]


@pytest.mark.parametrize(
    ("raw", "shape"),
    [
        (f"POLYGON ({RING})", {"type": "Polygon", "coordinates": [PAIRS]}),
        (
            f"MULTIPOLYGON (({RING}, {RING}), ({RING}))",
            {"type": "MultiPolygon", "coordinates": [[PAIRS, PAIRS], [PAIRS]]},
        ),
        (
            json.dumps({"coordinates": [PAIRS], "type": "Polygon", "crs": "x"}),
            {"type": "Polygon", "coordinates": [PAIRS]},
        ),
        (f"MULTIPOLYGON ({RING})", None),
        (f"POLYGON ({RING}", None),
        ("POLYGON ((0 0, 0 1, 1 1, 0 0))", None),
        ("POLYGON ()", None),
        ("MULTIPOLYGON EMPTY", None),
        ('{"type": "Point", "coordinates": [-122.4, 37.7]}', None),
        ('{"type": "Polygon", "coordinates": "here"}', None),
        ('{"type": "Polygon", "coordinates": []}', None),
        ('{"type": ["Polygon"], "coordinates": []}', None),
        ("{", None),
        ('{"coordinates": ' + "[" * 100_000, None),
        ("the Mission", None),
    ],
)
def test_outlines(raw: str, shape: dict[str, object] | None) -> None:
    found = values.read_outline(raw)
    assert (json.loads(found) if found else None) == shape


def test_the_memory_of_values_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "REMEMBERED", 10)
    memo = values.Memo(str.upper)
    assert [memo[f"v{n}"] for n in range(100)][-1] == "V99"
    assert len(memo) <= 10
