import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command

from permits.entities import gathering
from permits.entities.contacts import Contact as Row
from permits.entities.store import resolve_entities
from permits.models import (
    Contact,
    Entity,
    EntityContact,
    EntityPossible,
    EntityRedirect,
    Refresh,
)
from permits.tests.entities.database import (
    another_run,
    dies_at,
    entity_of,
    everything,
    lost_connection,
    put,
)
from permits.tests.entities.story import STORY
from permits.tests.factories import ContactFactory, LoadFactory, PermitFactory

pytestmark = pytest.mark.django_db(transaction=True)

MODELS = (Entity, EntityContact, EntityRedirect, EntityPossible)
DAY = dt.date(2015, 5, 1).toordinal()


def firm(id_: str, name: str, license_: str = "", **texts: str) -> Row:
    permit = texts.pop("permit", f"P-{id_}")
    return Row(id_, permit, "contractor", firm=name, license=license_, day=DAY, **texts)


def glaziers() -> None:
    """Two firms of one name, until the city corrects the licence of the second."""
    put(
        [
            firm("gull-1", "Gull Glazing", "811111"),
            firm("gull-2", "GULL GLAZING", "811111"),
            firm("gull-3", "Gull Glazing", "822222"),
        ]
    )


def correct_the_licence() -> None:
    Contact.objects.filter(pk="gull-3").update(license1="811111")


def test_the_story_is_stored() -> None:
    put(row for _, row in STORY)
    result = resolve_entities()
    assert result.contacts == len(STORY) == EntityContact.objects.count()
    assert result.firms + result.people == Entity.objects.count() == result.new
    assert entity_of("heron-00") != entity_of("egret-00")
    cormorant = Entity.objects.get(pk=entity_of("cormorant-00"))
    assert (cormorant.kind, cormorant.licenses) == ("firm", ["765432"])
    assert (cormorant.contact_count, cormorant.permit_count) == (10, 10)
    # Equally often; the one in use latest is the name.
    assert cormorant.spellings == [
        {"name": "Cormorant Roofing Co", "contacts": 5},
        {"name": "Orrin Roofing", "contacts": 5},
    ]
    assert cormorant.name == "Cormorant Roofing Co"
    assert cormorant.roles == [{"role": "contractor", "contacts": 10}]
    assert cormorant.first_date == dt.date(2004, 3, 1)
    assert cormorant.reasons[0]["reason"] == "same firm name and licence"
    heron = Entity.objects.get(pk=entity_of("heron-00"))
    assert heron.business_numbers == ["311111"]
    for pair in EntityPossible.objects.all():
        assert (
            Entity.objects.filter(pk__in=[pair.entity_a_id, pair.entity_b_id]).count()
            == 2
        )
        assert pair.findings[0].keys() == {"reason", "points"}


def test_the_name_is_the_commonest_spelling() -> None:
    put(
        [
            firm("1", "TIDEWATER ELECTRIC", "987654", permit="A"),
            firm("2", "Tidewater  Electric, Inc.", "0987654", permit="A"),
            firm("3", " Tidewater Electric, Inc.", "C-10 987654", permit="B"),
            Row(
                "4", "A", "Owner", first_name="Ada", last_name=" Quillfeather", day=DAY
            ),
            Row("5", "A", "owner", first_name="N/A", last_name="N/A"),
            firm("6", "", "744444"),
        ]
    )
    resolve_entities()
    tide = Entity.objects.get(pk=entity_of("1"))
    assert tide.name == "Tidewater Electric, Inc."
    assert tide.spellings == [
        {"name": "Tidewater Electric, Inc.", "contacts": 2},
        {"name": "TIDEWATER ELECTRIC", "contacts": 1},
    ]
    assert (tide.contact_count, tide.permit_count) == (3, 2)
    assert tide.licenses == ["987654"]
    ada = Entity.objects.get(pk=entity_of("4"))
    assert (ada.name, ada.kind, ada.method) == ("Ada Quillfeather", "person", "single")
    assert ada.roles == [{"role": "owner", "contacts": 1}]
    nobody = Entity.objects.get(pk=entity_of("5"))
    assert (nobody.name, nobody.spellings, str(nobody)) == (
        None,
        [],
        "name not recorded",
    )
    assert nobody.first_date is None
    assert Entity.objects.get(pk=entity_of("6")).licenses == ["744444"]


def test_contacts_of_the_trades_have_no_role_or_date_of_their_own() -> None:
    PermitFactory.create(permit_number="B1", filed_date=dt.date(2011, 2, 3))
    ContactFactory.create(contact_key="p", source="k6kv-9kix", role=None, permit_number="B1",
                   firm_name="Vane Plumbing")  # fmt: skip
    ContactFactory.create(contact_key="nobody", permit_number="B1", firm_name=" . ")
    assert resolve_entities().contacts == 1
    vane = Entity.objects.get()
    assert (vane.kind, vane.first_date) == ("firm", dt.date(2011, 2, 3))


def test_a_second_run_leaves_every_row_untouched() -> None:
    put(row for _, row in STORY)
    resolve_entities()
    before = everything(*MODELS)
    result = resolve_entities()
    assert everything(*MODELS) == before
    assert (result.new, result.merged) == (0, 0)
    assert {sum(counts.values()) for counts in result.rows.values()} == {0}


def test_ids_stay_when_contacts_are_added() -> None:
    story = [row for _, row in STORY]
    put(story[1::2])
    resolve_entities()
    before = dict(EntityContact.objects.values_list("contact", "entity"))
    put(story[::2])
    result = resolve_entities()
    redirects = dict(EntityRedirect.objects.values_list("id", "entity"))
    after = dict(EntityContact.objects.values_list("contact", "entity"))
    assert result.new > 0
    assert len(after) == len(STORY)
    assert {k: redirects.get(v, v) for k, v in before.items()} == {
        k: after[k] for k in before
    }


def test_a_merged_id_redirects_and_goes_on_doing_so() -> None:
    glaziers()
    resolve_entities()
    kept, merged = entity_of("gull-1"), entity_of("gull-3")
    assert kept != merged
    correct_the_licence()
    result = resolve_entities()
    assert (result.new, result.merged) == (0, 1)
    assert entity_of("gull-3") == kept
    assert not Entity.objects.filter(pk=merged).exists()
    resolve_entities()
    assert list(EntityRedirect.objects.values_list("id", "entity")) == [(merged, kept)]


def test_an_id_whose_contacts_are_gone_is_never_given_again() -> None:
    put([firm("a", "Auk Tile", "711111"), firm("b", "Tern Stucco", "722222")])
    resolve_entities()
    gone = entity_of("b")
    Contact.objects.filter(pk="b").delete()
    resolve_entities()
    assert not Entity.objects.filter(pk=gone).exists()
    assert not EntityContact.objects.filter(contact="b").exists()
    put([firm("c", "Plover Paint", "733333")])
    resolve_entities()
    assert entity_of("c") > gone


@pytest.mark.parametrize("step", ["gather", "summarise", "insert_new", "clear_keys"])
def test_a_run_that_is_killed_leaves_the_old_entities(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    glaziers()
    resolve_entities()
    before = everything(*MODELS)
    correct_the_licence()
    with monkeypatch.context() as patched:
        dies_at(step, patched)
        with lost_connection():
            resolve_entities()
    assert everything(*MODELS) == before
    assert resolve_entities().merged == 1


def test_a_run_stopped_while_reading_leaves_the_old_entities(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    glaziers()
    resolve_entities()
    before = everything(*MODELS)
    correct_the_licence()
    monkeypatch.setattr(gathering, "SHOW_EVERY", 2)

    def stop(step: str, _rows: int) -> None:
        if step == "Reading contacts":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        resolve_entities(progress=stop)
    assert everything(*MODELS) == before
    assert resolve_entities().merged == 1


def test_one_run_at_a_time() -> None:
    glaziers()
    LoadFactory.create(dataset="contacts")
    err = StringIO()
    with another_run(), pytest.raises(SystemExit):
        call_command("resolve_entities", stderr=err)
    assert "Another run" in err.getvalue()
    assert not Entity.objects.exists()


def test_the_command_is_a_refresh_of_all_that_is_made_from_entities() -> None:
    glaziers()
    LoadFactory.create(dataset="contacts")
    out = StringIO()
    call_command("resolve_entities", json=True, stdout=out, stderr=StringIO())
    told = json.loads(out.getvalue())
    assert [(step["step"], step["state"]) for step in told] == [
        ("entities", "succeeded"),
        ("graph", "succeeded"),
        ("people_in_search", "succeeded"),
        ("entity_statistics", "succeeded"),
        ("neighborhood_statistics", "succeeded"),
        ("sitemap", "succeeded"),
    ]
    figures = told[0]["figures"]
    assert (figures["contacts"], figures["firms"], figures["new"]) == (3, 2, 2)
    assert set(Refresh.objects.values_list("step", "status")) >= {
        ("entities", "succeeded"),
        ("people_in_search", "succeeded"),
    }
    err = StringIO()
    call_command("resolve_entities", stderr=err)
    assert err.getvalue() == "Nothing changed since the last refresh.\n"


def test_nothing_to_resolve() -> None:
    assert resolve_entities().contacts == 0
