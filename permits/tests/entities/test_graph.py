import datetime as dt
import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permits.entities import graph
from permits.entities.contacts import Contact as Row
from permits.entities.graph import build_graph, ego, partners
from permits.entities.store import resolve_entities
from permits.models import (
    Entity,
    EntityContact,
    PermitLocation,
    Relationship,
    TradePermit,
)
from permits.tests.entities.database import (
    another_run,
    dies_at,
    entity_of,
    everything,
    lost_connection,
    put,
)
from permits.tests.factories import (
    ContactFactory,
    LoadFactory,
    PermitFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

ADA, BOB, CY, DEE, ED = 1, 2, 3, 4, 5


@pytest.fixture(autouse=True)
def people() -> None:
    for id_ in range(1, 8):
        Entity.objects.create(
            id=id_, name=f"person {id_}", kind="person", method="single", confidence=1,
            reasons=[], roles=[{"role": "agent", "contacts": 1}], licenses=[],
            business_numbers=[], spellings=[], contact_count=1, permit_count=1,
        )  # fmt: skip


def name_on(permit: str, *entities: int, day: dt.date | None = None) -> None:
    for id_ in entities:
        contact = ContactFactory.create(permit_number=permit, from_date=day)
        EntityContact.objects.create(
            contact=contact, entity_id=id_, permit_number=permit
        )


def pair(one: int, other: int) -> Relationship:
    return Relationship.objects.get(entity_a=one, entity_b=other)


def pairs() -> set[tuple[int, int]]:
    return set(Relationship.objects.values_list("entity_a", "entity_b"))


def test_what_two_share() -> None:
    PermitFactory.create(permit_number="P1", filed_date=dt.date(2020, 1, 1), estimated_cost=100,
                  revised_cost=150, neighborhoods_analysis_boundaries="Mission")  # fmt: skip
    PermitFactory.create(permit_number="P2", filed_date=dt.date(2022, 1, 1), estimated_cost=40,
                  neighborhoods_analysis_boundaries="Excelsior")  # fmt: skip
    name_on("P1", BOB, ADA)
    name_on("P2", ADA, BOB, CY)
    name_on("P3", ADA)
    assert build_graph().relationships == 3
    assert pairs() == {(ADA, BOB), (ADA, CY), (BOB, CY)}
    both = pair(ADA, BOB)
    assert (both.shared_permits, both.permit_numbers) == (2, ["P2", "P1"])
    assert (both.first_date, both.last_date) == (
        dt.date(2020, 1, 1),
        dt.date(2022, 1, 1),
    )
    assert (both.total_cost, both.permits_with_cost) == (Decimal(190), 2)
    assert both.neighborhoods == ["Excelsior", "Mission"]
    # Two on a permit weigh 1, three 1/2.
    assert (both.weight, pair(ADA, CY).weight) == (1.5, 0.5)


def test_a_cost_is_counted_once() -> None:
    permit = PermitFactory.create(permit_number="P1", estimated_cost=100)
    PermitLocation.objects.create(record_id="second", permit=permit, load=permit.load)
    name_on("P1", ADA, ADA, BOB, BOB, BOB)
    build_graph()
    both = pair(ADA, BOB)
    assert (both.shared_permits, both.total_cost, both.weight) == (1, Decimal(100), 1.0)
    PermitFactory.create(permit_number="P2", estimated_cost=100)
    name_on("P2", ADA, BOB)
    build_graph()
    # Equal costs of two permits are two costs.
    assert pair(ADA, BOB).total_cost == Decimal(200)


def test_a_trade_permit_at_two_addresses_is_one_permit() -> None:
    load = LoadFactory.create(dataset="electrical_permits")
    for key in ("a", "b"):
        TradePermit.objects.create(
            trade_permit_key=key, trade="electrical", permit_number="E1", load=load,
            filed_date=dt.date(2019, 5, 1), permit_valuation=70,
            neighborhoods_analysis_boundaries="Marina",
        )  # fmt: skip
    name_on("E1", ADA, BOB)
    build_graph()
    both = pair(ADA, BOB)
    assert (both.shared_permits, both.total_cost) == (1, Decimal(70))
    assert (both.first_date, both.neighborhoods) == (dt.date(2019, 5, 1), ["Marina"])


def test_what_is_not_recorded_is_not_zero() -> None:
    PermitFactory.create(permit_number="P1", estimated_cost=None, filed_date=None)
    name_on("P1", ADA, BOB)
    name_on("elsewhere", CY, DEE, day=dt.date(2001, 1, 1))
    build_graph()
    assert (pair(ADA, BOB).total_cost, pair(ADA, BOB).permits_with_cost) == (None, 0)
    assert pair(ADA, BOB).first_date is None
    # A permit that is not loaded has the date of its contacts.
    assert pair(CY, DEE).first_date == dt.date(2001, 1, 1)


def test_twenty_permit_numbers_the_latest_first() -> None:
    for number in range(23):
        PermitFactory.create(permit_number=f"P{number:02}",
                      filed_date=dt.date(2000 + number, 1, 1))  # fmt: skip
        name_on(f"P{number:02}", ADA, BOB)
    build_graph()
    both = pair(ADA, BOB)
    assert both.shared_permits == 23
    assert both.permit_numbers == [f"P{number:02}" for number in range(22, 2, -1)]


@pytest.mark.parametrize(("parties", "related"), [(3, 3), (4, 0)])
def test_a_permit_of_too_many_parties_makes_no_pairs(
    parties: int, related: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph, "MOST_PARTIES", 3)
    name_on("P1", *range(1, parties + 1))
    assert build_graph().relationships == related


def test_a_second_build_leaves_every_row_untouched() -> None:
    name_on("P1", ADA, BOB, CY)
    name_on("P2", BOB, CY, DEE)
    first = build_graph()
    before = everything(Relationship)
    again = build_graph()
    assert everything(Relationship) == before
    assert (again.removed, again.changed, again.added) == (0, 0, 0)
    assert first.added == again.relationships == 5


def test_only_what_changed_is_written() -> None:
    name_on("P1", ADA, BOB)
    name_on("P2", CY, DEE)
    build_graph()
    EntityContact.objects.filter(entity=DEE).update(entity=ED)
    name_on("P3", ADA, BOB)
    built = build_graph()
    assert (built.removed, built.changed, built.added) == (1, 1, 1)
    assert pairs() == {(ADA, BOB), (CY, ED)}


@pytest.mark.parametrize("step", ["relate", "delete_gone", "insert_new"])
def test_a_build_that_is_killed_leaves_the_old_graph(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_on("P1", ADA, BOB)
    build_graph()
    before = everything(Relationship)
    EntityContact.objects.filter(entity=BOB).update(entity=CY)
    with monkeypatch.context() as patched:
        dies_at(step, patched)
        with lost_connection():
            build_graph()
    assert everything(Relationship) == before
    build_graph()
    assert pairs() == {(ADA, CY)}


def test_one_build_at_a_time() -> None:
    LoadFactory.create(dataset="permits")
    err = StringIO()
    with another_run(), pytest.raises(SystemExit):
        call_command("build_graph", stderr=err)
    assert "Another run" in err.getvalue()


def test_the_command_is_a_refresh_of_what_is_made_from_the_graph() -> None:
    name_on("P1", ADA, BOB)
    LoadFactory.create(dataset="permits")
    out = StringIO()
    call_command("build_graph", json=True, stdout=out, stderr=StringIO())
    built, counted = json.loads(out.getvalue())
    assert built["figures"]["relationships"] == 1
    assert (built["step"], counted["step"]) == ("graph", "entity_statistics")
    err = StringIO()
    call_command("build_graph", whole=True, stderr=err)
    assert "1 pairs worked together: 0 new, 0 changed, 0 no longer." in err.getvalue()


def chain() -> None:
    """Ada - Bob - Cy - Dee - Ed, and Ada and Bob on two permits."""
    for number, (one, other) in enumerate([(1, 2), (2, 3), (3, 4), (4, 5), (1, 2)]):
        name_on(f"P{number}", one, other)
    build_graph()


@pytest.mark.parametrize(
    ("hops", "reached"), [(0, 1), (1, 2), (2, 3), (3, 4), (9, 4), (-1, 1)]
)
def test_a_network_reaches_three_steps_at_most(hops: int, reached: int) -> None:
    chain()
    found = ego(ADA, hops=hops)
    assert [node.hop for node in found.nodes] == list(range(reached))
    assert [node.id for node in found.nodes] == list(range(1, reached + 1))
    assert len(found.edges) == reached - 1
    assert (found.found, found.ran_out_of_time) == (reached, False)


def test_a_hub_is_shown_but_not_passed_through() -> None:
    chain()
    Entity.objects.filter(pk=BOB).update(permit_count=graph.HUB_PERMITS + 1)
    found = ego(ADA, hops=3)
    assert [(node.id, node.is_hub) for node in found.nodes] == [
        (ADA, False),
        (BOB, True),
    ]
    # In the middle it shows its own partners.
    assert {node.id for node in ego(BOB, hops=1).nodes} == {ADA, BOB, CY}


def test_a_network_keeps_the_nearest_and_strongest() -> None:
    name_on("P1", ADA, BOB)
    name_on("P2", ADA, CY)
    name_on("P3", ADA, CY)
    name_on("P4", CY, DEE)
    build_graph()
    found = ego(ADA, hops=2, max_nodes=2)
    assert ([node.id for node in found.nodes], found.found) == ([ADA, CY], 4)
    assert [edge.shared_permits for edge in found.edges] == [2]
    assert {node.id for node in ego(ADA, hops=2, fanout=1).nodes} == {ADA, CY}
    node = found.nodes[1]
    assert (node.name, node.role, node.kind, node.permit_count) == (
        "person 3", "agent", "person", 1,
    )  # fmt: skip


def test_a_network_out_of_time_says_so() -> None:
    chain()
    found = ego(ADA, hops=3, milliseconds=0)
    assert ([node.id for node in found.nodes], found.ran_out_of_time) == ([ADA], True)


def test_a_network_takes_two_queries() -> None:
    chain()
    with CaptureQueriesContext(connection) as queries:
        ego(ADA, hops=3)
    assert len(queries) == 2


def test_nobody_has_no_network() -> None:
    found = ego(99)
    assert (found.nodes, found.edges, found.found) == ([], [], 0)


def test_partners_are_on_either_side_the_strongest_first() -> None:
    chain()
    assert [str(each) for each in partners(BOB)] == ["1 2: 2", "2 3: 1"]


def test_a_busy_expediter_does_not_join_the_clients(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(graph, "HUB_PERMITS", 20)
    clients = ["Auk", "Bunting", "Coot", "Dunlin", "Egret", "Finch", "Gull", "Heron"]
    for number in range(24):
        bird = clients[number % 8]
        put(
            [
                Row(f"e{number}", f"P{number}", "pmt consultant/expediter", "Robert",
                    "Yarrow", agent_address="77 Kittiwake Ave"),
                Row(f"c{number}", f"P{number}", "contractor", firm=f"{bird} Tile Inc",
                    license=f"71{number % 8}111"),
            ]
        )  # fmt: skip
    resolve_entities()
    build_graph()
    expediter = Entity.objects.get(kind="person")
    assert expediter.permit_count == 24
    auk = entity_of("c0")
    found = ego(auk, hops=3)
    assert [(node.id, node.is_hub) for node in found.nodes] == [
        (auk, False),
        (expediter.pk, True),
    ]
    # Nothing is lost: the expediter's own network and table have every client.
    assert len(ego(expediter.pk, hops=1).nodes) == 1 + len(clients)
    assert [each.shared_permits for each in partners(expediter.pk)] == [3] * 8
