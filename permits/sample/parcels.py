"""The invented parcels: an address, a block and lot, a place and a building each.

The streets with their neighbourhoods, zip codes, districts, number ranges and ends are
the city's (streets.csv; a street without records got some neighbourhood), and so are a
neighbourhood's blocks and what its permits are for. The parcels are not.
"""

import csv
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any, NamedTuple, TypeAlias

from .draws import Draws

FILES = resources.files(__package__)
Row: TypeAlias = dict[str, str]
# Parcels of a block are numbered from 1; one in so many has a letter, as after a split.
LETTERED_LOT = 23
# One number in so many has a letter; all parcels but one in so many are on the map.
NUMBER_SUFFIX, PLACED = 60, 150
BUSIEST = 12  # times the permits of a parcel of its neighbourhood, at most
FINELY = 1_000_000  # parts of a permit in a weight
EVERY_STREET = 20_000  # parcels; with as many, each street has one


class Building(NamedTuple):
    use: str
    kind: str
    occupancy: str
    construction: str
    stories: str
    units: str


class Parcel(NamedTuple):
    """`address`: block to street_suffix; `place`: district to point_source."""

    address: tuple[str, str, str, str, str, str]
    place: tuple[str, str, str, str, str]
    building: Building


class Parcels(NamedTuple):
    parcels: list[Parcel]
    weights: list[int]


def read_csv(name: str) -> list[Row]:
    text = FILES.joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads(FILES.joinpath(name).read_text(encoding="utf-8"))


class Buildings:
    """Draws what stands on a parcel from the uses of its neighbourhood's permits."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.kinds = read_toml("buildings.toml")
        self.construction = {
            row["use"]: draws.pool("12345", [int(row[n]) for n in "12345"])
            for row in read_csv("construction.csv")
        }
        self.uses: dict[str, list[tuple[str, int]]] = {}
        for row in read_csv("uses.csv"):
            uses = self.uses.setdefault(row["neighborhood"], [])
            uses.append((row["use"], int(row["permits"])))

    def intensity(self, use: str) -> int:
        return int(self.kinds.get(use, self.kinds["other"])["permits"])

    def parcels_needed(self, neighborhood: str) -> int:
        """How many parcels its permits come from, as the kinds of use tell."""
        uses = self.uses[neighborhood]
        return sum(1000 * permits // self.intensity(use) for use, permits in uses)

    def of(self, neighborhood: str) -> Iterator[Building]:
        uses = self.uses[neighborhood]
        weights = [1000 * permits // self.intensity(use) for use, permits in uses]
        for use in self.draws.pool([use for use, _ in uses], weights):
            yield self.building(use)

    def building(self, use: str) -> Building:
        kind = self.kinds.get(use, self.kinds["other"])
        below = self.draws.below
        construction = next(self.construction[use])
        stories = kind["stories"][below(len(kind["stories"]))]
        if construction == "5":  # wood does not rise higher
            stories = min(stories, 2 + below(4))
        units = kind["units"][below(len(kind["units"]))]
        if units > (most := stories * stories * 3 // 2):  # no 120 flats on two floors
            units = 1 + below(most) if most else 0
        rank = below(len(kind["occupancy"]))
        occupancy = kind["occupancy"][below(rank + 1)]
        return Building(
            use, kind["kind"], occupancy, construction, str(stories), str(units)
        )


def build(draws: Draws, count: int) -> Parcels:
    """About `count` parcels with whole-number weights: how many permits each draws."""
    buildings = Buildings(draws)
    streets: dict[str, list[Row]] = {}
    for row in read_csv("streets.csv"):
        streets.setdefault(row["neighborhood"], []).append(row)
    neighborhoods = read_csv("neighborhoods.csv")
    needed = [buildings.parcels_needed(row["neighborhood"]) for row in neighborhoods]
    total, every = sum(needed), count >= EVERY_STREET
    made = Parcels([], [])
    for row, share in zip(neighborhoods, needed, strict=True):
        name = row["neighborhood"]
        few = max(count * share // total, 3)
        parcels = list(in_neighborhood(buildings, row, streets[name], few, every=every))
        made.parcels.extend(parcels)
        made.weights.extend(weights(buildings, row, parcels))
    return made


def weights(
    buildings: Buildings, neighborhood: Row, parcels: list[Parcel]
) -> Iterator[int]:
    """How many permits each draws: for every use as many as the neighbourhood has."""
    drawn = [weight(buildings, parcel) for parcel in parcels]
    most = BUSIEST * sum(drawn) // len(drawn)
    drawn = [min(each, most) for each in drawn]
    sums: dict[str, int] = {}
    for parcel, each in zip(parcels, drawn, strict=True):
        use = parcel.building.use
        sums[use] = sums.get(use, 0) + each
    uses = dict(buildings.uses[neighborhood["neighborhood"]])
    present = sum(uses[use] for use in sums)
    permits = int(neighborhood["permits"]) * FINELY
    for parcel, each in zip(parcels, drawn, strict=True):
        use = parcel.building.use
        yield max(permits * uses[use] * each // sums[use] // present, 1)


def weight(buildings: Buildings, parcel: Parcel) -> int:
    """Heavy-tailed: the busiest of many draw fifty times the least, towers more."""
    building, draws = parcel.building, buildings.draws
    drawn = buildings.intensity(building.use) * (1000 // (20 + draws.below(980)))
    if building.kind == "offices" and building.stories != "0":
        return drawn * (4 + int(building.stories)) // 15 + 1
    return drawn


def in_neighborhood(
    buildings: Buildings,
    neighborhood: Row,
    streets: list[Row],
    count: int,
    *,
    every: bool,
) -> Iterator[Parcel]:
    draws = buildings.draws
    stands = buildings.of(neighborhood["neighborhood"])
    faces: list[tuple[Row, list[int]]] = []
    for used, share in streets_used(draws, streets, count, every=every):
        faces.extend(faces_of(draws, used, share))
    blocks = expand(neighborhood["blocks"])
    lots: dict[str, int] = {}
    for n, (street, numbers) in enumerate(faces):
        block = blocks[n * len(blocks) // len(faces)]
        if block not in lots:
            lots[block] = draws.below(25)
        for number in numbers:
            lots[block] += 1 + draws.below(2)
            letter = "" if draws.below(LETTERED_LOT) else "ABCN"[draws.below(4)]
            lot = f"{lots[block]:03d}{letter}"
            yield parcel(draws, street, number, (block, lot), next(stands))


def streets_used(
    draws: Draws, streets: list[Row], count: int, *, every: bool
) -> Iterator[tuple[Row, int]]:
    """How many parcels each street gets; at least one if `every` street is to have."""
    total = sum(int(row["weight"]) for row in streets)
    for row in streets:
        exact = count * int(row["weight"]) * 1000 // total
        some = exact // 1000 + (draws.below(1000) < exact % 1000)
        if some or every:
            yield row, max(some, 1)


def faces_of(draws: Draws, street: Row, count: int) -> Iterator[tuple[Row, list[int]]]:
    """The street's numbers, spread over its range, by hundred and side."""
    first, last = int(street["first_number"]), int(street["last_number"])
    room = last - first + 1
    count = min(count, room)
    faces: dict[tuple[int, int], list[int]] = {}
    before = first - 1
    for n in range(count):
        start, end = first + room * n // count, first + room * (n + 1) // count
        number = max(start + draws.below(max(end - start, 1)), before + 1)
        before = number
        faces.setdefault((number // 100, number % 2), []).append(number)
    for numbers in faces.values():
        yield street, numbers


def parcel(
    draws: Draws,
    street: Row,
    number: int,
    block_lot: tuple[str, str],
    building: Building,
) -> Parcel:
    suffix = "" if draws.below(NUMBER_SUFFIX) else "AAAABBVVCP"[draws.below(10)]
    name, kind = street["street_name"], street["street_suffix"]
    return Parcel(
        (*block_lot, str(number), suffix, name, kind),
        place(draws, street, number),
        building,
    )


def place(draws: Draws, street: Row, number: int) -> tuple[str, str, str, str, str]:
    if not draws.below(PLACED):
        return "", "", street["zipcode"], "", ""
    return (
        street["district"],
        street["neighborhood"],
        street["zipcode"],
        point(draws, street, number),
        "eas_address_point" if draws.below(25) else "parcel_centroid",
    )


def point(draws: Draws, street: Row, number: int) -> str:
    first, last = int(street["first_number"]), int(street["last_number"])
    along = (number - first) / max(last - first, 1)
    ends = [
        float(street[k]) for k in ("lon_first", "lat_first", "lon_last", "lat_last")
    ]
    # Even and odd numbers face each other, some 20 m from the middle of the street.
    side = (0.00012 + draws.below(10) / 100_000) * (1 if number % 2 else -1)
    runs_north = abs(ends[3] - ends[1]) > abs(ends[2] - ends[0])
    lon = ends[0] + (ends[2] - ends[0]) * along + (side if runs_north else 0)
    lat = ends[1] + (ends[3] - ends[1]) * along + (0 if runs_north else side)
    return f"POINT ({round(lon, 6)} {round(lat, 6)})"


def expand(blocks: str) -> list[str]:
    """`0090 0146-0148 0210A` as single blocks."""
    every: list[str] = []
    for run in blocks.split():
        first, _, last = run.partition("-")
        if last:
            every.extend(f"{n:04d}" for n in range(int(first), int(last) + 1))
        else:
            every.append(first)
    return every
