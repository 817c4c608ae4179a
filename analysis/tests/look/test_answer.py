"""Claude's answer is compared with what was asked, value by value."""

import json
import math
from typing import Any

import pytest

from analysis.look import answer
from analysis.look.answer import Item
from analysis.tests.look import says
from knowledge.tests.llm.pictures import _is_closed


def test_an_answer_as_asked_is_read() -> None:
    said = says.answer(says.sheet(2), says.sheet(1, stamp=says.item("stamp", "absent")))
    found = answer.read(said, 2)
    assert set(found) == {1, 2}
    assert found[1].stamp == Item("absent", 0.95)
    assert found[2].sheet_number == Item("present", 0.95, "A9.9")


def test_what_was_read_is_kept_and_read_again_the_same() -> None:
    (look,) = answer.read(says.answer(says.sheet(1)), 1).values()
    assert answer.sheet_look(json.loads(json.dumps(answer.as_json(look)))) == look


def text(**changed: Any) -> Any:
    return says.sheet(1, sheet_name=says.item("sheet_name") | changed)


def stamp(**changed: Any) -> Any:
    return says.sheet(1, stamp=says.item("stamp") | changed)


def without(entry: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: each for key, each in entry.items() if key != name}


# Each is said of the first of two pictures; the second is as asked.
WRONG: dict[str, Any] = {
    "no entry": None,
    "no object": 7,
    "a list": [],
    "no picture": without(says.sheet(1), "picture"),
    "picture 0": says.sheet(0),
    "a picture that was not sent": says.sheet(3),
    "a picture before the first": says.sheet(-1),
    "picture true": says.sheet(True),
    "picture as text": says.sheet("1"),  # type: ignore[arg-type]
    "picture 1.0": says.sheet(1.0),  # type: ignore[arg-type]
    "an item is missing": without(says.sheet(1), "scale"),
    "an item too many": says.sheet(1, compliant=True),
    "an item is no object": says.sheet(1, stamp="present"),
    "an item is null": says.sheet(1, stamp=None),
    "another word": stamp(seen="yes"),
    "seen is a list": stamp(seen=["present"]),
    "confidence over 1": stamp(confidence=1.01),
    "confidence under 0": stamp(confidence=-0.1),
    "confidence is text": stamp(confidence="0.9"),
    "confidence is true": stamp(confidence=True),
    "confidence is null": stamp(confidence=None),
    "confidence is no number": stamp(confidence=math.nan),
    "confidence has no end": stamp(confidence=math.inf),
    "confidence of ten thousand figures": stamp(confidence=10**400),
    "an item has more": stamp(verdict="pass"),
    "an item without words has words": stamp(text="x"),
    "present without words": text(text="  "),
    "words are missing": says.sheet(1, sheet_name=says.item("stamp")),
    "words are a number": text(text=7),
    "too many words": text(text="x" * 201),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_sheet_that_is_not_said_as_asked_has_no_look(wrong: Any) -> None:
    said = {"sheets": [*([] if wrong is None else [wrong]), says.sheet(2)]}
    assert set(answer.read(said, 2)) == {2}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"sheets": None},
        {"sheets": {}},
        {"sheets": [], "verdict": "pass"},
        {"sheet": [says.sheet(1)]},
        {"sheets": [says.sheet(1), says.sheet(1)]},
        {"sheets": [says.sheet(1), {"picture": 1}]},
    ],
)
def test_what_is_of_another_form_or_said_twice_says_nothing(said: Any) -> None:
    assert answer.read(said, 1) == {}


def test_words_of_what_is_not_there_are_left_out() -> None:
    said = text(seen="absent", text="none")
    assert answer.read(says.answer(said), 1)[1].sheet_name == Item("absent", 0.95)


def test_what_is_asked() -> None:
    task = answer.task(4)
    assert _is_closed(task.schema)
    assert task.longest_answer > answer.task(1).longest_answer
    for word in (*answer.ITEMS, "present", "absent", "unclear", "data"):
        assert word in task.prompt
