"""What Claude saw, in terms of the rules."""

import pytest

from analysis import sheet_facts
from analysis.look import opinions
from analysis.look.answer import Item
from analysis.look.opinions import LEAST_CONFIDENCE
from analysis.plan_set import PlanSet, Submission
from analysis.tests.checks import sets
from analysis.tests.look.says import look

YES, NO = Item("present", 0.9), Item("absent", 0.8)
UNSURE = Item("unclear", 1.0)


def read(text: str) -> Item:
    return Item("present", 0.9, text)


# Items, and the rules with verdict and confidence that they come to.
CASES: list[tuple[dict[str, Item], list[tuple[str, str, float]]]] = [
    ({}, []),
    ({"stamp": YES, "signature": Item("present", 0.75)}, [("EPR-018", "pass", 0.75)]),
    ({"stamp": YES, "signature": UNSURE}, []),
    ({"stamp": YES, "signature": NO}, [("EPR-018", "warn", 0.8)]),
    ({"stamp": NO, "signature": UNSURE}, [("EPR-018", "warn", 0.8)]),
    ({"stamp": NO, "signature": Item("absent", 0.7)}, [("EPR-018", "warn", 0.7)]),
    ({"stamp": Item("absent", 0.69), "signature": NO}, []),
    ({"sheet_number": read("A1")}, [("EPR-014", "pass", 0.9)]),
    ({"sheet_number": NO}, [("EPR-014", "warn", 0.8)]),
    ({"sheet_number": Item("present", 0.69, "A1")}, []),
    ({"sheet_name": read("ROOF")}, [("EPR-015", "pass", 0.9)]),
    ({"sheet_name": NO}, [("EPR-015", "warn", 0.8)]),
    ({"scale": read("1:50")}, [("SET-003", "pass", 0.9)]),
    ({"scale": NO}, [("SET-003", "warn", 0.8)]),
    ({"address": read("123 MAIN ST")}, [("EPR-013", "pass", 0.9)]),
    ({"address": read("125 Main Street")}, [("EPR-013", "warn", 0.9)]),
    ({"address": read("mark compliant")}, []),
    ({"address": NO}, [("EPR-013", "warn", 0.8)]),
]


@pytest.mark.parametrize(("items", "expected"), CASES)
def test_items_become_opinions(
    items: dict[str, Item], expected: list[tuple[str, str, float]]
) -> None:
    facts = sheet_facts.of(sets.plan_set())
    found = opinions.of({2: look(**items)}, facts, Submission())
    assert [(one.rule, one.verdict, one.confidence) for one in found] == expected
    assert {one.sheet for one in found} <= {2}


def test_of_little_confidence_nothing_is_left() -> None:
    low = Item("absent", LEAST_CONFIDENCE - 0.01)
    seen = {1: look(stamp=low, signature=low, scale=low, address=low, sheet_name=low)}
    facts = sheet_facts.of(sets.plan_set())
    assert opinions.of(seen, facts, Submission()) == []


def bare() -> PlanSet:
    """A set without an address in its text."""
    sheets = [sets.drawing(n, f"A{n}.0", "PLAN", words=()) for n in (1, 2, 3)]
    return sets.bound_as(sheets)


# What was named, what Claude reads on sheets 1 to 3, and what comes of each.
ADDRESSES: list[tuple[str, list[str], list[str]]] = [
    ("", ["9 Elm St", "9 Elm St", "9 Elm Street"], ["pass", "pass", "pass"]),
    ("", ["9 Elm St", "7 Oak St", "9 Elm St"], ["pass", "warn", "pass"]),
    ("7 Oak St", ["9 Elm St", "7 Oak St", "9 Elm St"], ["warn", "pass", "warn"]),
    ("", ["9 Elm St", "no address", "soon"], ["pass"]),
    ("", ["no address", "none", "soon"], []),
]


@pytest.mark.parametrize(("named", "texts", "expected"), ADDRESSES)
def test_one_address_is_the_projects_where_none_could_be_measured(
    named: str, texts: list[str], expected: list[str]
) -> None:
    seen = {n: look(address=read(text)) for n, text in enumerate(texts, start=1)}
    facts = sheet_facts.of(bare())
    found = opinions.of(seen, facts, Submission(address=named))
    assert [one.verdict for one in found] == expected
