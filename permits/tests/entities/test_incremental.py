import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import LiteralString

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from permits import derived
from permits.entities import last_run
from permits.entities.contacts import Contact as Row
from permits.entities.resolve import resolve
from permits.entities.store import Resolved, resolve_entities
from permits.models import (
    Contact,
    Entity,
    EntityContact,
    EntityKeys,
    EntityPossible,
    EntityRedirect,
    EntityRun,
    RelationshipDue,
)
from permits.tests.entities.database import (
    entity_of,
    everything,
    lost_connection,
    other_connection,
    put,
)
from permits.tests.entities.story import STORY
from permits.tests.factories import ContactFactory, LoadFactory, PermitFactory

pytestmark = pytest.mark.django_db(transaction=True)

MODELS = (
    *(Entity, EntityContact, EntityRedirect, EntityPossible),
    *(EntityRun, EntityKeys, RelationshipDue),
)
DAY = dt.date(2015, 5, 1).toordinal()
ROWS = [row for _, row in STORY]


@pytest.fixture(autouse=True)
def _never_whole_for_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_run, "WHOLE_ABOVE", 9.0)


def clusters() -> set[frozenset[str]]:
    held: dict[int, set[str]] = {}
    for contact, entity in EntityContact.objects.values_list("contact", "entity"):
        held.setdefault(entity, set()).add(contact)
    return {frozenset(contacts) for contacts in held.values()}


def those_of_a_whole_run(rows: Iterable[Row]) -> set[frozenset[str]]:
    return {frozenset(entity.contacts) for entity in resolve(rows).entities}


def partial() -> Resolved:
    result = resolve_entities()
    assert not result.whole
    return result


@pytest.mark.parametrize("late", [2, 5, 20])
def test_new_contacts_go_where_a_whole_run_puts_them(late: int) -> None:
    put(row for n, row in enumerate(ROWS) if n % late)
    resolve_entities()
    put(row for n, row in enumerate(ROWS) if not n % late)
    partial()
    assert clusters() == those_of_a_whole_run(ROWS)


def test_what_was_resolved_in_part_is_described_as_in_whole() -> None:
    put(row for n, row in enumerate(ROWS) if n % 5)
    resolve_entities()
    put(row for n, row in enumerate(ROWS) if not n % 5)
    partial()
    described = ("id", "name", "kind", "licenses", "spellings", "roles", "permit_count")
    before = list(Entity.objects.order_by("id").values_list(*described))
    keys = dict(EntityKeys.objects.values_list("entity_id", "keys"))
    assert resolve_entities(whole=True).new == 0
    assert list(Entity.objects.order_by("id").values_list(*described)) == before
    again = dict(EntityKeys.objects.values_list("entity_id", "keys"))
    assert {k: set(v) for k, v in again.items()} == {k: set(v) for k, v in keys.items()}


def gulls() -> None:
    """A firm of three rows, another of its name, and a firm that nothing touches."""
    licenses = ("811111", "811111", "811111", "822222")
    put(
        Row(f"gull-{n}", f"P{n}", "contractor", firm="Gull Glazing", license=number,
            day=DAY)
        for n, number in enumerate(licenses)
    )  # fmt: skip
    put([Row("auk", "P9", "contractor", firm="Auk Tile", license="733333", day=DAY)])
    resolve_entities()


def correct(contact: str, **values: str | None) -> None:
    Contact.objects.filter(pk=contact).update(**values)


def test_a_correction_merges_and_the_other_id_redirects() -> None:
    gulls()
    kept, merged, apart = map(entity_of, ("gull-0", "gull-3", "auk"))
    correct("gull-3", license1="811111")
    result = partial()
    assert (result.new, result.merged) == (0, 1)
    assert entity_of("gull-3") == kept
    assert list(EntityRedirect.objects.values_list("id", "entity")) == [(merged, kept)]
    assert result.touched is not None
    assert {kept, merged} <= result.touched
    assert apart not in result.touched


def test_a_correction_splits_and_the_id_stays_with_the_larger_part() -> None:
    gulls()
    kept, other = entity_of("gull-0"), entity_of("gull-3")
    correct("gull-2", license1="822222")
    assert partial().new == 0
    assert (entity_of("gull-1"), entity_of("gull-2")) == (kept, other)
    assert Entity.objects.get(pk=kept).contact_count == 2


def test_contacts_that_are_gone_are_taken_out() -> None:
    gulls()
    kept, gone = entity_of("gull-0"), entity_of("auk")
    Contact.objects.filter(pk__in=["auk", "gull-1"]).delete()
    # One that names nobody any more is as good as gone.
    correct("gull-2", firm_name=None, license1=None)
    result = partial()
    assert Entity.objects.get(pk=kept).contact_count == 1
    assert not Entity.objects.filter(pk=gone).exists()
    assert not EntityKeys.objects.filter(entity_id=gone).exists()
    assert result.touched is not None
    assert gone in result.touched
    put([Row("new", "P1", "contractor", firm="Plover Paint", license="744444")])
    partial()
    assert entity_of("new") > gone


def test_a_permit_that_came_later_dates_its_contacts() -> None:
    gulls()
    ContactFactory.create(contact_key="v", source="k6kv-9kix", role=None,
                          permit_number="B1", firm_name="Vane Plumbing")  # fmt: skip
    partial()
    vane = entity_of("v")
    assert Entity.objects.get(pk=vane).first_date is None
    PermitFactory.create(permit_number="B1", filed_date=dt.date(2011, 2, 3))
    partial()
    assert Entity.objects.get(pk=vane).first_date == dt.date(2011, 2, 3)


def test_a_run_with_nothing_new_writes_no_row() -> None:
    gulls()
    correct("gull-3", license1="811111")
    partial()
    before = everything(*MODELS)
    result = partial()
    assert everything(*MODELS) == before
    assert result.touched == frozenset()
    assert {sum(counts.values()) for counts in result.rows.values()} == {0}


def test_only_entities_that_changed_are_written() -> None:
    gulls()
    before = everything(EntityKeys, Entity)
    put([Row("tern", "P8", "contractor", firm="Tern Stucco", license="766666")])
    partial()
    for old, new in zip(before, everything(EntityKeys, Entity), strict=True):
        assert set(map(repr, old)) < set(map(repr, new))


@pytest.mark.parametrize("why", ["too much", "other rules", "asked for", "first"])
def test_all_are_resolved_where_a_part_would_not_do(
    why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gulls()
    correct("gull-3", license1="811111")
    match why:
        case "too much":
            monkeypatch.setattr(last_run, "WHOLE_ABOVE", 0.1)
        case "other rules":
            monkeypatch.setattr(last_run, "RULES", "another")
        case "first":
            EntityRun.objects.all().delete()
    result = resolve_entities(whole=why == "asked for")
    assert (result.whole, result.touched, result.merged) == (True, None, 1)
    assert not resolve_entities().whole


def test_small_changes_add_up_to_a_whole_run(monkeypatch: pytest.MonkeyPatch) -> None:
    gulls()
    monkeypatch.setattr(last_run, "WHOLE_ABOVE", 0.5)
    found = []
    for n, number in enumerate(("911111", "922222", "933333")):
        correct(f"gull-{n}", license1=number)
        found.append(resolve_entities().whole)
    assert found == [False, False, True]


def killer() -> Callable[[str, int], None]:
    """Ends the run's connection from another one, once it is about to write."""

    def kill(step: str, _rows: int) -> None:
        if step == "Writing entities":
            # As the server says: a connection behind PgBouncer is told another number.
            ((pid,),) = derived.rows("SELECT pg_backend_pid()")
            with other_connection() as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    return kill


@pytest.mark.parametrize("whole", [False, True])
def test_a_run_whose_connection_is_ended_leaves_all_as_it_was(whole: bool) -> None:
    gulls()
    correct("gull-3", license1="811111")
    before = everything(*MODELS)
    with lost_connection():
        resolve_entities(whole=whole, progress=killer())
    assert everything(*MODELS) == before
    assert partial().merged == 1


@pytest.mark.processes
def test_a_command_that_is_killed_leaves_all_as_it_was() -> None:
    gulls()
    correct("gull-3", license1="811111")
    LoadFactory.create(dataset="contacts")
    before = everything(*MODELS)
    with other_connection() as other:
        other.execute("LOCK TABLE entity_contacts IN SHARE MODE")
        command = subprocess.Popen(
            [sys.executable, "manage.py", "resolve_entities"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": database_url()},
            stderr=subprocess.DEVNULL,
        )
        wait_until_it_waits(other)
        command.send_signal(signal.SIGKILL)
        command.wait()
    with other_connection() as other:
        wait_until_its_session_ends(other)
    assert everything(*MODELS) == before
    assert partial().merged == 1


def database_url() -> str:
    held = connection.settings_dict
    return f"postgresql:///{held['NAME']}?host={held['HOST']}&user={held['USER']}"


def wait_until_it_waits(other: psycopg.Connection) -> None:
    """Until somebody waits for the lock that `other` holds."""
    wait_for(other, lambda waiting: waiting > 0, "NOT granted")


def wait_until_its_session_ends(other: psycopg.Connection) -> None:
    """The server learns that the process is gone only when it is done waiting."""
    wait_for(other, lambda held: held == 0, "locktype = 'advisory'")


def wait_for(
    other: psycopg.Connection, is_so: Callable[[int], bool], locks: LiteralString
) -> None:
    """Until the number of such locks in the database is right."""
    for _ in range(300):
        (number,) = other.execute(
            "SELECT count(*) FROM pg_locks WHERE database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND " + locks
        ).fetchone() or (0,)
        if is_so(number):
            return
        time.sleep(0.1)
    raise AssertionError(f"{locks} did not come out right in time")
