import datetime as dt
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits.models import Load, Neighborhood, NeighborhoodStatistics, Permit
from permits.tests.pages.story import KITCHEN, REVIEWED

HERE = "/neighborhoods/mission/"
OUTLINE = {
    "type": "MultiPolygon",
    "coordinates": [[[[-122.43, 37.74], [-122.40, 37.74], [-122.41, 37.77], [-122.43, 37.74]]]],
}  # fmt: skip
EMPTY = {
    "permits": 0, "open_permits": 0, "complaints": 0, "open_complaints": 0, "filed": [],
    "days": [], "complaint_years": [], "recent": [], "largest": [], "firms": [],
    "outline": None, "loaded_at": dt.datetime(2026, 1, 2, 20, tzinfo=dt.UTC),
}  # fmt: skip


def put(slug: str, name: str | None, **values: object) -> None:
    NeighborhoodStatistics.objects.create(slug=slug, name=name, **(EMPTY | values))


@pytest.fixture
def counted(record: None) -> None:
    put(
        "mission",
        "Mission",
        permits=1204,
        open_permits=30,
        filed=[[1999, 3, 4], [2001, 8, 7], [2001, 1, 2], [2001, None, 1], [None, 8, 5]],
        days=[["over the counter", 0.4, 12]],
        complaints=3,
        open_complaints=1,
        complaint_years=[[1999, 2], [2001, 1], [None, 1]],
        recent=[REVIEWED, "gone"],
        largest=[KITCHEN],
        firms=[[7, "Ng & Sons", 41]],
        outline=OUTLINE,
    )
    put(
        "",
        None,
        permits=9000,
        days=[["in-house", 210.0, 800], ["over the counter", 3, 99]],
    )
    Permit.objects.filter(pk=KITCHEN).update(latitude=37.75, longitude=-122.42)


def page_of(client: Client, url: str = HERE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.usefixtures("counted")
class TestPage:
    def test_few_queries(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        # The figures, here and of the city, the permits they name, and what is loaded.
        with django_assert_num_queries(3):
            client.get(HERE)

    @pytest.mark.parametrize(
        "said",
        [
            "<dd>1,204, 30 open</dd>",
            "<dd>3, 1 open</dd>",
            "loaded January 2, 2026",
            '<a href="/search/?neighborhood=Mission&amp;year=2001">2001</a>',
            "New construction",
            "Everything else",
            "5 permits without a recorded day of filing are not in the charts",
            'same day <span class="small soft">n = 12, too few to compare</span>',
            '3 days <span class="small soft">n = 99</span>',
            '210 days <span class="small soft">n = 800</span>',
            '<span class="soft">none issued</span>',
            f'href="/permits/{REVIEWED}/"',
            "Kitchen remodel",
            '<a href="/entities/7/ng-sons/">Ng &amp; Sons</a>',
            "Complaints by the year they were filed",
            'href="/neighborhoods/mission.json"',
            'class="area"',
            'class="dot"',
        ],
    )
    def test_says(self, client: Client, said: str) -> None:
        assert said in page_of(client)

    def test_a_kind_without_permits_is_left_out(self, client: Client) -> None:
        assert "Demolition" not in page_of(client)

    def test_the_table_has_every_year_and_its_sum(self, client: Client) -> None:
        table = page_of(client).split("Permits by kind and year")[1]
        assert table.index(">2001<") < table.index(">2000<") < table.index(">1999<")
        row = table.split(">2001<")[1].split("</tr>")[0]
        assert re.findall(r"<td>(\d+)</td>", row) == ["2", "0", "7", "1", "10"]

    def test_a_permit_that_is_gone_is_left_out(self, client: Client) -> None:
        assert "/permits/gone/" not in page_of(client)

    def test_json_has_the_same(self, client: Client) -> None:
        found = client.get("/neighborhoods/mission.json").json()
        assert (found["name"], found["permits"]) == ("Mission", 1204)
        assert found["filed"][0] == {"year": 1999, "permit_type": 3, "permits": 4}
        assert found["days_filed_to_issued_city"][0]["median_days"] == 210
        assert [one["permit_number"] for one in found["largest"]] == [KITCHEN]
        assert found["firms"] == [{"id": 7, "name": "Ng & Sons", "permits": 41}]

    def test_map_data(self, client: Client) -> None:
        area, point = client.get(f"{HERE}map.json").json()["features"]
        assert area["properties"]["name"] == "Mission"
        assert point["properties"]["url"] == f"/permits/{KITCHEN}/"
        assert point["geometry"]["coordinates"] == [-122.42, 37.75]

    @pytest.mark.parametrize("typed", ["Mission", "MISSION", "mission-"])
    def test_odd_writings_lead_to_the_canonical_one(
        self, client: Client, typed: str
    ) -> None:
        answer = client.get(f"/neighborhoods/{typed}/")
        assert (answer.status_code, answer["Location"]) == (301, HERE)

    @pytest.mark.parametrize("typed", ["nowhere", "-", "a/b", "'", "x" * 300])
    def test_one_that_does_not_exist_is_not_found(
        self, client: Client, typed: str
    ) -> None:
        assert client.get(f"/neighborhoods/{typed}/").status_code == 404
        assert client.get(f"/neighborhoods/{typed}.json").status_code == 404
        assert client.get(f"/neighborhoods/{typed}/map.json").status_code == 404


@pytest.mark.usefixtures("record")
class TestNotCounted:
    def test_says_so(self, client: Client) -> None:
        load = Load.objects.all()[0]
        Neighborhood.objects.create(name="Noe Valley", load=load)
        page = page_of(client, "/neighborhoods/noe-valley/")
        assert "Its figures have not been counted yet." in page
        assert "leaflet" not in page
        found = client.get("/neighborhoods/noe-valley.json").json()
        assert (found["permits"], found["counted_at"]) == (None, None)

    def test_another_one_names_those_there_are(self, client: Client) -> None:
        load = Load.objects.all()[0]
        Neighborhood.objects.create(name="Noe Valley", load=load)
        answer = client.get("/neighborhoods/nowhere/")
        assert 'href="/neighborhoods/noe-valley/"' in answer.content.decode()
        listed = client.get("/neighborhoods/nowhere.json").json()["neighborhoods"]
        assert listed == ["noe-valley"]

    def test_none_recorded_and_not_loaded_are_different(self, client: Client) -> None:
        put("marina", "Marina")
        page = page_of(client, "/neighborhoods/marina/")
        assert "Complaints: none recorded as of" in page
        assert "No building permit is recorded here." in page
        Load.objects.filter(dataset="complaints").update(status="removed")
        page = page_of(client, "/neighborhoods/marina/")
        assert "Complaints: not loaded." in page
