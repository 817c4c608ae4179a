"""What the checks know of a set beyond its words: roles, title blocks, index,
address.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from analysis import place_names, scales, sheet_index, sheet_numbers, title_block
from analysis.block_layout import FOLLOWS
from analysis.lines import Line, lines
from analysis.place_names import Address
from analysis.plan_set import INCH, Box, PlanSet, Sheet
from analysis.sheet_index import Index
from analysis.title_block import Block

Role = Literal["drawing", "supplement", "back check"]
# Forms and calculations on letter or legal paper need no title block.
LARGEST_FORM: Final = (8.5 * INCH + 9, 14.0 * INCH + 9)
# In words; a line with more is a sentence.
LONGEST_ADDRESS: Final = 12
# Fewer words than this, and a sheet's text says nothing.
FEWEST_WORDS: Final = 12
# The Back Check page says what it is in its largest letters, or nearly.
_BACK_CHECK: Final = re.compile(r"\bBACK[\s-]?CHECK\b", re.IGNORECASE)
_HEADLINE: Final = 0.6
# A picture over less of the sheet is a photo or a logo.
LARGE_PICTURE: Final = 0.3
# Segments of paths in a square inch without a word: letters or a logo drawn as shapes.
DRAWN: Final = 300.0
_ADDRESS_LABEL: Final = re.compile(
    r"\b(?:PROJECT|SITE|PROPERTY|JOB|STREET)\s+(?:ADDRESS|LOCATION)\b|^LOCATION\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """An address and the line it was read from."""

    address: Address
    line: Line


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet with its role and its title block; `block` None: not a drawing."""

    sheet: Sheet
    role: Role
    lines: tuple[Line, ...] = ()
    block: Block | None = None
    addresses: tuple[Placed, ...] = ()

    @property
    def number(self) -> str:
        return self.block.number.text if self.block and self.block.number else ""

    @property
    def name(self) -> str:
        return self.block.name.text if self.block and self.block.name else ""

    @property
    def called(self) -> str:
        """As people find it: the number on it and its place in the file."""
        place = f"page {self.sheet.number}"
        return f"{self.number} ({place})" if self.number else place

    @property
    def is_readable(self) -> bool:
        """Whether what its text does not say is not there."""
        sheet = self.sheet
        words = len(sheet.words)
        return not sheet.problem and words >= FEWEST_WORDS and not sheet.unsearchable

    @property
    def has_template(self) -> bool:
        """Whether its title block is the one of most sheets."""
        return self.block is not None and self.block.follows >= FOLLOWS

    @property
    def shows_all_text(self) -> bool:
        """Whether no picture on it may have words of its own, as a scanned part has."""
        return self.is_readable and self.sheet.largest_picture < LARGE_PICTURE

    def is_in_block(self, box: Box) -> bool:
        block = self.block.box if self.block else None
        return block is not None and _holds(block, box)

    @property
    def has_shapes_in_block(self) -> bool:
        """Whether something in its title block may be letters drawn as shapes."""
        if self.block is None:
            return False
        box = self.block.box
        return any(
            count >= DRAWN
            and (box is None or _overlap(box, cell))
            and not any(
                _overlap(word.box, cell) and word.size > 0 and _holds(cell, word.box)
                for word in self.sheet.words
            )
            for cell, count in self.sheet.dense
        )


@dataclass(frozen=True, slots=True)
class SetFacts:
    """`cover`: the first drawing, if there is any."""

    plan_set: PlanSet
    sheets: tuple[SheetFacts, ...]
    index: Index | None
    address: Address | None

    @property
    def drawings(self) -> tuple[SheetFacts, ...]:
        return tuple(one for one in self.sheets if one.role == "drawing")

    @property
    def cover(self) -> SheetFacts | None:
        return next(iter(self.drawings), None)


def of(plan_set: PlanSet) -> SetFacts:
    """The facts of a set; worked out once while its checks run."""
    return _of(_Same(plan_set))


def forget() -> None:
    """Let go of the set whose facts are kept."""
    _of.cache_clear()


class _Same:
    """A set by its identity: to compare all its words would take longer."""

    def __init__(self, plan_set: PlanSet) -> None:
        self.plan_set = plan_set

    def __hash__(self) -> int:
        return id(self.plan_set)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.plan_set is self.plan_set


@functools.lru_cache(maxsize=1)
def _of(same: _Same) -> SetFacts:
    plan_set = same.plan_set
    texts = [tuple(lines(sheet.words)) for sheet in plan_set.sheets]
    roles = _roles(plan_set.sheets, texts)
    drawings = [
        sheet
        for sheet, role in zip(plan_set.sheets, roles, strict=True)
        if role == "drawing"
    ]
    blocks = iter(title_block.read(drawings) if drawings else [])
    found = tuple(
        _drawing(sheet, text, next(blocks))
        if role == "drawing"
        else SheetFacts(sheet, role, text)
        for sheet, text, role in zip(plan_set.sheets, texts, roles, strict=True)
    )
    drawn = [one for one in found if one.role == "drawing"]
    index = sheet_index.find(
        ((one.sheet.number, one.lines) for one in drawn),
        by_figures=any(sheet_numbers.is_figure(one.number) for one in drawn),
    )
    return SetFacts(plan_set, found, index, _address(found))


def _drawing(sheet: Sheet, text: tuple[Line, ...], block: Block) -> SheetFacts:
    # Where the block cannot be told from the drawing, all of the sheet is looked at.
    within = block.lines if block.box else text
    placed = (Placed(read, line) for line in within if (read := _read(line)))
    return SheetFacts(sheet, "drawing", text, block, tuple(placed))


def _read(line: Line) -> Address | None:
    # Dimensions and scales have figures and words too, and so have sentences.
    if len(line.words) > LONGEST_ADDRESS or scales.notes(line.text):
        return None
    return place_names.read(line.text)


def _roles(sheets: Sequence[Sheet], texts: Sequence[Sequence[Line]]) -> list[Role]:
    roles = [_role(*each) for each in zip(sheets, texts, strict=True)]
    # A set of nothing but small pages is a set all the same.
    if "drawing" not in roles:
        return ["drawing" if role == "supplement" else role for role in roles]
    return roles


def _role(sheet: Sheet, text: Sequence[Line]) -> Role:
    if _is_back_check(text):
        return "back check"
    short, long = sorted((sheet.width, sheet.height))
    is_small = 0 < short <= LARGEST_FORM[0] and long <= LARGEST_FORM[1]
    return "supplement" if is_small else "drawing"


def _is_back_check(text: Sequence[Line]) -> bool:
    """Whether its headline says so; a note or an index that names the page does not."""
    sizes = [line.size for line in text if _BACK_CHECK.search(line.text)]
    return bool(sizes) and max(sizes) >= _HEADLINE * max(line.size for line in text)


def _address(sheets: Iterable[SheetFacts]) -> Address | None:
    """The project's: as the cover says or shows largest, else as most blocks have
    it.
    """
    drawings = [one for one in sheets if one.role == "drawing"]
    for one in drawings[:2]:
        placed = [Placed(read, line) for line in one.lines if (read := _read(line))]
        labels = [line for line in one.lines if _ADDRESS_LABEL.search(line.text)]
        labelled = (each for each in placed if _is_labelled(each.line, labels))
        largest = max(placed, key=lambda each: each.line.size, default=None)
        if chosen := next(labelled, largest):
            return chosen.address
    counts = Counter(each.address for one in drawings for each in one.addresses)
    return counts.most_common(1)[0][0] if counts else None


def _is_labelled(line: Line, labels: Iterable[Line]) -> bool:
    return any(
        label is line
        or _is_beside(label.box, line.box)
        or _is_over(label.box, line.box)
        for label in labels
    )


def _is_beside(label: Box, box: Box) -> bool:
    return (
        abs(label.bottom - box.bottom) <= INCH / 8
        and 0 <= box.left - label.right <= 4 * INCH
    )


def _is_over(label: Box, box: Box) -> bool:
    return (
        0 <= box.top - label.bottom <= INCH / 4
        and abs(box.left - label.left) <= INCH / 4
    )


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _holds(cell: Box, box: Box) -> bool:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return cell.left <= x <= cell.right and cell.top <= y <= cell.bottom
