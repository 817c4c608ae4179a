"""One value of the city's text -> our text of it, by kind of column. Pure.

A reader returns "" for what is no such value, or an impossible one.
"""

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

from permits.ingest.datasets import Kind

REMEMBERED = 50_000
EARLIEST = dt.date(1850, 1, 1)
LATEST_YEARS_AHEAD = 50
# A generous box around San Francisco and the Farallon Islands.
LATITUDES, LONGITUDES = (37.0, 38.5), (-123.6, -122.0)

DAY = re.compile(r"(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)/(\d\d)/(\d{4}))", re.ASCII)
TIME = re.compile(
    r"(?:[T ]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.\d{1,6})?"
    r"| (0[1-9]|1[0-2]):([0-5]\d):([0-5]\d) ([AP])M)",
    re.ASCII,
)
WHOLE = re.compile(r"(-?\d{1,10})(?:\.0+)?", re.ASCII)
MONEY = re.compile(r"-?\d{1,13}(?:\.\d+)?", re.ASCII)
DEGREES = re.compile(r"-?\d{1,3}(?:\.\d+)?", re.ASCII)
BOOLEANS = dict.fromkeys(("true", "t", "yes", "y", "1"), "t") | dict.fromkeys(
    ("false", "f", "no", "n", "0"), "f"
)
POLYGONS = re.compile(r"((?:MULTI)?POLYGON) (\([-0-9., ()]+\))", re.ASCII)
PAIR = re.compile(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)", re.ASCII)
BRACKETS = str.maketrans("()", "[]")
POINT = re.compile(r"POINT \((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)", re.ASCII)


class Memo(dict[str, str]):
    """Remembers what each raw value was read as; bounded, so that memory stays flat."""

    def __init__(self, read: Callable[[str], str]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, raw: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        value = self[raw] = self.read(raw)
        return value


def read_day(raw: str) -> str:
    """`2018-09-10` or `09/10/2018` as the first; "" if it is no date, or impossible."""
    if not (found := DAY.fullmatch(raw)):
        return ""
    year, month, day = found[1] or found[6], found[2] or found[4], found[3] or found[5]
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return ""
    latest = dt.datetime.now(tz=dt.UTC).date().year + LATEST_YEARS_AHEAD
    return f"{date}" if date >= EARLIEST and date.year <= latest else ""


def read_time(raw: str) -> str:
    """What follows the day, as ` HH:MM:SS`, midnight if nothing does; "" if wrong."""
    if not raw:
        return " 00:00:00"
    if not (found := TIME.fullmatch(raw)):
        return ""
    if found[1]:
        return f" {found[1]}:{found[2]}:{found[3]}"
    hour = int(found[4]) % 12 + (12 if found[7] == "P" else 0)
    return f" {hour:02}:{found[5]}:{found[6]}"


def read_timestamp(raw: str) -> str:
    """A moment on the city's clock, as the city gives it: without a zone."""
    day, time = read_day(raw[:10]), read_time(raw[10:])
    return day + time if day and time else ""


def read_whole(bits: int) -> Callable[[str], str]:
    """A reader of whole numbers that fit in `bits`; the API writes 8 as `8.0`."""

    def read(raw: str) -> str:
        found = WHOLE.fullmatch(raw)
        fits = found and -(1 << bits - 1) <= int(found[1]) < 1 << bits - 1
        return found[1] if found and fits else ""

    return read


def read_money(raw: str) -> str:
    """An amount in dollars; `$` and thousands commas are allowed."""
    amount = raw.removeprefix("$").replace(",", "")
    return amount if MONEY.fullmatch(amount) else ""


def read_point(raw: str) -> str:
    """`POINT (lon lat)` or a GeoJSON point as `lat lon`; "" outside San Francisco."""
    found = POINT.fullmatch(raw)
    pair = found.groups() if found else _geojson_pair(raw)
    if pair is None:
        return ""
    longitude, latitude = float(pair[0]), float(pair[1])
    inside = (
        LATITUDES[0] <= latitude <= LATITUDES[1]
        and LONGITUDES[0] <= longitude <= LONGITUDES[1]
    )
    return f"{latitude} {longitude}" if inside else ""


def _geojson_pair(raw: str) -> tuple[float, float] | None:
    if not raw.startswith("{"):
        return None
    try:
        longitude, latitude = json.loads(raw)["coordinates"]
        return float(longitude), float(latitude)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def read_degrees(raw: str) -> str:
    """One coordinate; "" if it is neither a latitude nor a longitude of the city."""
    if not DEGREES.fullmatch(raw):
        return ""
    inside = any(low <= float(raw) <= high for low, high in (LATITUDES, LONGITUDES))
    return raw if inside else ""


def read_boolean(raw: str) -> str:
    return BOOLEANS.get(raw.lower(), "")


def read_outline(raw: str) -> str:
    """`MULTIPOLYGON (((lon lat, ...)))` or a GeoJSON polygon as a GeoJSON polygon."""
    text = raw if raw.startswith("{") else _geojson_of_polygons(raw)
    try:
        shape = json.loads(text)
        depth = {"Polygon": 3, "MultiPolygon": 4}[shape["type"]]
        good = _all_inside(shape["coordinates"], depth)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    slim = {"type": shape["type"], "coordinates": shape["coordinates"]}
    return json.dumps(slim, separators=(",", ":")) if good else ""


def _geojson_of_polygons(raw: str) -> str:
    """The same in GeoJSON's brackets; whatever is no such text stays unreadable."""
    found = POLYGONS.fullmatch(raw)
    if found is None:
        return ""
    rings = PAIR.sub(r"[\1,\2]", found[2]).translate(BRACKETS)
    kind = {"POLYGON": "Polygon", "MULTIPOLYGON": "MultiPolygon"}[found[1]]
    return f'{{"type": "{kind}", "coordinates": {rings}}}'


def _all_inside(coordinates: Any, depth: int) -> bool:
    """Whether lists nested to `depth` hold nothing but places in or near the city."""
    if depth > 1:
        return bool(coordinates) and all(_all_inside(c, depth - 1) for c in coordinates)
    longitude, latitude = coordinates
    return bool(
        LATITUDES[0] <= latitude <= LATITUDES[1]
        and LONGITUDES[0] <= longitude <= LONGITUDES[1]
    )


READERS: dict[Kind, Callable[[str], str]] = {
    Kind.TIMESTAMP: read_timestamp,
    Kind.SMALLINT: read_whole(16),
    Kind.INTEGER: read_whole(32),
    Kind.MONEY: read_money,
    Kind.DEGREES: read_degrees,
    Kind.BOOLEAN: read_boolean,
    Kind.OUTLINE: read_outline,
}
