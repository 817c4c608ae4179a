"""What Claude is asked of a sheet, and its answer, compared with that value by value.

An answer that differs in anything from what was asked is no answer for that sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal

from knowledge import llm

Seen = Literal["present", "absent", "unclear"]
PROMPT: Final = (Path(__file__).parent / "prompt.txt").read_text("utf-8").strip()
# Items that are words on the sheet.
READ: Final = frozenset({"sheet_number", "sheet_name", "address", "scale"})
LONGEST_TEXT: Final = 200
# Tokens for one sheet; there may be thinking before.
ANSWER_OF_A_SHEET: Final = 400
THINKING: Final = 2_000


@dataclass(frozen=True, slots=True)
class Item:
    """`text` is what is written there, as Claude read it; `confidence` is 0 to 1."""

    seen: Seen
    confidence: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What Claude saw on one sheet."""

    stamp: Item
    signature: Item
    sheet_number: Item
    sheet_name: Item
    address: Item
    scale: Item


ITEMS: Final = tuple(field.name for field in fields(SheetLook))


def task(sheets: int) -> llm.Task:
    return llm.Task(
        purpose="plan look",
        prompt=PROMPT,
        schema=_schema(),
        longest_answer=THINKING + ANSWER_OF_A_SHEET * sheets,
    )


def _schema() -> Mapping[str, Any]:
    items = {name: _item_schema(name) for name in ITEMS}
    sheet = _closed({"picture": {"type": "integer"}} | items)
    return _closed({"sheets": {"type": "array", "items": sheet}})


def _item_schema(name: str) -> dict[str, Any]:
    seen = {"type": "string", "enum": ["present", "absent", "unclear"]}
    found: dict[str, Any] = {"seen": seen, "confidence": {"type": "number"}}
    return _closed(found | ({"text": {"type": "string"}} if name in READ else {}))


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read(said: Mapping[str, Any], pictures: int) -> dict[int, SheetLook]:
    """What was said of each picture, from 1; those not said as asked are left out."""
    match said:
        case {"sheets": list(entries), **rest} if not rest:
            return _unique(entries, pictures)
    return {}


def _unique(entries: Sequence[Any], pictures: int) -> dict[int, SheetLook]:
    """Of a picture that two entries are about nothing is believed."""
    found: dict[int, SheetLook] = {}
    numbers = [_picture(entry) for entry in entries]
    for number, entry in zip(numbers, entries, strict=True):
        is_asked = number is not None and 1 <= number <= pictures
        if number is None or not is_asked or numbers.count(number) > 1:
            continue
        sheet = {name: each for name, each in entry.items() if name != "picture"}
        if (look := sheet_look(sheet)) is not None:
            found[number] = look
    return found


def _picture(entry: Any) -> int | None:
    match entry:
        case {"picture": int(number)} if not isinstance(number, bool):
            return number
    return None


def sheet_look(said: Any) -> SheetLook | None:
    """The look, of an object with exactly its items; else None."""
    if not isinstance(said, dict) or set(said) != set(ITEMS):
        return None
    items = {name: _item(name, each) for name, each in said.items()}
    right = {name: item for name, item in items.items() if item is not None}
    return SheetLook(**right) if len(right) == len(ITEMS) else None


def _item(name: str, said: Any) -> Item | None:
    wanted = {"seen", "confidence"} | ({"text"} if name in READ else set())
    if not isinstance(said, dict) or set(said) != wanted:
        return None
    match said:
        case {
            "seen": ("present" | "absent" | "unclear") as seen,
            "confidence": (int() | float()) as confidence,
        } if _is_share(confidence):
            text = said.get("text", "")
            if not isinstance(text, str) or len(text) > LONGEST_TEXT:
                return None
            text = text.strip() if seen == "present" else ""
            if seen != "present" or text or name not in READ:
                return Item(seen, float(confidence), text)
    return None


def _is_share(number: float) -> bool:
    # Nothing that is no number lies in between.
    return not isinstance(number, bool) and 0 <= number <= 1


def as_json(look: SheetLook) -> dict[str, Any]:
    """As `sheet_look` takes it again."""
    items = asdict(look)
    for name in set(ITEMS) - READ:
        del items[name]["text"]
    return items
