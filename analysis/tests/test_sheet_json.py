"""Sheets to JSON and back, and what is not believed."""

import base64
import json
import zlib
from typing import Any

import pytest

from analysis.plan_set import (
    Annotation,
    Blank,
    Bookmark,
    Box,
    Font,
    Sheet,
    White,
    Word,
)
from analysis.sheet_json import UntrustedError, plan_set_from, sheet_from, sheet_json

BOX = Box(1.0, 2.0, 3.0, 4.0)
FULL = Sheet(
    number=3,
    width=2592.0,
    height=1728.0,
    label="A1.0",
    words=(Word("Straße", BOX, 9.5, "Arial", 270),),
    fonts=(Font("Arial", "TrueType", embedded=True),),
    annotations=(Annotation("Stamp", BOX, "APPROVED", "me"),),
    paths=7,
    segments=70,
    picture_share=0.5,
    largest_picture=0.25,
    blanks=(Blank(BOX),),
    white=White(3.0, 10, 3, bytes(4)),
    dense=((BOX, 99.5),),
    unsearchable=True,
    drawn_letters=5,
    hidden_words=1,
    user_unit=2.0,
    problem="none",
)


def said(**changed: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(sheet_json(FULL)))
    return told | changed


def test_a_sheet_comes_back_as_it_was() -> None:
    assert sheet_from(said(), number=3) == FULL
    least = Sheet(1, 10.0, 20.0)
    assert sheet_from(json.loads(json.dumps(sheet_json(least))), number=1) == least


def bits(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content)).decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 4},
        {"width": None},
        {"width": True},
        {"width": -1.0},
        {"height": float("inf")},
        {"height": float("nan")},
        {"label": 5},
        {"words": {}},
        {"words": [["a", [1, 2, 3, 4], 1.0, "f"]]},
        {"words": [["a", [1, 2, 3], 1.0, "f", 0]]},
        {"words": [["a", [1, 2, 3, 4], 1.0, "f", 45]]},
        {"words": [["a", [1, 2, 3, 4], 1.0, "f", 0]] * 50_001},
        {"annotations": [["Stamp"]]},
        {"paths": -1},
        {"paths": 1.5},
        {"segments": 10**12},
        {"white": [3.0, 10, 3, bits(bytes(3))]},
        {"white": [3.0, 10, 3, bits(bytes(10_000_000))]},
        {"white": [3.0, 10, 3, "no base64!"]},
        {"white": [3.0, 100_000, 100_000, ""]},
        {"white": [0.0, 10, 3, bits(bytes(4))]},
        {"dense": [[[1, 2, 3, 4], "many"]]},
    ],
)
def test_nothing_is_believed(changed: dict[str, Any]) -> None:
    with pytest.raises(UntrustedError, match="The reader"):
        sheet_from(said(**changed), number=3)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A\x00B", "A\ufffdB"),
        ("half \ud800 a pair", "half \ufffd a pair"),
        ("x" * 5_000, "x" * 2_000),
        ("right to \u202e left", "right to \ufffd left"),
        ("平面図 é", "平面図 é"),
    ],
)
def test_text_is_what_a_database_takes(text: str, kept: str) -> None:
    assert sheet_from(said(label=text), number=3).label == kept


def test_a_set_without_its_sheets() -> None:
    found = plan_set_from(
        {
            "pages": 2,
            "bookmarks": [["A1", 1, 0], ["Nowhere", None, 1]],
            "layers": ["0"],
        },
        file_name="set.pdf",
        size=5,
    )
    assert found.bookmarks == (Bookmark("A1", 1), Bookmark("Nowhere", None, 1))
    assert (found.pages, found.layers, found.encrypted) == (2, ("0",), False)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"pages": "2"},
        {"pages": 2, "layers": "all"},
        {"pages": 1, "bookmarks": [[1, 2, 3]]},
    ],
)
def test_a_wrong_set_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UntrustedError, match="The reader"):
        plan_set_from(wrong, file_name="set.pdf", size=5)
