import datetime as dt

import pytest

from permits import derived
from permits.entities.graph import build_graph
from permits.entities.statistics import refresh_entity_statistics
from permits.models import (
    Entity,
    EntityContact,
    EntityStatistics,
    RoleStatistics,
    TradePermit,
)
from permits.tests.entities.database import (
    another_run,
    dies_at,
    everything,
    lost_connection,
)
from permits.tests.factories import (
    ContactFactory,
    InspectionFactory,
    LoadFactory,
    PermitFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

ADA, BOB, CY = 1, 2, 3
FILED = dt.date(2024, 3, 1)


@pytest.fixture(autouse=True)
def people() -> None:
    for id_ in (ADA, BOB, CY):
        add(id_)
    # An entity is made of contacts; not all of those say a permit.
    contact = ContactFactory.create(permit_number=None, last_name="Cy")
    EntityContact.objects.create(contact=contact, entity_id=CY)


def add(id_: int, role: str | None = "agent") -> None:
    Entity.objects.create(
        id=id_, name=f"person {id_}", kind="person", method="single", confidence=1,
        reasons=[], roles=[{"role": role, "contacts": 1}] if role else [], licenses=[],
        business_numbers=[], spellings=[], contact_count=1, permit_count=1,
    )  # fmt: skip


def name_on(permit: str, *entities: int, **texts: str) -> None:
    for id_ in entities:
        contact = ContactFactory.create(permit_number=permit, **texts)
        EntityContact.objects.create(contact=contact, entity_id=id_)


def counted(id_: int) -> EntityStatistics:
    return EntityStatistics.objects.get(pk=id_)


def test_each_permit_counts_once() -> None:
    PermitFactory.create(permit_number="1")
    PermitFactory.create(permit_number="2", filed_date=dt.date(2022, 1, 1),
                         permit_type=3, permit_type_definition="alterations",
                         neighborhoods_analysis_boundaries="Excelsior")  # fmt: skip
    load = LoadFactory.create(dataset="electrical_permits")
    for key in ("a", "b"):
        TradePermit.objects.create(
            trade_permit_key=key, trade="electrical", permit_number="E1", load=load,
            filed_date=dt.date(2022, 5, 1), neighborhoods_analysis_boundaries="Mission",
        )  # fmt: skip
    name_on("1", ADA, ADA, BOB)
    name_on("2", ADA)
    name_on("E1", ADA, ADA)
    name_on("not loaded", ADA)
    build_graph()
    refresh_entity_statistics()
    ada = counted(ADA)
    assert (ada.building_permits, ada.electrical_permits) == (2, 1)
    assert (ada.plumbing_permits, ada.other_permits) == (0, 1)
    assert ada.years == [{"year": 2022, "permits": 2}, {"year": 2024, "permits": 1}]
    assert ada.types == [
        {"form": 3, "definition": "alterations", "permits": 1},
        {"form": 8, "definition": "otc alterations permit", "permits": 1},
    ]
    assert ada.neighborhoods == [
        {"name": "Mission", "permits": 2},
        {"name": "Excelsior", "permits": 1},
    ]
    assert (ada.partners, counted(BOB).partners, counted(CY).partners) == (1, 1, 0)


def test_nothing_recorded_is_not_zero_days() -> None:
    refresh_entity_statistics()
    cy = counted(CY)
    assert (cy.building_permits, cy.years, cy.issued) == (0, [], {})
    assert (cy.top_inspector, cy.inspected_permits) == (None, 0)


def issue(number: str, days: int | None, form: int = 8, **more: object) -> None:
    issued = None if days is None else FILED + dt.timedelta(days=days)
    PermitFactory.create(permit_number=number, permit_type=form, filed_date=FILED,
                         issued_date=issued, **more)  # fmt: skip


def test_days_to_issue_are_told_apart_by_form() -> None:
    for number, (days, form) in enumerate(
        [(0, 8), (1, 8), (100, 3), (200, 3), (300, 2), (None, 3), (-5, 3)]
    ):
        issue(f"{number}", days, form)
        name_on(f"{number}", ADA)
    refresh_entity_statistics()
    assert counted(ADA).issued == {
        "counter": {"permits": 2, "median_days": 0.5},
        "other": {"permits": 3, "median_days": 200},
    }


def test_a_permit_counts_once_for_a_role() -> None:
    issue("1", 10)
    issue("2", 30)
    name_on("1", ADA, BOB)
    name_on("2", BOB)
    refresh_entity_statistics()
    role = RoleStatistics.objects.get(pk="agent")
    assert role.entities == 3
    assert role.issued == {"counter": {"permits": 2, "median_days": 20}}


def test_no_role_has_no_comparison() -> None:
    add(9, role=None)
    name_on("1", 9)
    refresh_entity_statistics()
    assert counted(9).role is None
    assert set(RoleStatistics.objects.values_list("role", flat=True)) == {"agent"}


def test_fast_and_costly() -> None:
    for number, (days, cost) in enumerate(
        [(6, 100_001), (7, 200_000), (0, 100_000), (None, 500_000), (0, 300_000)]
    ):
        issue(f"{number}", days, estimated_cost=1, revised_cost=cost)
        name_on(f"{number}", ADA)
    refresh_entity_statistics()
    ada = counted(ADA)
    assert (ada.costly_permits, ada.fast_permits) == (3, 2)
    assert ada.fast_numbers == ["4", "0"]
    role = RoleStatistics.objects.get()
    assert (role.costly_permits, role.fast_permits) == (3, 2)


def inspect(number: str, inspector: str | None, of: str = "permit") -> None:
    InspectionFactory.create(
        reference_number=number, reference_number_type=of, inspector=inspector
    )


def test_inspectors_by_permit_not_by_visit() -> None:
    for number in range(3):
        name_on(f"{number}", ADA)
    for _ in range(5):
        inspect("0", "LEE SAM")
    inspect("0", "NG IDA")
    inspect("1", "NG IDA", of="Permit")
    inspect("1", None)
    inspect("2", " ")
    inspect("2", "NG IDA", of="complaint")
    refresh_entity_statistics()
    ada = counted(ADA)
    assert (ada.inspected_permits, ada.top_inspector) == (2, "NG IDA")
    assert ada.top_inspector_permits == 2


def test_the_group_with_one_inspector() -> None:
    for number in range(10):
        name_on(f"{number}", ADA, BOB)
        name_on(f"b{number}", BOB)
        inspect(f"{number}", "NG IDA" if number < 5 else f"someone {number}")
        inspect(f"b{number}", f"other {number}")
    refresh_entity_statistics()
    role = RoleStatistics.objects.get()
    assert (role.inspected_entities, role.one_inspector_entities) == (2, 1)


def test_regulars_of_a_role() -> None:
    Entity.objects.filter(pk=ADA).update(permit_count=10)
    Entity.objects.filter(pk=BOB).update(permit_count=30)
    name_on("1", ADA, BOB)
    refresh_entity_statistics()
    role = RoleStatistics.objects.get()
    assert (role.regulars, role.median_permits) == (2, 20)


def test_ways_of_writing_the_commonest_first() -> None:
    for number in range(3):
        name_on(f"{number}", ADA, first_name="Ada", last_name="Ng", license1="C-10 1")
    name_on("3", ADA, firm_name="Ng Builders")
    refresh_entity_statistics()
    ada = counted(ADA)
    assert ada.writing_count == 2
    assert ada.writings == [
        {"first_name": "Ada", "last_name": "Ng", "license1": "C-10 1", "contacts": 3,
         "permit": "2"},
        {"firm_name": "Ng Builders", "contacts": 1, "permit": "3"},
    ]  # fmt: skip


def some() -> None:
    issue("1", 10)
    issue("2", 300, form=3)
    name_on("1", ADA, BOB)
    name_on("2", BOB)
    inspect("1", "NG IDA")
    build_graph()


def test_a_second_run_leaves_every_row_untouched() -> None:
    some()
    first = refresh_entity_statistics()
    before = everything(EntityStatistics, RoleStatistics)
    again = refresh_entity_statistics()
    assert everything(EntityStatistics, RoleStatistics) == before
    assert (again.removed, again.changed, again.added) == (0, 0, 0)
    assert (first.added, again.entities) == (3, 3)
    assert first.sentence() == ("3 people and firms counted: 3 new, 0 changed, 0 gone.")
    assert first.figures()["added"] == 3


def test_a_run_over_some_leaves_the_others_alone() -> None:
    some()
    refresh_entity_statistics()
    issue("5", 1)
    name_on("5", ADA, BOB)
    EntityContact.objects.filter(entity=CY).delete()
    # As a run does it: the database does not cascade.
    Entity.objects.filter(pk=CY)._raw_delete("default")
    add(9)
    name_on("5", 9)
    done = refresh_entity_statistics(entity_ids={ADA, CY, 9, 404})
    assert (done.entities, done.removed, done.changed, done.added) == (2, 1, 1, 1)
    assert [counted(id_).building_permits for id_ in (ADA, BOB, 9)] == [2, 2, 1]
    assert not EntityStatistics.objects.filter(pk=CY).exists()
    whole = refresh_entity_statistics()
    assert (whole.removed, whole.changed, whole.added) == (0, 1, 0)
    assert counted(BOB).building_permits == 3


def test_a_run_over_none_does_nothing() -> None:
    some()
    refresh_entity_statistics()
    done = refresh_entity_statistics(entity_ids=[])
    assert (done.entities, done.removed, done.changed, done.added) == (0, 0, 0, 0)


def test_some_agree_with_all() -> None:
    some()
    refresh_entity_statistics()
    done = refresh_entity_statistics(entity_ids=[ADA, BOB, CY])
    assert (done.entities, done.changed) == (3, 0)


@pytest.mark.parametrize(
    "step", ["statistics_named", "statistics_roles", "delete_gone", "insert_new"]
)
def test_a_run_that_is_killed_leaves_the_old_rows(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    some()
    refresh_entity_statistics()
    before = everything(EntityStatistics, RoleStatistics)
    issue("5", 1)
    name_on("5", ADA)
    with monkeypatch.context() as patched:
        dies_at(step, patched)
        with lost_connection():
            refresh_entity_statistics()
    assert everything(EntityStatistics, RoleStatistics) == before
    refresh_entity_statistics()
    assert counted(ADA).building_permits == 2


def test_one_run_at_a_time() -> None:
    with another_run(), pytest.raises(derived.BusyError, match="Another run"):
        refresh_entity_statistics()
