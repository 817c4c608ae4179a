import pytest

from knowledge.record_facts import from_record
from permits.models import Entity
from permits.tests.factories import ParcelFactory
from permits.tests.pages.story import BARE, KITCHEN
from permits.tests.search.entity_rows import EntityFactory


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "question",
    [
        f"what is going on with permit {KITCHEN}?",
        f"Do I need a permit for a deck? Mine was {KITCHEN}, I think.",
        "permit 2024-0301-0001: how long is it good for",
    ],
)
def test_a_permit_that_is_named(question: str) -> None:
    found = from_record(question)
    assert found is not None
    assert [entry.url for entry in found.entries] == [f"/permits/{KITCHEN}/"]
    facts = {fact.name: fact.value for fact in found.entries[0].facts}
    assert facts["Status"] == "Complete"
    assert facts["Type"]


@pytest.mark.usefixtures("record")
def test_an_address_that_is_named() -> None:
    ParcelFactory.create(
        block="7504",
        lot="010",
        street_name="SANCHEZ",
        street_type="ST",
        from_address_num="896",
        to_address_num="896",
    )
    found = from_record("Can I add sprinklers at 896 Sanchez St without a permit?")
    assert found is not None
    assert found.named == "896 Sanchez St"
    assert "/permits/202201050002/" in [entry.url for entry in found.entries]
    assert found.search_url == "/search/?q=896+Sanchez+St"
    # What is left is about the rules.
    assert "Sanchez" not in found.rest
    assert "sprinklers" in found.rest


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Is permit 209901019999 still good?", "none recorded as of"),
        ("deck at 9999 Nowhere Ave?", "none recorded as of"),
    ],
)
def test_what_the_record_has_not(question: str, missing: str) -> None:
    found = from_record(question)
    if found is not None:  # an unknown street may be read as words
        assert found.entries == ()
        assert missing in found.missing


@pytest.mark.django_db
def test_not_loaded_is_not_none_recorded() -> None:
    found = from_record(f"permit {BARE}, is it done?")
    assert found is not None
    assert found.missing == "not loaded"


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "question",
    [
        "How high can a fence be?",
        "Do I need a permit for 3 windows?",
        "Is he allowed to punish me for it?",
        "what is the fee for a $50,000 kitchen in 2025",
        "does G-20 apply",
        "",
        "<script>alert(1)</script>",
        "; drop table permits --",
    ],
)
def test_a_question_that_names_nothing(question: str) -> None:
    assert from_record(question) is None


@pytest.fixture
def firm(record: None) -> Entity:
    return EntityFactory.create(
        name="Tidewater Electric Inc", kind="firm", licenses=["987654"], permit_count=90
    )


@pytest.mark.parametrize(
    "question",
    [
        "Can Tidewater Electric Inc pull the permit for my panel?",
        "Is license 987654 good for a panel?",
        "My contractor is Tidewater Electric Inc. Do they need a permit?",
    ],
)
def test_a_firm_that_is_named(firm: Entity, question: str) -> None:
    found = from_record(question)
    assert found is not None
    assert [entry.name for entry in found.entries] == ["Tidewater Electric Inc"]
    assert found.entries[0].url == f"/entities/{firm.pk}/tidewater-electric-inc/"


@pytest.mark.usefixtures("firm")
def test_a_name_that_only_shares_a_word_is_nobodys() -> None:
    assert from_record("Is the electric panel by Tidewater Smith legal?") is None
