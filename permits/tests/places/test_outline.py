import gzip
import json
import math
from pathlib import Path

import pytest
from django.conf import settings

from permits.places.outline import TOLERANCE, Ring, polygons_of, simplified

SQUARE: Ring = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]
CITY = (
    Path(settings.SHARED_DIR) / "data" / "analysis_neighborhoods_j2bu-swwd.geojson.gz"
)


def test_corners_on_a_line_are_left_out() -> None:
    dense = [(0.0, n / 100) for n in range(100)] + SQUARE[1:]
    found = simplified({"type": "Polygon", "coordinates": [dense]})
    assert found == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}


def test_a_bulge_wider_than_the_tolerance_is_kept() -> None:
    bulge = (-10 * TOLERANCE, 0.5)
    found = simplified(
        {"type": "Polygon", "coordinates": [[SQUARE[0], bulge, *SQUARE[1:]]]}
    )
    assert bulge in polygons_of(found)[0][0]


@pytest.mark.parametrize("outline", [None, {"type": "Polygon", "coordinates": [[]]}])
def test_nothing_is_left_of_nothing(outline: dict[str, object] | None) -> None:
    assert simplified(outline) is None


def test_the_citys_outlines_become_small_and_stay_true() -> None:
    if not CITY.exists():
        pytest.skip(f"{CITY} is not there.")
    features = json.loads(gzip.decompress(CITY.read_bytes()))["features"]
    for feature in features[:6]:
        whole = feature["geometry"]
        small = simplified(whole)
        assert len(json.dumps(small)) < 20_000
        kept = {point for polygon in polygons_of(small) for point in polygon[0]}
        (largest, *_) = max(polygons_of(whole), key=lambda one: len(one[0]))
        assert max(_off(corner, kept) for corner in largest[::50]) < 0.02


def _off(corner: tuple[float, float], kept: set[tuple[float, float]]) -> float:
    return min(math.dist(corner, one) for one in kept)
