import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits.search import index
from permits.search.suggest import suggest
from permits.tests.factories import ParcelFactory, PermitFactory
from permits.tests.search.entity_rows import EntityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(db: None) -> None:
    for number in range(3):
        PermitFactory.create(
            permit_number=f"20240301000{number}", description="kitchen skylight"
        )
    PermitFactory.create(street_name="03rd", street_suffix="Av", street_number="120")
    PermitFactory.create(street_name="O'Farrell", description="kitchenette")
    PermitFactory.create(
        street_name="Castro", neighborhoods_analysis_boundaries="Castro/Upper Market"
    )
    index.rebuild()


def labels(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.label) for one in suggest(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2500 mis", [("address", "2500 Mission St")]),
        ("2500 mission street", [("address", "2500 Mission St")]),
        ("120 3rd", [("address", "120 3rd Ave")]),
        ("120 03rd av", [("address", "120 3rd Ave")]),
        ("O'Far", [("street", "O'Farrell St")]),
        ("9999 mission", [("street", "Mission St")]),
        ("kitch", [("word", "kitchen")]),
        ("new kitch", [("word", "new kitchen")]),
        ("zzz", []),
        ("k", []),
        ("", []),
        ("%", []),
        ("\0", []),
        ("\ud800\ud800", []),
        ("_it", []),
    ],
)
def test_offers_what_is_in_the_record(
    record: None, text: str, expected: list[tuple[str, str]]
) -> None:
    assert labels(text)[:1] == expected


def test_permit_numbers_lead_to_their_permits(record: None) -> None:
    first, *_ = suggest("2024-0301")
    assert (first.label, first.url) == ("202403010000", "/permits/202403010000/")
    assert len(suggest("20240301", limit=2)) == 2


def test_other_suggestions_lead_to_their_search(record: None) -> None:
    (one,) = suggest("2500 mission")
    assert one.url == "/search/?q=2500+Mission+St"


def test_no_kind_crowds_out_the_rest(record: None) -> None:
    for number in range(20):
        PermitFactory.create(street_number=str(number), street_name=f"Castro {number}")
    index.rebuild()
    kinds = {kind for kind, _ in labels("cast")}
    assert kinds == {"street", "neighborhood"}


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("2500 mission", 2),
        ("20240301", 3),
        ("new kitch", 3),
        ("3616/0", 2),
        ("x" * 9999, 3),
    ],
)
def test_number_of_queries(record: None, text: str, most: int) -> None:
    with CaptureQueriesContext(connection) as captured:
        suggest(text)
    assert len(captured) <= most


def test_people_and_parcels_are_offered_in_groups(record: None) -> None:
    entity = EntityFactory.create(name="Kitchell Builders", kind="firm")
    found = suggest("kitch")
    assert [(one.group, one.kind, one.label) for one in found] == [
        ("People and firms", "firm", "Kitchell Builders"),
        ("Words", "word", "kitchen"),
    ]
    assert found[0].url == f"/entities/{entity.pk}/kitchell-builders/"
    ParcelFactory.create(block="3616", lot="007")
    ParcelFactory.create(block="3616", lot="030")
    for typed, lots in (
        ("3616/0", ["007", "030"]),
        ("3616/03", ["030"]),
        ("3616-9", []),
    ):
        parcels = [one.label for one in suggest(typed) if one.kind == "parcel"]
        assert parcels == [f"Block 3616, lot {lot}" for lot in lots], typed
    assert suggest("3616/030")[0].url == "/parcels/3616/030/"


@pytest.mark.parametrize("typed", ["987654", "C-10 987654", "0987654", "7654321"])
def test_numbers_offer_whose_they_are(record: None, typed: str) -> None:
    EntityFactory.create(
        name="Ada Ng", licenses=["987654"], business_numbers=["7654321"]
    )
    assert ("person", "Ada Ng") in labels(typed)


def test_people_leave_room_for_the_rest(record: None) -> None:
    for number in range(9):
        EntityFactory.create(name=f"Castro {number}")
        PermitFactory.create(street_number=str(number), street_name="Castro")
    index.rebuild()
    kinds = [kind for kind, _ in labels("cast")]
    assert kinds.count("person") == 3
    assert len(kinds) <= 8
    assert {"street", "neighborhood", "person"} <= set(kinds)
