"""A graph brought up to date is the one that is built anew."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from permits.derived import Progress
from permits.entities import graph, last_run
from permits.entities.contacts import Contact as Row
from permits.entities.graph import Built, build_graph
from permits.entities.store import resolve_entities
from permits.models import (
    Contact,
    EntityRun,
    Load,
    Permit,
    Relationship,
    RelationshipDue,
    TradePermit,
)
from permits.tests.entities.database import entity_of, everything, put
from permits.tests.factories import LoadFactory, PermitFactory

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2015, 5, 1).toordinal()
FIRMS = {"auk": "711111", "bunting": "722222", "coot": "733333", "dunlin": "744444"}


@pytest.fixture(autouse=True)
def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_run, "WHOLE_ABOVE", 9.0)
    for number in ("P1", "P2", "P3"):
        PermitFactory.create(permit_number=number, estimated_cost=100)
    name("P1", "auk", "bunting", "coot")
    name("P2", "auk", "bunting")
    name("P3", "coot", "dunlin")
    name("E1", "auk", "dunlin")
    TradePermit.objects.create(
        trade_permit_key="e", trade="electrical", permit_number="E1",
        permit_valuation=70, load=LoadFactory.create(dataset="electrical_permits"),
    )  # fmt: skip
    resolve_entities()
    build_graph()


def name(permit: str, *firms: str) -> None:
    put(
        Row(f"{permit} {firm}", permit, "contractor", firm=f"{firm} Tile",
            license=FIRMS[firm], day=DAY)
        for firm in firms
    )  # fmt: skip


def pair(one: str, other: str) -> Relationship:
    ids = sorted((entity_of(one), entity_of(other)))
    return Relationship.objects.get(entity_a=ids[0], entity_b=ids[1])


def follow() -> Built:
    resolved = resolve_entities()
    assert not resolved.whole
    assert resolved.touched is not None
    return build_graph(touched=resolved.touched)


def a_new_party() -> None:
    # The weight of the pair that was there alone changes, too.
    name("P2", "coot")


def a_new_permit() -> None:
    name("P4", "coot", "bunting")


def a_contact_moves() -> None:
    Contact.objects.filter(pk="P1 coot").update(permit_number="P2")


def a_contact_is_gone() -> None:
    Contact.objects.filter(pk="P3 dunlin").delete()


def a_correction() -> None:
    Contact.objects.filter(pk="P1 auk").update(firm_name="coot Tile", license1="733333")


def a_day_of_its_own() -> None:
    Permit.objects.filter(pk="P1").delete()
    Contact.objects.filter(pk="P1 coot").update(from_date=dt.date(2001, 2, 3))


def another_cost() -> None:
    load = LoadFactory.create()
    Permit.objects.filter(pk="P2").update(estimated_cost=900, load=load)


def another_valuation() -> None:
    load = LoadFactory.create(dataset="electrical_permits")
    TradePermit.objects.update(permit_valuation=900, load=load)


@pytest.mark.parametrize(
    "change",
    [
        *(a_new_party, a_new_permit, a_contact_moves, a_contact_is_gone),
        *(a_correction, a_day_of_its_own, another_cost, another_valuation),
    ],
)
def test_it_is_what_a_whole_build_finds(change: Callable[[], None]) -> None:
    change()
    built = follow()
    assert built.removed + built.changed + built.added > 0
    again = build_graph()
    assert (again.removed, again.changed, again.added) == (0, 0, 0)
    assert again.relationships == built.relationships


def test_pairs_that_nothing_touched_stay_where_they_are() -> None:
    before = everything(Relationship)[0]
    another_valuation()
    assert follow().changed == 1
    assert len(
        set(map(repr, before)) & set(map(repr, everything(Relationship)[0]))
    ) == (len(before) - 1)


def test_with_nothing_new_no_row_is_written() -> None:
    before = everything(Relationship, EntityRun, RelationshipDue)
    build_graph(touched=frozenset())
    assert everything(Relationship, EntityRun, RelationshipDue) == before


def test_what_two_runs_changed_is_counted_by_one_build() -> None:
    a_new_party()
    resolve_entities()
    a_contact_is_gone()
    follow()
    assert pair("P2 auk", "P2 coot").shared_permits == 2
    assert not build_graph().changed
    assert not RelationshipDue.objects.exists()


def test_a_load_that_was_running_is_looked_at_by_the_next_build() -> None:
    load = LoadFactory.create(status="running", finished_at=None)
    LoadFactory.create()
    assert follow().changed == 0
    Permit.objects.filter(pk="P2").update(estimated_cost=900, load=load)
    Load.objects.filter(pk=load.pk).update(
        status="succeeded", finished_at=dt.datetime(2026, 1, 3, tzinfo=dt.UTC)
    )
    follow()
    assert pair("P2 auk", "P2 bunting").total_cost == Decimal(1000)


@pytest.mark.parametrize("why", ["never built", "whole run", "removed", "too much"])
def test_all_is_counted_where_a_part_would_not_do(
    why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def part(_progress: Progress) -> dict[str, int]:
        raise AssertionError("only a part was counted")

    monkeypatch.setattr(graph, "_count_due", part)
    match why:
        case "never built":
            EntityRun.objects.update(graph_loads=None)
        case "whole run":
            resolve_entities(whole=True)
        case "removed":
            Load.objects.filter(dataset="electrical_permits").update(status="removed")
        case "too much":
            monkeypatch.setattr(last_run, "WHOLE_ABOVE", 0.01)
            another_cost()
    TradePermit.objects.update(permit_valuation=900)
    assert build_graph(touched=frozenset()).changed > 0
