"""Claude adds and supports; what was measured stands whatever it says."""

from typing import Any, Literal

import pytest

from analysis import checks, sheet_facts
from analysis.checks.finding import Finding, Place, Verdict
from analysis.look import merge
from analysis.look.answer import Item
from analysis.look.looked import LookedAt
from analysis.look.opinions import Opinion
from analysis.plan_set import Submission
from analysis.tests.checks import sets
from analysis.tests.look.says import look

Thought = Literal["pass", "warn"]


def measured(verdict: Verdict, *sheets: int) -> Finding:
    return Finding(verdict, "Measured.", tuple(Place(each) for each in sheets))


def thinks(verdict: Thought, sheet: int = 2, rule: str = "EPR-014") -> Opinion:
    return Opinion(rule, sheet, verdict, "reads a number on", 0.9, "A1")


# What was measured, what Claude thinks of sheet 2, and whether it is taken.
TABLE: list[tuple[list[Finding], Thought, bool]] = [
    ([measured("fail")], "pass", False),
    ([measured("fail")], "warn", False),
    ([measured("fail", 2)], "pass", False),
    ([measured("fail", 2)], "warn", False),
    ([measured("pass")], "pass", False),
    ([measured("pass")], "warn", False),
    ([measured("pass", 2)], "warn", False),
    ([measured("warn")], "pass", False),
    ([measured("warn")], "warn", True),
    ([measured("warn", 2)], "pass", False),
    ([measured("warn", 2)], "warn", True),
    ([measured("cannot tell")], "pass", True),
    ([measured("cannot tell")], "warn", True),
    ([measured("cannot tell", 2)], "pass", True),
    ([measured("cannot tell", 2)], "warn", True),
    # Another sheet's: of sheet 2 there was nothing to say.
    ([measured("cannot tell", 3)], "pass", False),
    ([measured("cannot tell", 3)], "warn", False),
    ([measured("fail", 3), measured("cannot tell", 2)], "pass", True),
    # Two of the same sheet: the measured fact counts.
    ([measured("cannot tell", 2), measured("fail", 2)], "pass", False),
    ([measured("cannot tell", 2), measured("pass", 2)], "warn", False),
    ([measured("cannot tell", 2), measured("warn", 2)], "pass", False),
    # What names the sheet goes before what is said of the set.
    ([measured("fail"), measured("cannot tell", 2)], "pass", True),
    ([measured("cannot tell"), measured("fail", 2)], "pass", False),
]


@pytest.mark.parametrize(("findings", "thought", "is_taken"), TABLE)
def test_what_is_taken_of_what_claude_thinks(
    findings: list[Finding], thought: Thought, is_taken: bool
) -> None:
    one = thinks(thought)
    assert merge.taken("EPR-014", findings, [one]) == ([one] if is_taken else [])


def test_where_a_rule_is_never_measured_every_sheet_is_open() -> None:
    one = thinks("pass", rule="EPR-018")
    assert merge.taken("EPR-018", [measured("cannot tell", 3)], [one]) == [one]
    assert merge.taken("EPR-018", [measured("fail", 2)], [one]) == []


def test_an_opinion_of_another_rule_is_none_of_this() -> None:
    assert not merge.taken("EPR-015", [measured("cannot tell")], [thinks("pass")])


def every_look(seen: Any, confidence: float) -> LookedAt:
    item = Item(seen, confidence, "9 Elsewhere St" if seen == "present" else "")
    names = ("stamp", "signature", "sheet_number", "sheet_name", "address", "scale")
    return LookedAt({n: look(**dict.fromkeys(names, item)) for n in range(1, 7)}, {}, 6)


@pytest.mark.parametrize("seen", ["present", "absent", "unclear"])
@pytest.mark.parametrize("confidence", [0.0, 0.7, 1.0])
@pytest.mark.parametrize(
    "given",
    [
        sets.plan_set(),
        sets.with_sheet(3, words=(), unsearchable=True),
        sets.exchanged(sets.drawing(4, "", "")),
        sets.with_sheet(2, width=11 * 72.0, height=17 * 72.0),
    ],
    ids=["good", "outlines", "no number", "small"],
)
def test_nothing_that_was_measured_changes_whatever_claude_says(
    seen: str, confidence: float, given: Any
) -> None:
    results = checks.run_all(given, Submission())
    merged = merge.of_set(results, every_look(seen, confidence), given, Submission())
    assert [rule for rule, _ in merged] == [rule for rule, _ in results]
    for (rule, before), (_, after) in zip(results, merged, strict=True):
        assert [one.finding for one in after[: len(before)]] == before
        assert {one.origin for one in after[: len(before)]} <= {"measured"}
        added = after[len(before) :]
        assert all(one.origin == "model" for one in added)
        assert all(one.finding.verdict in {"pass", "warn"} for one in added)
        assert all((one.confidence or 0) >= 0.7 for one in added)
        if {one.verdict for one in before} <= {"fail", "pass"}:
            assert not added, rule.id


def test_findings_say_what_claude_saw_and_where() -> None:
    given = sets.plan_set()
    seen = {
        1: look(stamp=Item("present", 0.95), signature=Item("present", 0.8)),
        2: look(stamp=Item("present", 0.9), signature=Item("absent", 0.9)),
        3: look(stamp=Item("present", 0.9), signature=Item("present", 0.9)),
    }
    results = checks.run_all(given, Submission())
    merged = merge.of_set(results, LookedAt(seen, {}, 6), given, Submission())
    (found,) = [after for rule, after in merged if rule.id == "EPR-018"]
    added = [one for one in found if one.confidence is not None]
    assert [(one.finding.verdict, one.confidence) for one in added] == [
        ("warn", 0.9),
        ("pass", 0.8),
    ]
    assert [one.finding.evidence for one in added] == [
        "Claude sees no signature on A1.0 (page 2).",
        "Claude sees a stamp and a signature on A0.0 (page 1) and A2.0 (page 3).",
    ]
    boxes = [place.box for place in added[1].finding.places]
    assert all(boxes)
    assert [place.sheet for place in added[1].finding.places] == [1, 3]


def test_what_it_read_is_a_quotation_without_what_cannot_be_seen() -> None:
    given = sets.with_sheet(3, words=(), unsearchable=True)
    wild = '<b>A1</b>\u202e\x00" ' + "x" * 150
    seen = {3: look(sheet_number=Item("present", 0.9, wild))}
    results = checks.run_all(given, Submission())
    merged = merge.of_set(results, LookedAt(seen, {}, 6), given, Submission())
    (found,) = [after for rule, after in merged if rule.id == "EPR-014"]
    said = found[-1].finding.evidence
    assert said.startswith('Claude reads a sheet number on page 3: “<b>A1</b> " xxx')
    assert said.endswith("x…”.")
    assert "\u202e" not in said
    assert len(said) < 150


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        (["A1", "A1"], "A0.0 (page 1) and A1.0 (page 2): “A1”."),
        (["A1", "B2"], "A0.0 (page 1): “A1” and A1.0 (page 2): “B2”."),
        (["", ""], "A0.0 (page 1) and A1.0 (page 2)."),
    ],
)
def test_what_was_read_is_said_once_where_it_is_the_same(
    texts: list[str], words: str
) -> None:
    facts = sheet_facts.of(sets.plan_set()).sheets
    thought = [
        Opinion("EPR-014", sheet, "pass", "reads a number on", 0.9, text)
        for sheet, text in enumerate(texts, start=1)
    ]
    (one,) = merge._findings(thought, {each.sheet.number: each for each in facts})
    assert one.finding.evidence == f"Claude reads a number on {words}"


def test_many_sheets_are_counted_and_all_are_among_the_places() -> None:
    facts = sheet_facts.of(sets.plan_set()).sheets
    thought = [thinks("pass", sheet) for sheet in (1, 2, 3, 4, 5, 6, 6, 6)]
    (one,) = merge._findings(thought, {each.sheet.number: each for each in facts})
    assert one.finding.evidence.endswith(" and 2 more: “A1”.")
    assert len(one.finding.places) == 8
