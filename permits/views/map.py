"""A map, once as GeoJSON for the script and once as a drawing made here; no tiles."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.conf import settings

from permits.places.outline import Point, Ring, polygons_of

WIDTH: Final = 720
TALLEST, LOWEST = 560, 300
MARGIN: Final = 24
# In degrees of latitude, some 150 metres: a single point needs some ground around it.
SMALLEST: Final = 0.0014


@dataclass(frozen=True, slots=True)
class Area:
    """A neighborhood: its outline as GeoJSON, and the page it leads to."""

    name: str
    outline: dict[str, Any]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with what the list beside the map says of it."""

    name: str
    note: str
    latitude: float
    longitude: float
    url: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A spot in the drawing's own units."""

    x: float
    y: float
    is_here: bool


@dataclass(frozen=True)
class Map:
    """What is drawn; `label` names it, `data_url` is where the script reads it."""

    label: str
    data_url: str
    areas: tuple[Area, ...]
    spots: tuple[Spot, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.areas or self.spots)

    @property
    def tile_url(self) -> str:
        return str(settings.MAP_TILE_URL)

    @property
    def tile_attribution(self) -> str:
        return str(settings.MAP_TILE_ATTRIBUTION)

    @property
    def listed(self) -> list[Spot]:
        """The spots that are somewhere else than the page's own place."""
        return [spot for spot in self.spots if not spot.is_here]

    @cached_property
    def frame(self) -> "Frame":
        return Frame.around(self._corners())

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def paths(self) -> list[str]:
        """Each area as the `d` of a path."""
        return [self.frame.path(area.outline) for area in self.areas]

    @property
    def dots(self) -> list[Dot]:
        """The page's own place last: it is drawn over the others."""
        ordered = sorted(self.spots, key=lambda spot: spot.is_here)
        placed = [(self.frame.at((s.longitude, s.latitude)), s) for s in ordered]
        return [Dot(*at, spot.is_here) for at, spot in placed]

    def _corners(self) -> list[Point]:
        outlines = [polygons_of(area.outline) for area in self.areas]
        corners = [point for many in outlines for one in many for point in one[0]]
        return corners or [(spot.longitude, spot.latitude) for spot in self.spots]

    def document(self) -> dict[str, Any]:
        """A GeoJSON FeatureCollection; points have name, note, url and is_here."""
        return {
            "type": "FeatureCollection",
            "features": [
                *(_feature(a.outline, name=a.name, url=a.url) for a in self.areas),
                *(_point(spot) for spot in self.spots),
            ],
        }


def _point(spot: Spot) -> dict[str, Any]:
    where = [round(spot.longitude, 6), round(spot.latitude, 6)]
    return _feature(
        {"type": "Point", "coordinates": where},
        name=spot.name,
        note=spot.note,
        url=spot.url,
        is_here=spot.is_here,
    )


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to the drawing's units; a degree of longitude is the shorter one."""

    west: float
    north: float
    across: float
    scale: float
    height: int
    left: float
    top: float

    @classmethod
    def around(cls, corners: Iterable[Point]) -> "Frame":
        """The frame that all of the corners fit into; there is at least one."""
        east_west, north_south = zip(*corners, strict=True)
        west, east, south, north = (
            *(min(east_west), max(east_west)),
            *(min(north_south), max(north_south)),
        )
        across = math.cos(math.radians((south + north) / 2))
        wide = max((east - west) * across, SMALLEST)
        high = max(north - south, SMALLEST)
        inner = WIDTH - 2 * MARGIN
        tall = min(max(inner * high / wide, LOWEST), TALLEST)
        scale = min(inner / wide, tall / high)
        return cls(
            west=west,
            north=north,
            across=across,
            scale=scale,
            height=round(tall) + 2 * MARGIN,
            left=WIDTH / 2 - scale * across * (east - west) / 2,
            top=MARGIN + tall / 2 - scale * (north - south) / 2,
        )

    def at(self, point: Point) -> tuple[float, float]:
        x = self.left + (point[0] - self.west) * self.across * self.scale
        y = self.top + (self.north - point[1]) * self.scale
        return round(x, 1), round(y, 1)

    def path(self, outline: dict[str, Any]) -> str:
        rings = [ring for polygon in polygons_of(outline) for ring in polygon]
        return "".join(self._ring(ring) for ring in rings)

    def _ring(self, ring: Ring) -> str:
        placed = dict.fromkeys(self.at(corner) for corner in ring)
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in placed) + "Z"
