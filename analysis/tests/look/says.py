"""What Claude says of sheets, as it goes over the wire and as it is read."""

import json
import re
from typing import Any

from analysis.look.answer import ITEMS, READ, Item, SheetLook
from knowledge.tests.anthropic_server import Said, block

JSON = dict[str, Any]
TEXTS = {
    "sheet_number": "A9.9",
    "sheet_name": "ROOF PLAN",
    "address": "123 Main St",
    "scale": '1/4" = 1\'-0"',
}
UNCLEAR = Item("unclear", 1.0)


def item(name: str, seen: str = "present", confidence: Any = 0.95) -> JSON:
    said: JSON = {"seen": seen, "confidence": confidence}
    if name in READ:
        said["text"] = TEXTS[name] if seen == "present" else ""
    return said


def sheet(picture: int = 1, **changed: Any) -> JSON:
    """One entry of an answer, with everything present."""
    items = {name: item(name) for name in ITEMS}
    return {"picture": picture} | items | changed


def answer(*sheets: JSON) -> JSON:
    return {"sheets": list(sheets)}


def look(**items: Item) -> SheetLook:
    """What was read of a sheet: nothing clear but these items."""
    return SheetLook(**(dict.fromkeys(ITEMS, UNCLEAR) | items))


def pictures(request: JSON) -> list[int]:
    """The numbers of the pictures that a request shows."""
    content = request["messages"][-1]["content"]
    texts = [one["text"] for one in content if one["type"] == "text"]
    found = (re.fullmatch(r"Picture (\d+):", text) for text in texts)
    return [int(match[1]) for match in found if match]


def all_compliant(request: JSON) -> list[Said]:
    sheets = [
        sheet(picture, **{name: item(name, confidence=1.0) for name in ITEMS})
        for picture in pictures(request)
    ]
    return [block(json.dumps(answer(*sheets)))]
