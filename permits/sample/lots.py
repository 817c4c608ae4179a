"""Parcels (acdm-wktn) and neighborhoods (j2bu-swwd) of the sample's addresses.

Besides the lots that have permits there are the condominium lots upon some of them
(`mapblklot` is then the lot they stand on) and former lots of the same addresses.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .heads import Head, midnight
from .parcels import Parcel
from .scene import Scene, Values

PARCEL_COLUMNS = (
    *("mapblklot", "blklot", "block_num", "lot_num", "from_address_num"),
    *("to_address_num", "street_name", "street_type", "odd_even"),
    *("in_asr_secured_roll", "pw_recorded_map", "zoning_code", "zoning_district"),
    *("date_rec_add", "date_rec_drop", "date_map_add", "date_map_drop"),
    *("date_map_alt", "project_id_add", "project_id_drop", "project_id_alt", "active"),
    *("shape", "centroid_latitude", "centroid_longitude", "supdist"),
    *("supervisor_district", "supdistpad", "numbertext", "supname"),
    *("analysis_neighborhood", "police_district", "police_company"),
    *("planning_district", "planning_district_number", "data_as_of", "data_loaded_at"),
)
NEIGHBORHOOD_COLUMNS = ("the_geom", "nhood")

# Streets in the parcels' way of writing: upper case, other suffixes.
SUFFIXES = {"Av": "AVE", "Bl": "BLVD", "Tr": "TER", "Wy": "WAY", "Al": "ALY"}
ZONING = {
    "houses": (
        "RH-1|RESIDENTIAL- HOUSE, ONE FAMILY",
        "RH-2|RESIDENTIAL- HOUSE, TWO FAMILY",
    ),
    "flats": (
        "RH-3|RESIDENTIAL- HOUSE, THREE FAMILY",
        "RM-1|RESIDENTIAL- MIXED, LOW DENSITY",
    ),
    "offices": ("C-3-O|DOWNTOWN- OFFICE", "MUO|MIXED USE-OFFICE"),
    "shops": (
        "NC-1|NEIGHBORHOOD COMMERCIAL, CLUSTER",
        "NCT|NEIGHBORHOOD COMMERCIAL TRANSIT",
    ),
}
NUMBERS = (
    *("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"),
    *("TEN", "ELEVEN"),
)
CONDO, MOST_CONDOS, FIRST_CONDO = 0.3, 60, 101
FORMER, HALF = 0.04, 0.00006  # half the width of a lot, in degrees
FIRST_MAPPED, MAPPED_FOR = 722_815, 12_000  # 1980-01-01 and days since
Point = tuple[float, float]


class Lot(NamedTuple):
    """`stands_on` is the lot on the map; `dropped` the day it ended, 0 for none."""

    lot: str
    stands_on: str
    added: int
    dropped: int


class Lots:
    def __init__(self, scene: Scene) -> None:
        self.draws = scene.draws("parcels")
        self.rnd = self.draws.random.random
        self.today = scene.today
        self.next_lot: dict[str, int] = {}
        for parcel in scene.parcels:
            block, lot = parcel.address[:2]
            last = max(int(lot[:3]) + 1, FIRST_CONDO, self.next_lot.get(block, 0))
            self.next_lot[block] = last

    def of(self, parcel: Parcel) -> Iterator[Lot]:
        rnd, below = self.rnd, self.draws.below
        lot = parcel.address[1]
        added = FIRST_MAPPED + below(MAPPED_FOR) if rnd() < 0.2 else 0  # noqa: PLR2004
        yield Lot(lot, lot, added, 0)
        units = int(parcel.building.units)
        if parcel.building.kind == "flats" and units > 1 and rnd() < CONDO:
            converted = FIRST_MAPPED + below(MAPPED_FOR)
            for _ in range(min(units, MOST_CONDOS)):
                yield Lot(self.unused(parcel), lot, converted, 0)
        elif rnd() < FORMER:
            former = self.unused(parcel)
            yield Lot(former, former, 0, FIRST_MAPPED + below(MAPPED_FOR))

    def unused(self, parcel: Parcel) -> str:
        block = parcel.address[0]
        self.next_lot[block] += 1
        return f"{self.next_lot[block] - 1:03d}"

    def written(self, parcel: Parcel, lot: Lot) -> Values:
        block, _, number, _, street, suffix = parcel.address
        district, neighborhood, _, point, _ = parcel.place
        some = ZONING[parcel.building.kind]
        name = f"SUPERVISORIAL DISTRICT {district}" if district else ""
        text = NUMBERS[int(district) - 1] if district else ""
        on_map = "false" if lot.dropped else "true"
        upper = int(number) + 2 * (int(parcel.building.units) > 2)  # noqa: PLR2004
        return (
            *(block + lot.stands_on, block + lot.lot, block, lot.lot, number),
            *(str(upper), street.upper(), SUFFIXES.get(suffix, suffix.upper())),
            *("O" if int(number) % 2 else "E", on_map, on_map),
            *some[int(block[:4]) % len(some)].split("|"),
            *(midnight(lot.added), midnight(lot.dropped)),
            *(midnight(lot.added), midnight(lot.dropped), "", "", "", ""),
            *("false" if lot.dropped else "true", *self.drawn(point)),
            *(name, district, district.zfill(2) if district else "", text, ""),
            *(neighborhood, "", "", "", ""),
        )

    @staticmethod
    def drawn(point: str) -> tuple[str, str, str]:
        """A square as outline, and its middle: latitude, longitude."""
        if not point:
            return "", "", ""
        lon, lat = coordinates(point)
        west, east = round(lon - HALF, 6), round(lon + HALF, 6)
        south, north = round(lat - HALF, 6), round(lat + HALF, 6)
        corners = (west, south), (east, south), (east, north), (west, north)
        return outline([*corners]), f"{lat}", f"{lon}"


def coordinates(point: str) -> Point:
    """Longitude and latitude of `POINT (lon lat)`."""
    lon, lat = point[len("POINT (") : -1].split(" ")
    return float(lon), float(lat)


def outline(corners: list[Point]) -> str:
    ring = ", ".join(f"{lon} {lat}" for lon, lat in [*corners, corners[0]])
    return f"MULTIPOLYGON ((({ring})))"


def hull(points: Iterable[Point]) -> list[Point]:
    """The corners of the convex hull, counter-clockwise."""
    ordered = sorted(set(points))
    return half_hull(ordered) + half_hull(ordered[::-1])


def half_hull(ordered: list[Point]) -> list[Point]:
    corners: list[Point] = []
    for x, y in ordered:
        while len(corners) > 1:
            (ax, ay), (bx, by) = corners[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            corners.pop()
        corners.append((x, y))
    return corners[:-1]


def parcel_rows(scene: Scene, _heads: Iterable[Head]) -> Iterator[Values]:
    lots = Lots(scene)
    for parcel in scene.parcels:
        for lot in lots.of(parcel):
            yield lots.written(parcel, lot)


def neighborhood_rows(scene: Scene, _heads: Iterable[Head]) -> Iterator[Values]:
    """Coarse outlines: the hull of the sample's own addresses in each."""
    points: dict[str, set[Point]] = {}
    for parcel in scene.parcels:
        _, name, _, point, _ = parcel.place
        if name and point:
            points.setdefault(name, set()).add(coordinates(point))
    for name, some in sorted(points.items()):
        lon, lat = min(some)
        near = {(lon + HALF, lat + HALF), (lon, lat + HALF)}  # never without an area
        corners = hull(some | near)
        yield outline([(round(x, 6), round(y, 6)) for x, y in corners]), name
