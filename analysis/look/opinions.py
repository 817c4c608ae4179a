"""What Claude saw on sheets, in terms of the rules."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from analysis import place_names
from analysis.checks.block_address import project_address
from analysis.checks.wording import quote
from analysis.look.answer import Item, SheetLook
from analysis.place_names import Address
from analysis.plan_set import Submission
from analysis.sheet_facts import SetFacts

# Below this the rule stays as it was measured.
LEAST_CONFIDENCE: Final = 0.7
# Which rule an item is about, and what it is called.
FIELDS: Final[Mapping[str, tuple[str, str]]] = {
    "sheet_number": ("EPR-014", "sheet number"),
    "sheet_name": ("EPR-015", "sheet name"),
    "scale": ("SET-003", "scale"),
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What Claude thinks of one rule on one sheet.

    `saw` goes between "Claude" and the names of the sheets; `text` is what it read.
    """

    rule: str
    sheet: int
    verdict: Literal["pass", "warn"]
    saw: str
    confidence: float
    text: str = ""


def of(
    looks: Mapping[int, SheetLook], facts: SetFacts, said: Submission
) -> list[Opinion]:
    """All that it is confident of, sheet by sheet."""
    address = _project(looks, facts, said)
    return [
        opinion
        for sheet in sorted(looks)
        for opinion in _of_sheet(sheet, looks[sheet], address)
        if opinion.confidence >= LEAST_CONFIDENCE
    ]


def _project(
    looks: Mapping[int, SheetLook], facts: SetFacts, said: Submission
) -> Address | None:
    """The project's address as the text of the sheets has it, else as it was named,
    else the one that Claude reads on most sheets.
    """
    if measured := project_address(facts, said):
        return measured
    named = filter(None, map(place_names.read, (said.address, said.record_address)))
    read = (place_names.read(look.address.text) for look in looks.values())
    counted = Counter(filter(None, read)).most_common(1)
    return next(named, counted[0][0] if counted else None)


def _of_sheet(
    sheet: int, look: SheetLook, address: Address | None
) -> Iterator[Opinion]:
    yield from _signed(sheet, look)
    yield from _address(sheet, look.address, address)
    for name, (rule, called) in FIELDS.items():
        yield from _field(sheet, getattr(look, name), rule, called)


def _signed(sheet: int, look: SheetLook) -> Iterator[Opinion]:
    """Both have to be there; the confidence is that of the lesser sure one."""
    both = {"stamp": look.stamp, "signature": look.signature}
    absent = [name for name, item in both.items() if item.seen == "absent"]
    if absent:
        least = min(both[name].confidence for name in absent)
        saw = f"sees no {' and no '.join(absent)} on"
        yield Opinion("EPR-018", sheet, "warn", saw, least)
    elif all(item.seen == "present" for item in both.values()):
        least = min(item.confidence for item in both.values())
        saw = "sees a stamp and a signature on"
        yield Opinion("EPR-018", sheet, "pass", saw, least)


def _field(sheet: int, item: Item, rule: str, called: str) -> Iterator[Opinion]:
    if item.seen == "present":
        saw = f"reads a {called} on"
        yield Opinion(rule, sheet, "pass", saw, item.confidence, item.text)
    elif item.seen == "absent":
        yield Opinion(rule, sheet, "warn", f"sees no {called} on", item.confidence)


def _address(sheet: int, item: Item, project: Address | None) -> Iterator[Opinion]:
    if item.seen == "absent":
        saw = "sees no project address on"
        yield Opinion("EPR-013", sheet, "warn", saw, item.confidence)
        return
    read = place_names.read(item.text)
    if item.seen != "present" or read is None or project is None:
        return
    if place_names.same(read, project):
        saw = "reads an address on"
        yield Opinion("EPR-013", sheet, "pass", saw, item.confidence, item.text)
    else:
        saw = f"reads another address than {quote(str(project))} on"
        yield Opinion("EPR-013", sheet, "warn", saw, item.confidence, item.text)
