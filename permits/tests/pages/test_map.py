import pytest

from permits.views.map import WIDTH, Area, Map, Spot

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[-122.43, 37.74], [-122.43, 37.77], [-122.40, 37.77], [-122.43, 37.74]]],
}  # fmt: skip


def of(*spots: Spot, areas: tuple[Area, ...] = ()) -> Map:
    return Map("Map", "/map.json", areas, spots)


def spot(latitude: float, longitude: float, *, here: bool = False) -> Spot:
    return Spot("name", "note", latitude, longitude, is_here=here)


@pytest.mark.parametrize(
    "spots",
    [
        [(37.75, -122.42)],
        [(37.75, -122.42), (37.75, -122.42)],
        [(37.75, -122.5), (37.75, -122.4)],
        [(37.70, -122.42), (37.80, -122.42)],
    ],
)
def test_every_spot_is_inside_the_drawing(spots: list[tuple[float, float]]) -> None:
    made = of(*(spot(*one) for one in spots))
    for dot in made.dots:
        assert 0 < dot.x < WIDTH
        assert 0 < dot.y < made.frame.height
    assert 300 < made.frame.height < 650


def test_north_is_up_and_a_degree_east_is_shorter_than_one_north() -> None:
    south, east, here = of(
        spot(37.70, -122.45), spot(37.75, -122.40), spot(37.75, -122.45, here=True)
    ).dots
    assert here.is_here
    assert south.y > here.y
    assert east.x > here.x
    assert (east.x - here.x) / (south.y - here.y) == pytest.approx(0.79, abs=0.01)


def test_the_frame_is_of_the_areas_if_there_are_any() -> None:
    made = of(spot(37.75, -122.42), areas=(Area("Mission", SQUARE),))
    (path,) = made.paths
    assert path.startswith("M")
    assert path.endswith("Z")
    assert path.count("L") == 2
    assert not made.is_empty
    assert of().is_empty
