"""Words of a sheet as lines: those that stand on one base line, close together.

A line reads in its own direction: words that are turned make lines that are turned.
Text of several columns stays apart, because the gap between columns is wide.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from analysis.plan_set import Box, Word

# Gap between two words of a line, in heights of their letters.
WIDEST_GAP: Final = 1.5
# Share of the lower word's height that two words of a line have in common.
_LEAST_OVERLAP: Final = 0.5
# Words of a line may be of sizes as different as this, as 1/4" and its note are.
_SIZES: Final = 1.8
# Points: words are looked up by bands of the sheet as high as this.
_BAND: Final = 6.0


@dataclass(frozen=True, slots=True)
class Line:
    """`text` has one blank between words. `turned` as of its words."""

    text: str
    box: Box
    words: tuple[Word, ...]
    turned: int

    @property
    def size(self) -> float:
        """Of its largest letters, in points."""
        return max(word.size for word in self.words)


def lines(words: Iterable[Word]) -> list[Line]:
    """All lines: upright ones first, from top to bottom, then from left to right."""
    by_turn: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        by_turn[word.turned].append(word)
    return [
        line for turn in sorted(by_turn) for line in _of_one_turn(by_turn[turn], turn)
    ]


def around(words: Sequence[Word]) -> Box:
    """The box around words.

    Raises:
        ValueError: there are none.
    """
    return Box(
        min(word.box.left for word in words),
        min(word.box.top for word in words),
        max(word.box.right for word in words),
        max(word.box.bottom for word in words),
    )


def upright(box: Box, turned: int) -> Box:
    """The box as it would be if the text in it were upright; places are kept apart."""
    left, top, right, bottom = box
    if turned == 90:  # noqa: PLR2004 - degrees: reads downwards, lines go leftwards
        return Box(top, -right, bottom, -left)
    if turned == 180:  # noqa: PLR2004
        return Box(-right, -bottom, -left, -top)
    if turned == 270:  # noqa: PLR2004 - reads upwards, lines go rightwards
        return Box(-bottom, left, -top, right)
    return box


Placed = tuple[Box, Word]


def _of_one_turn(words: list[Word], turn: int) -> list[Line]:
    placed = [(upright(word.box, turn), word) for word in words]
    found = [_line(part, turn) for part in _parts(placed)]
    return sorted(found, key=lambda line: upright(line.box, turn)[1::-1])


def _parts(placed: list[Placed]) -> list[list[Placed]]:
    """Each word, from the left, goes on the line that ends closest before it."""
    parts: list[list[Placed]] = []
    # Lines by the height on the sheet where they end; those of before may be there too.
    ending: dict[int, list[list[Placed]]] = defaultdict(list)
    for one in sorted(placed, key=lambda one: (one[0].left, one[0].top)):
        for band in _bands(one):
            if ending[band]:
                ending[band] = [part for part in ending[band] if _reaches(part, one)]
        near = [part for band in _bands(one) for part in ending[band]]
        part = min(
            (part for part in near if _goes_on(part[-1], one)),
            key=lambda part: one[0].left - part[-1][0].right,
            default=None,
        )
        if part is None:
            part = []
            parts.append(part)
        else:
            ending[_band(_middle(part[-1][0]))].remove(part)
        part.append(one)
        ending[_band(_middle(one[0]))].append(part)
    return parts


def _band(height: float) -> int:
    return int(height // _BAND)


def _bands(placed: Placed) -> range:
    """Where the middle of a word may be that stands on the same line."""
    box, far = placed[0], _size(placed)
    return range(_band(box.top - far), _band(box.bottom + far) + 1)


def _reaches(part: list[Placed], one: Placed) -> bool:
    """Whether it may still be gone on with: later words are further to the right."""
    last = part[-1]
    return one[0].left - last[0].right <= WIDEST_GAP * _SIZES * _size(last)


def _goes_on(first: Placed, second: Placed) -> bool:
    return _level(first, second) and not _apart(first, second)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


def _level(first: Placed, second: Placed) -> bool:
    """Whether two words stand on one line, going by their boxes and letters.

    A dash or a quotation mark is so low that only its middle can be compared.
    """
    one, other = first[0], second[0]
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return common >= _LEAST_OVERLAP * max(lower, 0.1)


def _apart(first: Placed, second: Placed) -> bool:
    sizes = [_size(first), _size(second)]
    gap = (second[0].left - first[0].right) / max(sizes)
    return not -1 <= gap <= WIDEST_GAP or max(sizes) > _SIZES * min(sizes)


def _size(placed: Placed) -> float:
    box, word = placed
    return word.size or max(box.bottom - box.top, 0.1)


def _line(part: list[Placed], turn: int) -> Line:
    words = tuple(word for _, word in part)
    return Line(" ".join(word.text for word in words), around(words), words, turn)
