import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits.search import index
from permits.search.suggest import suggest
from permits.tests.factories import PermitFactory

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


@pytest.mark.parametrize("text", ["2500 mission", "20240301", "new kitch", "x" * 9999])
def test_number_of_queries(record: None, text: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        suggest(text)
    assert len(captured) <= 2
