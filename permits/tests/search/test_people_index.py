from typing import Any

import pytest
from django.db import connection

from permits.models import Entity, EntityContact, EntityRedirect, PermitSearchRecent
from permits.search import index
from permits.search.filters import Filters
from permits.search.people_index import refresh_people
from permits.search.query import search
from permits.search.subject import with_subject
from permits.tests.factories import PermitFactory
from permits.tests.search.asking import ask, found, read
from permits.tests.search.entity_rows import EntityFactory, name_on

pytestmark = pytest.mark.django_db


def permits_of(entity: Entity, **params: Any) -> list[str]:
    return found(ask(entity=str(entity.pk), **params))


@pytest.fixture
def people(db: None) -> tuple[Entity, Entity]:
    """Jane is on the first two of four permits, Tom on the second."""
    jane = EntityFactory.create(name="Jane Roe")
    tom = EntityFactory.create(name="Tom Orrin")
    permits = [
        PermitFactory.create(permit_number=f"20240000000{n}", status=status)
        for n, status in enumerate(["issued", "filed", "issued", "issued"])
    ]
    name_on(jane, *permits[:2])
    name_on(tom, permits[1])
    return jane, tom


def test_a_build_finds_the_permits_of_an_entity(people: tuple[Entity, Entity]) -> None:
    index.rebuild()
    jane, tom = people
    assert permits_of(jane) == ["202400000000", "202400000001"]
    assert permits_of(jane, status="filed") == ["202400000001"]
    assert found(ask("zebra", entity=str(jane.pk))) == []
    assert permits_of(tom) == ["202400000001"]
    assert refresh_people().permits == 0


def test_trade_permits_are_others(people: tuple[Entity, Entity]) -> None:
    plumber = EntityFactory.create(name="Vane Plumbing")
    name_on(plumber, PermitFactory.create(), source="k6kv-9kix")
    index.rebuild()
    assert permits_of(plumber) == []


@pytest.mark.parametrize("whole", [True, False])
def test_a_refresh_follows_the_entities(
    people: tuple[Entity, Entity], whole: bool
) -> None:
    index.rebuild()
    jane, tom = people
    moved = EntityContact.objects.get(contact_id=f"3pee-9qhc:{jane.pk}:202400000000")
    moved.entity = tom
    moved.save()
    ids = None if whole else {jane.pk, tom.pk}
    done = refresh_people(ids)
    assert done.figures() == {"permits": 1}
    assert "1 permits" in done.sentence()
    assert permits_of(jane) == ["202400000001"]
    assert permits_of(tom) == ["202400000000", "202400000001"]
    assert refresh_people(ids).permits == 0


def test_a_refresh_of_few_looks_at_their_permits_alone(
    people: tuple[Entity, Entity],
) -> None:
    index.rebuild()
    jane, _ = people
    EntityContact.objects.all().delete()
    assert refresh_people({jane.pk}).permits == 2
    assert refresh_people(set()).permits == 0
    assert permits_of(jane) == []


def test_a_refresh_of_few_permits_keeps_the_stored_order() -> None:
    jane = EntityFactory.create()
    permits = [PermitFactory.create() for _ in range(60)]
    index.rebuild()
    name_on(jane, permits[5])
    assert refresh_people().permits == 1
    assert PermitSearchRecent.objects.get().permit_number == permits[5].pk
    assert permits_of(jane) == [permits[5].pk]


def test_before_the_first_build_there_is_nothing_to_do(
    people: tuple[Entity, Entity],
) -> None:
    assert refresh_people().permits == 0


def test_the_index_answers_for_a_busy_entity(people: tuple[Entity, Entity]) -> None:
    jane, _ = people
    index.rebuild()
    page = search(read(""), Filters(entity=jane.pk))
    assert page.count.value == 2
    assert next(f for f in page.facets if f.name == "status").values


def test_an_entity_has_its_name(people: tuple[Entity, Entity]) -> None:
    jane, _ = people
    named = with_subject(Filters(entity=jane.pk))
    assert named.entity_name == "Jane Roe"
    assert [chip.label for chip in named.chips()] == ["person or firm: Jane Roe"]
    assert with_subject(Filters()) == Filters()


def test_a_merged_id_leads_on(people: tuple[Entity, Entity]) -> None:
    jane, _ = people
    EntityRedirect.objects.create(id=999, entity=jane)
    led = with_subject(Filters(entity=999))
    assert (led.entity, led.entity_name) == (jane.pk, "Jane Roe")
    assert led.problems == (f"Number 999 is now part of number {jane.pk}, Jane Roe.",)


def test_an_unknown_id_is_told_and_finds_nothing(people: tuple[Entity, Entity]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO entity_redirects (id, entity_id) VALUES (998, 997)")
    for asked in (998, 12345, 10**18 - 1):
        led = with_subject(Filters(entity=asked))
        assert (led.entity, led.entity_name) == (asked, None)
        assert str(asked) in led.problems[0]
        assert search(read(""), led).rows == ()
