import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits.models import Load, Neighborhood, Parcel, PermitLocation
from permits.places.around import Around, NearLot
from permits.tests.factories import PermitFactory
from permits.views import parcel_map
from permits.views.parcel_map import parcel_map as made

HERE = "/parcels/3616/007/"
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[[-122.43, 37.74], [-122.40, 37.74], [-122.41, 37.77], [-122.43, 37.74]]],
}  # fmt: skip


def put_points() -> None:
    """The kitchen's lot and the one of the shelf; other lots have no point."""
    for lot, latitude in (("007", 37.75), ("008", 37.751)):
        found = PermitLocation.objects.filter(block="3616", lot=lot)
        found.update(latitude=latitude, longitude=-122.42)
    load = Load.objects.all()[0]
    Neighborhood.objects.create(name="Mission", outline=OUTLINE, load=load)


@pytest.mark.usefixtures("record")
class TestPage:
    def test_draws_the_outline_the_parcel_and_its_neighbours(
        self, client: Client
    ) -> None:
        put_points()
        page = client.get(HERE).content.decode()
        assert page.count('class="area"') == 1
        assert len(re.findall(r'class="dot is-here"', page)) == 1
        assert len(re.findall(r'class="dot"', page)) == 1
        assert f'data-map-url="{HERE}map.json"' in page
        assert "leaflet.js" in page
        assert 'href="/parcels/3616/008/"' in page
        assert "Lot 008: 1 permit" in page

    def test_without_a_point_there_is_no_map_and_no_script(
        self, client: Client
    ) -> None:
        page = client.get(HERE).content.decode()
        assert "No point is recorded for this lot." in page
        assert "leaflet" not in page
        assert client.get(f"{HERE}map.json").status_code == 404

    def test_the_point_of_the_list_of_parcels_comes_first(self, client: Client) -> None:
        put_points()
        Parcel.objects.filter(pk="3616007").update(latitude=37.76, longitude=-122.41)
        found = client.get(f"{HERE}map.json").json()["features"]
        here = [one for one in found if one["properties"].get("is_here")]
        assert [one["geometry"]["coordinates"] for one in here] == [[-122.41, 37.76]]

    def test_data_is_geojson_in_few_queries(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        put_points()
        # The parcel with what is around it.
        with django_assert_num_queries(1):
            found = client.get(f"{HERE}map.json").json()
        kinds = [one["geometry"]["type"] for one in found["features"]]
        assert (found["type"], kinds) == (
            "FeatureCollection",
            ["Polygon", "Point", "Point"],
        )
        near = found["features"][2]["properties"]
        assert near == {
            "name": "2500 Mission St",
            "note": "Lot 008: 1 permit",
            "url": "/parcels/3616/008/",
            "is_here": False,
        }

    @pytest.mark.parametrize("url", ["9999/999", "x/y", "3616/030-033"])
    def test_data_of_no_parcel_is_not_found(self, client: Client, url: str) -> None:
        assert client.get(f"/parcels/{url}/map.json").status_code == 404

    def test_markup_in_an_address_is_text(self, client: Client) -> None:
        put_points()
        PermitFactory.create(lot="012", street_name="<script>alert(1)</script>")
        at = PermitLocation.objects.filter(lot="012")
        at.update(latitude=37.75, longitude=-122.42)
        assert "<script>alert" not in client.get(HERE).content.decode()


def test_only_the_nearest_lots_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parcel_map, "MOST_LOTS", 2)
    near = [NearLot(f"{n:03}", 37.75 + n / 1000, -122.4, 1, None) for n in (1, 9, 5, 3)]
    shown = made("3616", "001", None, Around(lots=near), tied={"003"})
    assert [spot.name for spot in shown.listed] == [
        "Block 3616, lot 005",
        "Block 3616, lot 009",
    ]
