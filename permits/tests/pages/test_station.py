import html
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits import stations
from permits.models import Station
from permits.review.baselines import refresh_baselines
from permits.tests.review.steps import loaded, permit, reviews, step

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = "202606010001"


@pytest.fixture
def counted() -> None:
    """40 finished reviews at BLDG and one open, five at SFFD, one open at PPC."""
    loaded()
    reviews(40, department="DBI")
    for n in range(5):
        step(f"S{n}", 80 + n, 30, station="SFFD", department="SFFD")
    permit(OPEN)
    step(OPEN, 62, None, plan_checked_by="DOE <b>JANE</b>", department="DBI", step=1)
    permit("OLD", status="complete")
    step("OLD", 4000, None)
    permit("HELD", address=None)
    step("HELD", 300, None, station="PPC", addenda_number=2)
    refresh_baselines()


def said(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    text = re.sub(r"\s+", " ", answer.content.decode())
    assert ">None<" not in text
    return text


@pytest.mark.usefixtures("counted")
def test_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # What is loaded (also for the footer) and the stations with their baselines.
    with django_assert_num_queries(2):
        client.get("/stations/?order=code")
    # The station with its baselines, what is loaded, its open reviews, what came next.
    with django_assert_num_queries(4):
        client.get("/stations/BLDG/")
    # The permit's page has its eight, whether stations were counted or not.
    with django_assert_num_queries(8):
        client.get(f"/permits/{OPEN}/")


@pytest.mark.usefixtures("counted")
def test_a_station_in_words(client: Client) -> None:
    page = said(client, "/stations/BLDG/")
    for text in (
        "architectural and structural plan review",
        "Information Sheet G-20, August 29, 2025",
        "Department of Building Inspection",
        "1 more step was never closed",
        "June 30, 2026",
        "<td>40</td> <td>3 days</td> <td>5 days</td> <td>8 days</td> <td>9 days</td>",
        f'href="/permits/{OPEN}/"',
        "62 days",
        "DOE &lt;b&gt;JANE&lt;/b&gt;",
        "Jun 2026 (so far)",
        "After 40 reviews at BLDG",
        "no later station recorded",
        "/stations/BLDG.json",
    ):
        assert text in page, text
    assert "OLD" not in page


def test_a_number_that_can_have_no_page_is_no_link(client: Client) -> None:
    loaded()
    step("A/B", 5, None)
    refresh_baselines()
    page = said(client, "/stations/BLDG/")
    assert "A/B" in page
    assert "/permits/A" not in page


@pytest.mark.usefixtures("counted")
def test_too_few_is_said(client: Client) -> None:
    page = said(client, "/stations/SFFD/")
    assert "Only 5 reviews finished here in the last 90 days of the data" in page
    assert "too few to say" in page
    assert "After 5 reviews" not in page
    assert "No review is open here." in page
    page = said(client, "/stations/PPC/")
    assert "No review finished here in the last 365 days of the data." in page
    assert "No review finished here in these two years." in page
    assert "address not recorded, addendum 2" in page


@pytest.mark.usefixtures("counted")
def test_the_permit_is_measured_against_its_station(client: Client) -> None:
    page = said(client, f"/permits/{OPEN}/")
    link = '<a class="number" href="/stations/BLDG/">BLDG</a>'
    assert f"62 days at {link}</strong>; half of all reviews here took 5 days" in page
    assert "(n = 40)" in page
    # The others are of permits that are not in the record, so of no form.
    assert "Likely next" not in page


@pytest.mark.usefixtures("counted")
def test_likely_next_is_of_the_same_form(client: Client) -> None:
    for n in range(30):
        permit(f"F{n:02}", permit_type=3)
        step(f"F{n:02}", 20, 10, step=1)
        step(f"F{n:02}", 10, 9, station="SFFD" if n else "CPB", step=2)
    refresh_baselines()
    page = said(client, f"/permits/{OPEN}/")
    assert "Likely next" in page
    assert "After 30 reviews at BLDG" in page
    assert page.index('href="/stations/SFFD/"') < page.index('href="/stations/CPB/"')
    assert "(97 %)" in page
    assert "half of similar reviews took 10 days or less (n = 30)" in page


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("", "BLDG"),
        ("open", "BLDG"),
        ("code", "BLDG"),
        ("oldest", "PPC"),
        ("days90", "SFFD"),
        ("days365", "SFFD"),
        ("department", "BLDG"),
    ],
)
def test_the_list_is_in_the_order_asked_for(
    client: Client, order: str, first: str
) -> None:
    page = said(client, f"/stations/?order={order}")
    rows = re.findall(r'<th scope="row"> <a class="tap number" href="([^"]+)"', page)
    assert (len(rows), rows[0]) == (3, f"/stations/{first}/")
    assert page.count("aria-sort=") == 1
    assert "3 stations, 2 open reviews" in page
    assert "There is no order" not in page


@pytest.mark.usefixtures("counted")
def test_an_unknown_order_is_said_and_harmless(client: Client) -> None:
    page = said(client, "/stations/?order=<b>&order=%00" + "x" * 500)
    assert "There is no order" in page
    # The footer's link to tell us names the page, as it was asked for.
    assert "x" * 41 not in page.partition("<footer")[0]


# As codes are, and as they might be.
CODES = [
    "PAD-STR",
    "CP-ZOC",
    "HEALTH-FD",
    "ONE STOP",
    "BID/EID",
    "A//B",
    "/X",
    "100%",
    "A?B#C",
    "A+B&C",
    "Ünit",
    "X.json",
    "<b>",
    '"quoted"',
]


def test_every_code_has_a_page(client: Client) -> None:
    loaded()
    for n, code in enumerate(CODES):
        step(f"P{n}", 5, None, station=code)
    refresh_baselines()
    page = client.get("/stations/").content.decode()
    links = re.findall(
        r'<th scope="row">\s*<a class="tap number"\s+href="([^"]+)"', page
    )
    assert len(links) == len(CODES)
    seen = set()
    for link in map(html.unescape, links):
        assert client.get(link).status_code == 200, link
        beside = client.get(link.rstrip("/") + ".json")
        assert beside.status_code == 200, link
        seen.add(beside.json()["station"]["station"])
    assert seen == set(CODES)
    assert client.get("/stations/pad-str/")["Location"] == "/stations/PAD-STR/"


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("code", "near"),
    [("BLD", ["BLDG"]), ("BLGD", ["BLDG"]), ("SF", ["SFFD"]), ("zzzzzz", [])],
)
def test_an_unknown_code_names_near_ones(
    client: Client, code: str, near: list[str]
) -> None:
    page = said(client, f"/stations/{code}/", 404)
    assert "There is no station" in page
    assert "No review in the record was sent to a station of that code." in page
    for one in near:
        assert f'href="/stations/{one}/"' in page
    answer = client.get(f"/stations/{code}.json")
    assert (answer.status_code, answer.json()["near"]) == (404, near)


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("code", ["x" * 3000, "%FF", "..%2F", "<script>", "%20"])
def test_odd_codes_are_not_found(client: Client, code: str) -> None:
    assert "<script>alert" not in said(client, f"/stations/{code}/", 404)
    assert client.get(f"/stations/{code}.json").status_code == 404


def test_a_nul_is_refused(client: Client) -> None:
    assert client.get("/stations/%00/").status_code == 400


def test_not_loaded_not_counted_and_none_are_different(client: Client) -> None:
    assert "Plan review: not loaded." in said(client, "/stations/")
    loaded()
    step("P1", 5, None)
    not_counted = "have not been counted yet"
    assert not_counted in said(client, "/stations/")
    assert not_counted in said(client, "/stations/BLDG/", 404)
    refresh_baselines()
    assert not_counted not in said(client, "/stations/")


@pytest.mark.usefixtures("counted")
def test_json_has_the_same(client: Client) -> None:
    found = client.get("/stations/BLDG.json").json()
    assert found["station"]["baselines"]["90"]["n"] == 40
    assert found["station"]["open_reviews"] == 1
    assert found["station"]["meaning"]["source"].startswith("Information Sheet")
    assert found["longest_open"][0]["application_number"] == OPEN
    assert found["next"] == {"n": 40, "stations": [{"station": "", "reviews": 40}]}
    assert client.get("/stations/PPC.json").json()["next"] is None
    listed = client.get("/stations.json").json()
    assert [one["station"] for one in listed["stations"]] == ["BLDG", "PPC", "SFFD"]
    assert listed["loaded"]["addenda"]
    assert set(listed["stations"][0]) >= {f.name for f in Station._meta.fields}
    routing = client.get(f"/permits/{OPEN}.json").json()["routing"]
    assert routing[0]["usual"]["n"] == 40
    assert routing[0]["returns"] == 0


@pytest.mark.usefixtures("counted")
def test_every_page_leads_to_the_stations(client: Client) -> None:
    assert 'href="/stations/"' in said(client, "/")


@pytest.mark.parametrize(
    ("code", "name"),
    [("DBI", "Department of Building Inspection"), ("CPC", "CPC"), (None, "")],
)
def test_departments_as_far_as_a_text_says(code: str | None, name: str) -> None:
    assert stations.department(code) == name
