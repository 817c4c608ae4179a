"""Where the title blocks of a set are: where words repeat from sheet to sheet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final, Literal

from analysis.plan_set import INCH, Box, Sheet, Word

Kind = Literal["strip", "band", "corner"]
# A title block takes less than this share of the sheet's width or height; one for a
# large sheet takes more of a small one, as long as there is a drawing beside it.
DEEPEST: Final = 0.2
LARGE_BLOCK: Final = 4.2 * INCH
MOST: Final = 0.35
# Words are at the same place if they are within some points of it, counted from the
# lower right corner. Programs set a template to the point; words of notes are at one
# place by chance.
NEAR: Final = 4.0
# Repeated on this share of sheets, a word belongs to the template.
REPEATED: Final = 0.5
# What nearly all sheets have tells where the block is; marks that many drawings have at
# one place, as of sections, are on fewer.
_SHARES: Final = (0.9, 0.7, REPEATED)
# Words at so many places along it make a title block; fewer may be chance.
FEWEST: Final = 4
APART: Final = INCH / 6
# Fewer words at one place, and not along an edge, are no template: notes that wrap
# alike, titles of views.
FEWEST_WORDS: Final = 12
# A sheet with this share of the template's words has the template.
FOLLOWS: Final = 0.4
# Between the block's outermost words and its edge.
MARGIN: Final = 0.25 * INCH

# A word, and how far its left upper corner is from the sheet's right lower one.
Spot = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """How the set's title blocks lie: `depth` in points from the right or the
    bottom.
    """

    kind: Kind
    depth: float
    template: frozenset[Spot] = frozenset()

    def box(self, sheet: Sheet) -> Box:
        if self.kind == "strip":
            return Box(sheet.width - self.depth, 0.0, sheet.width, sheet.height)
        return Box(0.0, sheet.height - self.depth, sheet.width, sheet.height)

    def holds(self, sheet: Sheet, word: Word) -> bool:
        x, y = _middle(word)
        if self.kind == "corner":
            return _at_edge(sheet, x, y)
        left, top, right, bottom = self.box(sheet)
        return left <= x <= right and top <= y <= bottom


def find(sheets: Sequence[Sheet]) -> Layout:
    """The layout that most of the sheets share; "corner" if there is none."""
    template = _template(sheets, REPEATED)
    for share in _SHARES:
        found = _side(sheets, _template(sheets, share))
        if found:
            return Layout(*found, template)
    is_block = len(template) >= FEWEST_WORDS
    return Layout("corner", 0.0, template if is_block else frozenset())


def _side(
    sheets: Sequence[Sheet], template: Iterable[Spot]
) -> tuple[Kind, float] | None:
    """Whether words repeat along the right or along the bottom, and how deep."""
    width = median(sheet.width for sheet in sheets)
    height = median(sheet.height for sheet in sheets)
    sides: dict[Kind, list[tuple[float, float]]] = {"strip": [], "band": []}
    for _text, across, up in template:
        in_strip, in_band = across <= _deepest(width), up <= _deepest(height)
        # Those in the corner speak for neither.
        if in_strip and not in_band:
            sides["strip"].append((across, up))
        if in_band and not in_strip:
            sides["band"].append((up, across))
    kind, spots = max(sides.items(), key=lambda side: _spread(side[1]))
    if _spread(spots) < FEWEST:
        return None
    return kind, max(depth for depth, _ in spots) + MARGIN


def _spread(spots: Iterable[tuple[float, float]]) -> int:
    """At how many places along the block there are words.

    A line up the left margin, as of the plotter, is at one place of a band.
    """
    return len({round(along / APART) for _, along in spots})


def _template(sheets: Sequence[Sheet], share: float) -> frozenset[Spot]:
    """Words, and where they stand, that are on this share of the sheets."""
    least = max(2, share * len(sheets))
    places: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for sheet in sheets:
        for word in sheet.words:
            if _at_edge(sheet, *_middle(word)):
                _, across, up = _spot(sheet, word)
                places[word.text].append((across, up, sheet.number))
    found: set[Spot] = set()
    for text, spots in places.items():
        if len(spots) >= least:
            found |= {(text, *place) for place in _shared(spots, least)}
    return frozenset(found)


def _shared(
    spots: list[tuple[float, float, int]], least: float
) -> Iterable[tuple[float, float]]:
    cells: dict[tuple[int, int], set[int]] = defaultdict(set)
    for across, up, number in spots:
        cells[_cell(across, up)].add(number)
    for (column, row), numbers in cells.items():
        around_it = [
            cells.get((column + i, row + j), set())
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
        ]
        if len(set[int]().union(*around_it)) >= least and len(numbers) * 9 >= least:
            yield column * NEAR, row * NEAR


def _cell(across: float, up: float) -> tuple[int, int]:
    return round(across / NEAR), round(up / NEAR)


def _spot(sheet: Sheet, word: Word) -> Spot:
    return word.text, sheet.width - word.box.left, sheet.height - word.box.top


def _middle(word: Word) -> tuple[float, float]:
    left, top, right, bottom = word.box
    return (left + right) / 2, (top + bottom) / 2


def _at_edge(sheet: Sheet, x: float, y: float) -> bool:
    right, bottom = sheet.width - x, sheet.height - y
    return right <= _deepest(sheet.width) or bottom <= _deepest(sheet.height)


def _deepest(side: float) -> float:
    return max(DEEPEST * side, min(LARGE_BLOCK, MOST * side))


def follows(sheet: Sheet, layout: Layout) -> float:
    """The share of the template's words that the sheet has at their places."""
    if not layout.template:
        return 0.0
    here = {(word.text, *_cell(*_spot(sheet, word)[1:])) for word in sheet.words}
    found = sum(
        any((text, column + i, row + j) in here for i in (-1, 0, 1) for j in (-1, 0, 1))
        for text, across, up in layout.template
        for column, row in [_cell(across, up)]
    )
    return found / len(layout.template)
