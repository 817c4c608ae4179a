import datetime as dt
from decimal import Decimal

import pytest

from permits import words
from permits.search.labels import STATUSES


def test_every_status_of_the_record_has_words() -> None:
    assert {words.status(raw).meaning for raw in STATUSES}.isdisjoint(
        {"as the city writes it"}
    )


@pytest.mark.parametrize(
    ("raw", "label", "tone"),
    [
        ("issued", "Issued", "active"),
        ("plancheck", "In plan check", "progress"),
        ("Complete", "Complete", "done"),
        ("something new", "Something new", "unknown"),
        (None, "Status not recorded", "unknown"),
        ("", "Status not recorded", "unknown"),
    ],
)
def test_status(raw: str | None, label: str, tone: str) -> None:
    found = words.status(raw)
    assert (found.label, found.tone) == (label, tone)


@pytest.mark.parametrize(
    ("definition", "form", "said"),
    [
        ("otc alterations permit", 8, "Alterations, over the counter"),
        ("demolitions", 6, "Demolition"),
        (None, 9, "Form 9"),
        (None, 77, "Form 77"),
        ("a new kind", 77, "A new kind"),
        (None, None, "Type not recorded"),
    ],
)
def test_permit_type(definition: str | None, form: int | None, said: str) -> None:
    assert words.permit_type(definition, form) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Decimal("1234567.00"), "$1,234,567"),
        (Decimal("12.5"), "$12.50"),
        (Decimal(0), "$0"),
        (None, "not recorded"),
    ],
)
def test_money(amount: Decimal | None, said: str) -> None:
    assert words.money(amount) == said


def test_the_higher_cost_counts() -> None:
    assert words.best_cost(Decimal(5), Decimal(0)) == Decimal(5)
    assert words.best_cost(None, Decimal(7)) == Decimal(7)
    assert words.best_cost(None, None) is None


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 day"), (62, "62 days"), (729, "729 days"), (1096, "1,096 days (3 years)")],
)
def test_days(number: int, said: str) -> None:
    assert words.days(number) == said


def test_dates() -> None:
    day = dt.date(2018, 7, 2)
    assert words.date(day) == "July 2, 2018"
    assert words.short_date(day) == "Jul 2, 2018"
    assert words.date(None) == "not recorded"


def test_flags() -> None:
    assert [words.flag(raw) for raw in ("Y", "n", "P", None)] == [
        "Yes",
        "No",
        "P",
        "not recorded",
    ]


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("status", "issued", "Issued"),
        ("issued_date", "2024-03-11", "Mar 11, 2024"),
        ("issued_date", "soon", "soon"),
        ("estimated_cost", "1000.00", "$1,000"),
        ("estimated_cost", "lots", "lots"),
        ("description", "deck", "deck"),
        ("description", None, "not recorded"),
    ],
)
def test_value_of_a_change(name: str, raw: str | None, said: str) -> None:
    assert words.value(name, raw) == said


def test_headline_is_cut_at_a_word() -> None:
    said = words.headline("remodel " * 40, "alterations")
    assert said.startswith("Remodel remodel")
    assert said.endswith("remodel…")
    assert len(said) <= words.HEADLINE + 1
    assert words.headline("  ", "alterations") == "Alterations"
