import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from permits.models import Contact, Entity, EntityContact
from permits.tests.factories import ContactFactory
from permits.tests.pages.story import REVIEWED
from permits.views.people import people

pytestmark = pytest.mark.usefixtures("record")


def place(name: str | None) -> None:
    made = Entity.objects.create(
        id=7, name=name, kind="person", method="single", confidence=1, reasons=[],
        roles=[], licenses=[], business_numbers=[], spellings=[], contact_count=1,
        permit_count=1,
    )  # fmt: skip
    contact = Contact.objects.get(permit_number=REVIEWED)
    EntityContact.objects.create(contact=contact, entity=made)


def section(client: Client) -> str:
    page = client.get(f"/permits/{REVIEWED}/").content.decode()
    found = re.search(
        r'<section [^>]*labelledby="people">.*?</section>', page, re.DOTALL
    )
    assert found
    return re.sub(r"\s+", " ", found[0])


@pytest.mark.parametrize(
    ("name", "url"),
    [("Ada B. Ng", "/entities/7/ada-b-ng/"), (None, "/entities/7/name-not-recorded/")],
)
def test_a_contact_links_to_its_person(
    client: Client, name: str | None, url: str
) -> None:
    place(name)
    assert f'<a href="{url}">Ada Ng</a>' in section(client)


def test_one_that_was_not_placed_has_no_link(client: Client) -> None:
    said = section(client)
    assert "<strong>Ada Ng</strong>" in said
    assert "/entities/" not in said


def test_more_people_take_no_more_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place("Ada")
    for number in range(20):
        contact = ContactFactory.create(permit_number=REVIEWED, last_name=f"P{number}")
        EntityContact.objects.create(contact=contact, entity_id=7)
    client.get(f"/permits/{REVIEWED}/")
    with django_assert_num_queries(8):
        said = section(client)
    assert said.count("/entities/7/") == 21
    assert "13 more" in said


@pytest.mark.parametrize(
    ("values", "title", "note", "facts"),
    [
        ({}, "Name not recorded", "Role not recorded", ["not recorded"] * 2),
        ({"first_name": "Jo"}, "Jo", "Role not recorded", ["not recorded"] * 2),
        (
            {"firm_name": "Ng Co", "role": "owner", "license1": "1", "license2": "2"},
            "Ng Co",
            "Role: owner",
            ["Ng Co", "1, 2"],
        ),
    ],
)
def test_what_is_said_of_a_contact(
    values: dict[str, str], title: str, note: str, facts: list[str]
) -> None:
    (found,) = people([Contact(contact_key="none", **values)]).shown
    assert (found.title, found.note) == (title, note)
    assert [fact.value for fact in found.facts] == facts
