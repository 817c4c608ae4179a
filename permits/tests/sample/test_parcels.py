import pytest

from permits.sample.draws import Draws, interpolated
from permits.sample.parcels import build, expand, read_csv


@pytest.mark.parametrize(
    ("written", "blocks"),
    [
        ("", []),
        ("0090", ["0090"]),
        ("0090 0146-0148 0210A", ["0090", "0146", "0147", "0148", "0210A"]),
    ],
)
def test_expand(written: str, blocks: list[str]) -> None:
    assert expand(written) == blocks


def test_all_streets_and_neighborhoods_have_parcels() -> None:
    streets = {(r["street_name"], r["street_suffix"]) for r in read_csv("streets.csv")}
    parcels, weights = build(Draws(1), 25_000)
    assert {parcel.address[4:6] for parcel in parcels} == streets
    assert len({parcel.place[1] for parcel in parcels} - {""}) == 41
    assert min(weights) > 0
    assert len({parcel.address[:2] for parcel in parcels}) == len(parcels)


def test_numbers_lie_in_their_street() -> None:
    ranges: dict[tuple[str, str], list[int]] = {}
    for row in read_csv("streets.csv"):
        key = row["street_name"], row["street_suffix"]
        ends = int(row["first_number"]), int(row["last_number"])
        ranges.setdefault(key, []).extend(ends)
    for parcel in build(Draws(1), 3000).parcels:
        ends_ = ranges[parcel.address[4], parcel.address[5]]
        assert min(ends_) <= int(parcel.address[2]) <= max(ends_) + 1


@pytest.mark.parametrize(
    ("quantiles", "at", "percent", "value"),
    [
        ((0, 100), (0, 99), 50, 50),
        ((5, 5, 90), (0, 50, 99), 49, 5),
        ((10, 20), (2, 98), 0, 10),
        ((10, 20), (2, 98), 99, 20),
    ],
)
def test_interpolated(
    quantiles: tuple[int, ...], at: tuple[int, ...], percent: int, value: int
) -> None:
    assert interpolated(quantiles, at)[percent] == value
