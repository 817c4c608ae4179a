"""The part of a passage that answers, and in it the sentence that answers best."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge import quote_text
from knowledge.quote_text import Paragraph
from knowledge.retrieve.question import Concept, Lexicon

# Characters of a quotation, but for a sentence that is longer by itself.
ENOUGH: Final = 480
# What a quotation says beside the words of the question: what was asked for.
_FIGURE: Final = re.compile(r"\d")
_ASKS_FIGURE: Final = re.compile(
    r"\b(?:how (?:much|many|long|high|tall|far|big|deep|wide|old|often|soon|close)"
    r"|cost|fees?|price|limit|maximum|minimum|height|deadline|days|percent)\b",
    re.IGNORECASE,
)
FIGURE_WORTH: Final = 1.5
_WORD: Final = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
# Words: what is shorter is a title or a stub, what is longer says little of each.
_FAIR_LENGTH: Final = 8
# An article opens with a sentence that answers what it is about.
OPENING: Final = 1.4
# What stands below such a heading is named there because no text answers it.
_OPEN: Final = re.compile(r"\bdo(?:es)? not say\b", re.IGNORECASE)
LEFT_OPEN: Final = 0.4
# Figures that measure nothing: of a citation, and of a place in a list.
_CITATION: Final = re.compile(r"\[[^\]]*\]|^\(?\w{1,3}[.)]\s|\s\d{1,2}\.$")


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence or a row of a table; `is_best` is the one that answers best."""

    text: str
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The parts of one paragraph that are quoted."""

    parts: tuple[Part, ...]
    is_item: bool = False
    is_table: bool = False
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Whole sentences of a passage; `before` and `after`: the passage has more.

    `worth` is that of its best sentence, to compare quotations of one document by.
    `leaves_open`: that sentence stands under a heading that says what no text answers.
    """

    blocks: tuple[Block, ...]
    before: bool = False
    after: bool = False
    worth: float = 0.0
    leaves_open: bool = False

    @property
    def text(self) -> str:
        """All of it, a paragraph a line."""
        return "\n".join(" ".join(p.text for p in block.parts) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the sentences are looked through for."""

    concepts: Sequence[Concept]
    stems: Mapping[str, str]
    asks_figure: bool

    @classmethod
    def of(cls, text: str, concepts: Sequence[Concept], known: Lexicon) -> "Wanted":
        return cls(concepts, known.stems, bool(_ASKS_FIGURE.search(text)))

    def worth(self, said: str) -> float:
        """How much of the question the sentence speaks of, for its length."""
        said = _CITATION.sub("", said)
        words = _WORD.findall(said.lower())
        stems = {self.stems.get(word, word) for word in words}
        score = sum(_worth(concept, stems) for concept in self.concepts)
        if score and self.asks_figure and _FIGURE.search(said):
            score += FIGURE_WORTH
        length = len(words) / _FAIR_LENGTH
        return score * length if length < 1 else score / length**0.25


def _worth(concept: Concept, stems: set[str]) -> float:
    return max((w for stem, w in concept.stems.items() if stem in stems), default=0.0)


def quote(text: str, wanted: Wanted, *, opens_article: bool = False) -> Quote:
    """Quote the passage: its best sentence and what stands around it."""
    found = quote_text.paragraphs(text)
    places = [(p, u) for p, each in enumerate(found) for u in range(len(each.units))]
    if not places:
        return Quote(())
    weights = list(_weights(found))
    scores = [
        weight * wanted.worth(found[p].units[u])
        for weight, (p, u) in zip(weights, places, strict=True)
    ]
    if opens_article:
        scores[0] *= OPENING
    best = max(range(len(places)), key=lambda i: (scores[i], weights[i], -i))
    sizes = [len(found[p].units[u]) for p, u in places]
    first, last = _window(sizes, scores, best)
    if first and found[places[first - 1][0]].is_heading:
        first -= 1
    return Quote(
        tuple(_blocks(found, places[first : last + 1], places[best])),
        before=first > 0,
        after=last < len(places) - 1,
        worth=scores[best],
        leaves_open=weights[best] == LEFT_OPEN,
    )


def _weights(found: Sequence[Paragraph]) -> Iterator[float]:
    """Of each unit; a heading answers nothing, and what is left open little."""
    weight = 1.0
    for paragraph in found:
        if paragraph.is_heading:
            weight = LEFT_OPEN if _OPEN.search(paragraph.units[0]) else 1.0
        for _ in paragraph.units:
            yield 0.0 if paragraph.is_heading else weight


def _window(
    sizes: Sequence[int], scores: Sequence[float], best: int
) -> tuple[int, int]:
    """From the best one outwards, to the side that says more, until it is enough."""
    first = last = best
    size = sizes[best]
    while True:
        before = scores[first - 1] if first else -1.0
        # What follows explains; what stands before introduces.
        after = scores[last + 1] + 0.01 if last + 1 < len(sizes) else -1.0
        sides = sorted(
            ((score, at) for score, at in ((before, first - 1), (after, last + 1))),
            reverse=True,
        )
        fits = [at for score, at in sides if score >= 0 and size + sizes[at] <= ENOUGH]
        if not fits:
            return first, last
        size += sizes[fits[0]]
        first, last = min(first, fits[0]), max(last, fits[0])


def _blocks(
    found: Sequence[Paragraph],
    places: Sequence[tuple[int, int]],
    best: tuple[int, int],
) -> Iterator[Block]:
    for number in dict.fromkeys(p for p, _ in places):
        paragraph = found[number]
        parts = [
            Part(paragraph.units[u], (p, u) == best) for p, u in places if p == number
        ]
        is_start = (number, 0) in places
        yield Block(
            tuple(parts),
            is_item=paragraph.is_item and is_start,
            is_table=paragraph.is_table,
            is_heading=paragraph.is_heading,
        )
