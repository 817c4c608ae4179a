"""What stands in the title blocks of a set: number and name of each sheet."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from analysis import block_layout, sheet_numbers
from analysis.block_layout import FOLLOWS, Layout
from analysis.lines import Line, around, lines, upright
from analysis.plan_set import INCH, Box, Sheet, Word

_LABELS: Final = (
    r"SHEET|DRAWING|DWG|TITLE|NAME|NUMBER|NO|NUM|DATE|SCALES?|REVISIONS?|REV|DRAWN|CHECKED"
    r"|BY|JOB|PROJECT|DESCRIPTION|ISSUES?|ISSUED|FOR|STAMP|SEAL|CONTENTS|OF|CONSULTANTS?"
)
_ONLY_LABELS: Final = re.compile(rf"(?:(?:{_LABELS})[.:#]*\s*)+", re.IGNORECASE)
_NAME_LABEL: Final = re.compile(
    r"(?:(?:SHEET|DRAWING|DWG\.?)\s+(?:TITLE|NAME|CONTENTS|DESCRIPTION)"
    r"|TITLE|NAME|CONTENTS)\s*(?::|$)\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_NUMBER_LABEL: Final = re.compile(
    r"(?:SHEET|DRAWING|DWG\.?)\s*(?:(?:NUMBER|NUM|NO)\b\.?|#|:)|SHEET$", re.IGNORECASE
)
# A label that the PDF has without a blank before its number.
_GLUED: Final = re.compile(r"^(?:SHEET|NUMBER|NO\.?)+[:#]?(?=[A-Z]{1,3}[-.\d])")
_COUNT: Final = re.compile(
    r"(?:SHEET|PAGE|SHT\.?)?\s*\d+\s+OF\s+\d+(?:\s+SHEETS?)?", re.IGNORECASE
)
# How far below its label a name may stand, to the right and to the left of where the
# label starts; on prints that are made smaller, in heights of the label's letters.
_NAME_REACH: Final = (1.6 * INCH, 20.0)
_NAME_WIDTH: Final = (3.6 * INCH, 45.0)
_NAME_INDENT: Final = (INCH / 2, 8.0)
# "CONTENTS" alone is the label of a name where there is no other.
_RARE_LABEL: Final = re.compile(r"CONTENTS\s*:?$", re.IGNORECASE)
# Points by which text on one row is off.
_ON_A_ROW: Final = 2.0
_ABOVE_NUMBER: Final = 3.0 * INCH
_LARGER: Final = 1.3
# Of the size that most sheets' numbers have; other templates have other letters.
_AS_LARGE: Final = 0.6
_AS_LARGE_ELSEWHERE: Final = 0.4
_FEWEST_LETTERS: Final = 3
# Sets are numbered by figures alone where fewer blocks than this have another number,
# and more than this a figure, most of them once.
_FEW_NUMBERED: Final = 0.3
_MOST_NUMBERED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Field:
    text: str
    box: Box
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Block:
    """The title block of one sheet; `follows`: the share of the template it has."""

    layout: Layout
    box: Box | None
    lines: tuple[Line, ...]
    number: Field | None
    name: Field | None
    follows: float
    # Whether a label says where its name is.
    has_name_label: bool = False


def read(sheets: Sequence[Sheet]) -> list[Block]:
    """The title block of each sheet."""
    layout = block_layout.find(sheets)
    parts = [_Part.of(sheet, layout) for sheet in sheets]
    numbers = _numbers(parts)
    repeated = _repeated_lines(parts)
    return [
        Block(
            layout=part.layout,
            box=None if part.layout.kind == "corner" else part.layout.box(part.sheet),
            lines=part.lines,
            number=number,
            name=_name(part, number, repeated),
            follows=part.follows,
            has_name_label=bool(_name_labels(part)),
        )
        for part, number in zip(parts, numbers, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Part:
    """A sheet with the words of its title block."""

    sheet: Sheet
    layout: Layout
    words: tuple[Word, ...]
    lines: tuple[Line, ...]
    follows: float

    @classmethod
    def of(cls, sheet: Sheet, shared: Layout) -> "_Part":
        follows = block_layout.follows(sheet, shared)
        own = shared.template and follows < FOLLOWS
        layout = Layout("corner", 0.0) if own else shared
        words = tuple(word for word in sheet.words if layout.holds(sheet, word))
        return cls(sheet, layout, words, tuple(lines(words)), follows)

    def is_large(self, size: float) -> bool:
        usual = median(word.size for word in self.words) if self.words else 0.0
        return size >= _LARGER * usual


def _numbers(parts: Sequence[_Part]) -> list[Field | None]:
    """The largest word that reads as a number, near where most sheets have theirs."""
    candidates = [_candidates(part) for part in parts]
    if sum(map(bool, candidates)) < _FEW_NUMBERED * len(parts):
        candidates = _figures(parts) or candidates
    firsts = [
        (part, some[0])
        for part, some in zip(parts, candidates, strict=True)
        if some and part.follows >= FOLLOWS
    ]
    if len(firsts) < 2:  # noqa: PLR2004 - one sheet agrees with nobody
        return [some[0] if some else None for some in candidates]
    across = median(part.sheet.width - one.box.right for part, one in firsts)
    up = median(part.sheet.height - one.box.bottom for part, one in firsts)
    size = median(one.size for _, one in firsts)
    return [
        _nearest(part, some, across, up, size)
        for part, some in zip(parts, candidates, strict=True)
    ]


def _nearest(
    part: _Part, candidates: list[Field], across: float, up: float, size: float
) -> Field | None:
    def is_there(one: Field) -> bool:
        far = max(
            abs(part.sheet.width - one.box.right - across),
            abs(part.sheet.height - one.box.bottom - up),
        )
        return far <= INCH

    there = [one for one in candidates if is_there(one)]
    # Elsewhere only what is about as large: a note's "B-2" is no sheet number.
    share = _AS_LARGE if part.follows >= FOLLOWS else _AS_LARGE_ELSEWHERE
    large = [one for one in candidates if one.size >= share * size]
    return next(iter(there or large), None)


def _candidates(part: _Part) -> list[Field]:
    """Words that read as sheet numbers, the largest first."""
    labels = [line for line in part.lines if _NUMBER_LABEL.match(line.text)]
    found = []
    for word in part.words:
        bare = _GLUED.sub("", word.text)
        number = sheet_numbers.read(bare)
        is_glued = bare != word.text
        if number and (
            is_glued or part.is_large(word.size) or _is_labelled(word, labels)
        ):
            found.append(Field(number, word.box, word.size))
    return sorted(found, key=lambda one: -one.size)


def _figures(parts: Sequence[_Part]) -> list[list[Field]]:
    """Large figures under a label of each block; none, if they number no sheets."""
    found = []
    for part in parts:
        labels = [line for line in part.lines if _NUMBER_LABEL.match(line.text)]
        fields = [
            Field(word.text, word.box, word.size)
            for word in part.words
            if sheet_numbers.is_figure(word.text)
            and part.is_large(word.size)
            and _is_labelled(word, labels)
        ]
        found.append(sorted(fields, key=lambda one: -one.size))
    firsts = {fields[0].text for fields in found if fields}
    return found if len(firsts) > _MOST_NUMBERED * len(parts) else []


def _is_labelled(word: Word, labels: Iterable[Line]) -> bool:
    """Whether a label stands above it or on its left."""
    for label in labels:
        box, other = upright(label.box, word.turned), upright(word.box, word.turned)
        below = -_ON_A_ROW <= other[1] - box[1] <= INCH
        if below and -INCH <= other[0] - box[0] <= 2 * INCH:
            return True
    return False


def _repeated_lines(parts: Sequence[_Part]) -> frozenset[str]:
    """Lines that nearly all sheets have; no sheet is told by them."""
    counts: dict[str, int] = defaultdict(int)
    for part in parts:
        for text in {line.text for line in part.lines}:
            counts[text] += 1
    few = 4
    least = 0.7 * len(parts)
    return frozenset(
        text for text, count in counts.items() if len(parts) >= few and count >= least
    )


def _name(part: _Part, number: Field | None, repeated: frozenset[str]) -> Field | None:
    labels = _name_labels(part)
    for label, match in labels:
        if rest := match["rest"].strip():
            return Field(rest, label.box, label.size)
        below = _below(part, label, repeated)
        if below:
            return _joined(below)
    if labels or number is None:
        return None
    return _joined(_above(part, number, repeated))


def _name_labels(part: _Part) -> list[tuple[Line, re.Match[str]]]:
    labels = [
        (line, match)
        for line in part.lines
        if (match := _NAME_LABEL.match(line.text.strip()))
    ]
    return sorted(labels, key=lambda label: bool(_RARE_LABEL.match(label[0].text)))


def _below(part: _Part, label: Line, repeated: frozenset[str]) -> list[Line]:
    turn = label.turned
    box = upright(label.box, turn)
    down, right, left = (
        min(most, heights * label.size)
        for most, heights in (_NAME_REACH, _NAME_WIDTH, _NAME_INDENT)
    )
    found: list[Line] = []
    for line in sorted(part.lines, key=lambda one: upright(one.box, turn)[1]):
        here = upright(line.box, turn)
        is_under = box[3] - 2 <= here[1] <= box[3] + down
        is_in_column = box[0] - left <= here[0] <= box[0] + right
        if line.turned != turn or not (is_under and is_in_column):
            continue
        if found and here[1] - upright(found[-1].box, turn)[3] > 2 * line.size:
            break
        if _may_name(line, repeated):
            found.append(line)
    return found


def _above(part: _Part, number: Field, repeated: frozenset[str]) -> list[Line]:
    """Without a label: the large lines over the number that other sheets do not
    have.
    """
    return [
        line
        for line in part.lines
        if line.turned == 0
        and -_ABOVE_NUMBER <= line.box.top - number.box.top <= number.box.bottom
        and line.box.bottom <= number.box.bottom + INCH / 4
        and part.is_large(line.size)
        and _may_name(line, repeated)
    ]


def _may_name(line: Line, repeated: frozenset[str]) -> bool:
    text = line.text.strip()
    letters = sum(character.isalpha() for character in text)
    return (
        letters >= _FEWEST_LETTERS
        and text not in repeated
        and not is_label(text)
        and not _COUNT.fullmatch(text)
        and sheet_numbers.read(text) is None
    )


def is_label(text: str) -> bool:
    """Whether it names a field of the block and says nothing itself."""
    return bool(_ONLY_LABELS.fullmatch(text.strip()))


def _joined(some: Sequence[Line]) -> Field | None:
    if not some:
        return None
    text = " ".join(line.text for line in some)
    words = [word for line in some for word in line.words]
    return Field(text, around(words), some[0].size)
