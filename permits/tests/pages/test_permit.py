import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits import words
from permits.models import Permit
from permits.tests.pages.story import (
    BARE,
    KITCHEN,
    MANY,
    REVIEWED,
    SCRIPT,
    SCRIPT_TEXT,
)
from permits.views import facts

pytestmark = pytest.mark.usefixtures("record")

# Not facts of the permit, or shown elsewhere on its page.
NOT_FACTS = {
    "permit_number",
    "record_id",
    "description",
    "status",
    "data_as_of",
    "data_loaded_at",
    "unparsed",
    "load",
}


def page_of(client: Client, number: str) -> str:
    answer = client.get(f"/permits/{number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_few_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # The permit with its load and what is loaded (also for the footer), its locations,
    # other permits there, its changes, the median days of similar permits, its reviews,
    # inspections and contacts.
    for number in (KITCHEN, REVIEWED, "202306010000"):
        with django_assert_num_queries(8):
            client.get(f"/permits/{number}/")


def test_tells_the_record_in_words(client: Client) -> None:
    page = page_of(client, KITCHEN)
    for said in (
        "2500 Mission St",
        "Kitchen remodel",
        "The permit is recorded as complete",
        '<q class="raw">complete</q>',
        "$30,000",
        "March 1, 2024",
        "7 days after filing",
        "10 days after filing",
        "similar permits: within 10 days",
        "174 days after issue",
        "not recorded",
        "“13/45/2024”",
        "A cost of $1",
        "i98e-djp9",
        "January 2, 2026",
        "city file: permits.csv",
    ):
        assert said in page, said


def test_tells_what_changed(client: Client) -> None:
    page = page_of(client, KITCHEN)
    assert "Issued</ins>" in page
    assert "not recorded</del>" in page
    assert "$30,000</ins>" in page


def test_folds_many_addresses(client: Client) -> None:
    page = page_of(client, MANY)
    assert "Its 29 addresses" in page
    assert "24 more addresses" in page
    assert page.count('record <span class="number">') == 29


def test_lists_other_permits_at_the_parcel(client: Client) -> None:
    assert "No other permit is recorded at block 7504" in page_of(client, MANY)
    page = page_of(client, "202306010000")
    assert "/permits/202306010059/" in page
    assert "?block=3616&amp;lot=010" in page
    assert "59 others" in page


def test_what_is_not_recorded_is_said(client: Client) -> None:
    page = page_of(client, BARE)
    for said in (
        "Address not recorded",
        "Description not recorded",
        "Status not recorded",
        "No dates are recorded",
        "No address is recorded",
        "block and lot are not recorded",
    ):
        assert said in page, said
    assert "<dd></dd>" not in page
    assert ">None<" not in page


def test_every_column_is_on_the_page() -> None:
    shown = {fact.name for group in facts.groups(Permit()) for fact in group.facts}
    columns = {field.name for field in Permit._meta.concrete_fields} - NOT_FACTS
    assert {words.field(name) for name in columns} <= shown


def test_markup_in_the_data_is_text(client: Client) -> None:
    page = page_of(client, SCRIPT)
    assert "<script>alert" not in page
    assert "&lt;/script&gt;&lt;script&gt;alert" in page
    block = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL
    )
    assert block
    document = json.loads(block[1])
    assert document["@type"] == "GovernmentPermit"
    assert document["description"] == SCRIPT_TEXT
    assert document["url"] == f"http://testserver/permits/{SCRIPT}/"


@pytest.mark.parametrize("typed", ["2024-0301-0001", "2024 0301 0001", " 202403010001"])
def test_odd_writings_lead_to_the_canonical_one(client: Client, typed: str) -> None:
    answer = client.get(f"/permits/{typed}/")
    assert answer.status_code == 301
    assert answer["Location"] == f"/permits/{KITCHEN}/"


def test_lower_case_leads_to_the_canonical_one(client: Client) -> None:
    Permit.objects.create(permit_number="7711072S", load=Permit.objects.all()[0].load)
    assert client.get("/permits/7711072s/")["Location"] == "/permits/7711072S/"


def test_a_number_that_does_not_exist_names_near_ones(client: Client) -> None:
    answer = client.get("/permits/202403010002/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "There is no permit" in page
    assert f"/permits/{KITCHEN}/" in page
    assert '<input id="q"' in page
    near = client.get("/permits/202403010002.json")
    assert near.status_code == 404
    assert KITCHEN in near.json()["near"]


def test_json_holds_every_column(client: Client) -> None:
    found = client.get(f"/permits/{KITCHEN}.json").json()
    columns = {field.name for field in Permit._meta.concrete_fields} - {"load"}
    assert set(found["permit"]) == columns
    assert found["permit"]["completed_date"] == "2024-09-01"
    assert found["permit"]["existing_use"] is None
    assert len(found["locations"]) == 1
    assert len(found["changes"]) == 2
    assert found["source"]["dataset"] == "i98e-djp9"
    assert found["source"]["is_sample"] is False


def test_the_list_of_permits_is_the_search(client: Client) -> None:
    assert client.get("/permits/")["Location"] == "/search/"
