import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from permits.entities.graph import build_graph
from permits.entities.statistics import refresh_entity_statistics
from permits.models import (
    Contact,
    Entity,
    EntityContact,
    EntityPossible,
    EntityRedirect,
    EntityStatistics,
    Load,
    Permit,
    Relationship,
    RoleStatistics,
)
from permits.search import index
from permits.tests.factories import (
    ContactFactory,
    InspectionFactory,
    LoadFactory,
    PermitFactory,
)
from permits.tests.pages.story import BATHS, KITCHEN, REVIEWED

pytestmark = pytest.mark.django_db

FIRM, ADA, TWIN, ODD, NAMELESS, MERGED, LOST = 11, 12, 13, 14, 15, 16, 17
FIRM_URL = "/entities/11/bano-sons/"
ADA_URL = "/entities/12/ada-ng/"
ODD_NAME = "</script><script>alert('e')</script> & <b>Co</b>"
ODD_URL = "/entities/14/script-script-alert-e-script-b-co-b/"
COSTLY = "202302020001"


def make_people() -> None:
    """A firm on sixty baths, an architect, one who may be the same, and odd ones."""
    entity(FIRM, "Baño & Sons", "firm", "contractor", licenses=["123456"])
    entity(ADA, "Ada Ng", "person", "architect", method="evidence", confidence=0.93,
           reasons=[{"reason": "name agrees", "links": 2}])  # fmt: skip
    entity(TWIN, "A. Ng", "person", "architect")
    entity(ODD, ODD_NAME, "firm", "contractor")
    entity(NAMELESS, None, "firm", None)
    EntityRedirect.objects.create(id=MERGED, entity_id=ADA)
    EntityRedirect.objects.create(id=LOST, entity_id=404)
    EntityPossible.objects.create(
        entity_a_id=ADA, entity_b_id=TWIN, points=-1,
        findings=[{"reason": "name agrees", "points": 2.5},
                  {"reason": "far apart in time", "points": -0.8}],
    )  # fmt: skip
    load = LoadFactory.create(dataset="contacts")
    _costly()
    for number in range(BATHS):
        named(f"20230601{number:04}", load, FIRM, firm_name="Baño & Sons")
    for both in (KITCHEN, COSTLY):
        named(both, load, FIRM, firm_name="BANO AND SONS")
        named(both, load, ADA, first_name="Ada", last_name="Ng")
    named("E2024", load, ADA, first_name="Ada", last_name="Ng")
    named(REVIEWED, load, ODD, firm_name=ODD_NAME)
    named(REVIEWED, load, NAMELESS)
    _count_permits()
    build_graph()
    refresh_entity_statistics()
    index.rebuild(load_id=load.pk)


def _costly() -> None:
    PermitFactory.create(
        permit_number=COSTLY, filed_date=dt.date(2023, 2, 2), permit_type=3,
        issued_date=dt.date(2023, 2, 5), estimated_cost=Decimal(250_000),
    )  # fmt: skip
    for number in range(12):
        InspectionFactory.create(
            reference_number=f"20230601{number:04}",
            inspector="LEE SAM" if number < 7 else "NG IDA",
        )


def _count_permits() -> None:
    for one in Entity.objects.all():
        one.permit_count = (
            one.contacts.values("contact__permit_number").distinct().count()
        )
        one.contact_count = one.contacts.count()
        one.save()


def entity(
    id_: int, name: str | None, kind: str, role: str | None, **more: object
) -> None:
    values = {
        "method": "single",
        "confidence": 1.0,
        "reasons": [],
        "roles": [{"role": role, "contacts": 3}] if role else [],
        "licenses": [],
        "business_numbers": [],
        "spellings": [{"name": name, "contacts": 3}] if name else [],
        "contact_count": 1,
        "permit_count": 1,
        "first_date": dt.date(2023, 1, 1),
        "last_date": dt.date(2024, 3, 1),
    }
    Entity.objects.create(id=id_, name=name, kind=kind, **values | more)


def named(number: str, load: Load, id_: int, **texts: str) -> Contact:
    contact = ContactFactory.create(permit_number=number, load=load, **texts)
    EntityContact.objects.create(contact=contact, entity_id=id_)
    return contact


@pytest.fixture(autouse=True)
def people(record: None) -> None:
    make_people()


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return re.sub(r"\s+", " ", answer.content.decode())


def section(client: Client, url: str, name: str) -> str:
    found = re.search(
        rf'<section [^>]*labelledby="{name}">.*?</section>', text(client, url)
    )
    assert found, name
    return found[0]


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/entities/11/", FIRM_URL),
        ("/entities/11/another-name/", FIRM_URL),
        ("/entities/11/Bano-Sons/", FIRM_URL),
        ("/entities/0011/bano-sons/", FIRM_URL),
        ("/entities/011.json", "/entities/11.json"),
        ("/entities/16/ada/", ADA_URL),
        ("/entities/16.json", "/entities/12.json"),
        ("/entities/15/x/", "/entities/15/name-not-recorded/"),
        ("/entities/11/?a=1", FIRM_URL),
    ],
)
def test_there_is_one_address(client: Client, asked: str, leads_to: str) -> None:
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, leads_to)


@pytest.mark.parametrize("url", [FIRM_URL, ADA_URL, ODD_URL, "/entities/11.json"])
def test_an_address_leads_nowhere_else(client: Client, url: str) -> None:
    assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        ("404", 404, "No person or firm has this number"),
        ("0", 404, "No person or firm has this number"),
        (f"1{'0' * 19}", 404, "up to 18 digits"),
        ("9" * 400, 404, "up to 18 digits"),
        ("jane", 404, "up to 18 digits"),
        ("-1", 404, "up to 18 digits"),
        ("1٢", 404, "up to 18 digits"),
        (str(LOST), 410, "merged into number 404"),
    ],
)
def test_where_there_is_none(
    client: Client, number: str, status: int, said: str
) -> None:
    page = client.get(f"/entities/{number}/x/")
    assert page.status_code == status
    assert said in page.content.decode()
    assert "<form" in page.content.decode()
    document = client.get(f"/entities/{number}.json")
    assert (document.status_code, document.json()["status"]) == (status, status)
    assert said in document.json()["detail"]


# The entity with its figures and what is loaded, partners, who may be the same, ties
# among the partners; the matches of the search and their permits.
QUERIES = 6


@pytest.mark.parametrize("url", [FIRM_URL, ADA_URL, ODD_URL, "/entities/11.json"])
def test_few_queries(client: Client, url: str) -> None:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) == QUERIES


def test_more_of_everything_takes_no_more_queries(client: Client) -> None:
    for id_ in range(100, 140):
        entity(id_, f"Person {id_}", "person", "owner")
        EntityPossible.objects.create(
            entity_a_id=FIRM, entity_b_id=id_, points=id_, findings=[]
        )
        Relationship.objects.create(
            entity_a_id=FIRM,
            entity_b_id=id_,
            shared_permits=1,
            weight=1,
            permit_numbers=[KITCHEN],
            permits_with_cost=0,
            neighborhoods=[],
        )
    with CaptureQueriesContext(connection) as queries:
        said = text(client, FIRM_URL)
    assert len(queries) == QUERIES
    assert said.count('<tr><th scope="row"><a href="/entities/') == 24


def test_what_it_did(client: Client) -> None:
    said = section(client, FIRM_URL, "work")
    for words in (
        "Building permits: 62.",
        "2023</a> </th> <td>61<",
        "Alterations, over the counter",
        "?type=8&amp;entity=11",
        '<a href="/neighborhoods/mission/">Mission</a>',
    ):
        assert words in said, words


def test_permits_that_no_list_has_are_counted_and_told(client: Client) -> None:
    said = section(client, ADA_URL, "work")
    assert "Building permits: 2; Numbers that no loaded permit has: 1." in said
    assert "Without a date of filing: 1." in said
    assert "year=2024" not in said


def test_days_beside_those_of_the_role(client: Client) -> None:
    said = section(client, FIRM_URL, "time")
    for words in (
        "2 people and firms whose commonest role is contractor",
        '10 days <span class="soft small">n = 61</span>',
        '3 days <span class="soft small">n = 1</span>',
        "too few to say",
    ):
        assert words in said, words
    assert said.count("n = 61") == 2


def test_patterns_are_figures_with_their_group(client: Client) -> None:
    RoleStatistics.objects.filter(pk="contractor").update(
        regulars=40, median_permits=12, inspected_entities=20,
        one_inspector_entities=5, costly_permits=300, fast_permits=30,
    )  # fmt: skip
    said = section(client, FIRM_URL, "patterns")
    for words in (
        "Named on 62 permits, which is 5.2 times the median of its role.",
        "The median is 12 permits, of the n = 40 people and firms",
        "LEE SAM is recorded on 7 of the 12 permits",
        "(58 %)",
        "n = 20",
        "this is so for 5 (25 %)",
        "1 of 1 issued permit above $100,000 (100 %)",
        "n = 300 such permits of everybody whose commonest role is contractor: 30 (10 %)",
        f'<a href="/permits/{COSTLY}/">',
        "They say nothing about why",
    ):
        assert words in said, words


def test_no_pattern_is_said_too(client: Client) -> None:
    assert "None of the three" in section(client, ODD_URL, "patterns")


def test_who_it_worked_with(client: Client) -> None:
    said = section(client, FIRM_URL, "partners")
    assert "1 other is named on the same permits." in said
    assert (
        f'<a href="{ADA_URL}">Ada Ng</a> <span class="soft small">Architect</span>'
        in said
    )
    assert "2023 to 2024" in said
    assert "$280,000" in said
    assert "Ba\u00f1o &amp; Sons and the 1 closest to it" in said
    assert "Nobody else is named" in section(client, "/entities/13/a-ng/", "partners")


def test_its_permits_are_those_of_a_search(client: Client) -> None:
    said = section(client, FIRM_URL, "permits")
    assert said.count('<article class="row">') == 10
    assert 'href="/search/?entity=11">All 62 building permits, with filters' in said
    assert "/search/?status=issued&amp;entity=11" in said
    found = text(client, "/search/?entity=11&status=complete")
    assert KITCHEN in found


def test_how_sure_it_is(client: Client) -> None:
    said = section(client, ADA_URL, "who")
    for words in (
        "Certainty: fair",
        "about 7 in 100",
        'Name agrees <span class="soft small">2 times</span>',
        "May be the same as",
        '<a href="/entities/13/a-ng/">A. Ng</a>',
        "<dt>For</dt> <dd> name agrees </dd>",
        "<dt>Against</dt> <dd> far apart in time </dd>",
        '3 contacts, one on <span class="number">E2024</span>',
    ):
        assert words in said, words
    firm = section(client, FIRM_URL, "who")
    assert "Certainty: nothing matched" in firm
    assert f'one on <a class="number" href="/permits/{KITCHEN}/">' in firm


def test_nobody_may_be_the_same(client: Client) -> None:
    assert "May be the same" not in section(client, FIRM_URL, "who")


def test_what_is_not_recorded_says_so(client: Client) -> None:
    said = text(client, "/entities/15/name-not-recorded/")
    for words in ("Name not recorded", "Role not recorded", "not recorded"):
        assert words in said
    assert "None" not in said.replace("None of the three", "")


def test_nothing_breaks_out_of_a_name(client: Client) -> None:
    said = text(client, ODD_URL)
    assert "alert(&#x27;e&#x27;)" in said
    assert "<script>alert" not in said


def test_newer_than_the_last_count(client: Client) -> None:
    EntityStatistics.objects.all().delete()
    said = text(client, FIRM_URL)
    assert "Not counted yet" in said
    assert "Patterns" not in said
    assert client.get("/entities/11.json").json()["statistics"] is None


def test_none_recorded_and_not_loaded_are_different(client: Client) -> None:
    Permit.objects.filter(pk=REVIEWED).delete()
    index.rebuild()
    said = section(client, ODD_URL, "permits")
    assert "none recorded as of January 1, 2026" in said
    Load.objects.filter(dataset="permits").update(status="removed")
    assert "Building permits: not loaded." in section(client, ODD_URL, "permits")
    sources = section(client, ODD_URL, "source")
    assert "not loaded" in sources
    assert "Contacts, 3pee-9qhc" in sources


def test_json_has_the_same(client: Client) -> None:
    found = client.get("/entities/12.json").json()
    assert found["entity"]["name"] == "Ada Ng"
    assert found["url"].endswith(ADA_URL)
    assert found["statistics"]["building_permits"] == 2
    assert found["role_statistics"]["role"] == "architect"
    assert [one["id"] for one in found["may_be_the_same"]] == [TWIN]
    assert [(one["id"], one["shared_permits"]) for one in found["partners"]] == [
        (FIRM, 2)
    ]
    assert found["permits"] == [KITCHEN, COSTLY]
    assert found["permits_url"] == "/search/?entity=12"
    assert found["loaded"]["contacts"] is not None
    assert found["is_sample"] is False
    assert "phone" not in str(found)


def test_only_reading(client: Client) -> None:
    assert client.post(FIRM_URL).status_code == 405
    assert client.head(FIRM_URL).status_code == 200
