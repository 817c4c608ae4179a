"""Outlines with fewer corners: what a map of a neighborhood cannot show is left out."""

from typing import Any, Final

Point = tuple[float, float]
Ring = list[Point]
# In degrees: some ten metres.
TOLERANCE: Final = 0.0001
DECIMALS: Final = 5
FEWEST_CORNERS: Final = 4


def simplified(outline: dict[str, Any] | None) -> dict[str, Any] | None:
    """A GeoJSON MultiPolygon within 10 m of the outline; None if nothing is left."""
    polygons = [
        kept
        for polygon in polygons_of(outline)
        if (kept := [small for ring in polygon if (small := _simplified(ring))])
    ]
    return {"type": "MultiPolygon", "coordinates": polygons} if polygons else None


def polygons_of(outline: dict[str, Any] | None) -> list[list[Ring]]:
    """The rings of each polygon, as (longitude, latitude)."""
    if not outline:
        return []
    held = outline["coordinates"]
    many = [held] if outline["type"] == "Polygon" else held
    return [
        [[(corner[0], corner[1]) for corner in ring] for ring in polygon]
        for polygon in many
    ]


def _simplified(ring: Ring) -> Ring | None:
    """By Douglas and Peucker, from the corner farthest from the first one."""
    if len(ring) < FEWEST_CORNERS:
        return None
    first = ring[0]
    far = max(range(len(ring)), key=lambda at: _squared(ring[at], first))
    kept = _thinned(ring[: far + 1])[:-1] + _thinned(ring[far:])
    rounded = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in kept]
    return rounded if len(rounded) >= FEWEST_CORNERS else None


def _thinned(line: Ring) -> Ring:
    """Corners farther than the tolerance from the line through those that are kept."""
    kept = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        start, end = waiting.pop()
        between = range(start + 1, end)
        if not between:
            continue
        at = max(between, key=lambda i: _distance(line[i], line[start], line[end]))
        if _distance(line[at], line[start], line[end]) > TOLERANCE**2:
            kept.add(at)
            waiting += [(start, at), (at, end)]
    return [line[at] for at in sorted(kept)]


def _squared(one: Point, other: Point) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _distance(point: Point, start: Point, end: Point) -> float:
    """The square of how far the point is from the line between the other two."""
    length = _squared(start, end)
    if length == 0:
        return _squared(point, start)
    along = (point[0] - start[0]) * (end[0] - start[0])
    along += (point[1] - start[1]) * (end[1] - start[1])
    share = min(1, max(0, along / length))
    foot = (
        start[0] + share * (end[0] - start[0]),
        start[1] + share * (end[1] - start[1]),
    )
    return _squared(point, foot)
