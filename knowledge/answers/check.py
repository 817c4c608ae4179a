"""What of a composed answer is left once its quotations are compared with the texts.

The unit is a sentence. It stays if it has a quotation that its passage holds word for
word, if no other part of it has lost all of its own, and if every figure and address in
it is in a passage that it quotes. Beside such sentences one may stay that only says
what the documents do not tell. Nothing here asks the database.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from knowledge import quote_text
from knowledge.llm import Block, Citation, Source

# Characters; what is shorter is in any text and supports nothing.
SHORTEST_QUOTATION: Final = 8
_FIGURE: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ADDRESS: Final = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|\b[\w-]+\.(?:com|org|net|gov|edu|info|io)\b\S*",
    re.IGNORECASE,
)
_GAP: Final = re.compile(
    r"the documents (?:do not|don't)"
    r" (?:say|state|tell|give|name|mention|cover|specify)\b",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
# Between paragraphs and before an item of a list; another line's end is a blank.
_PARAGRAPH: Final = re.compile(
    r"(?<=\n)(?=\s*\n)|(?<=\n)(?=[ \t]*(?:[-*\u2022]|\d{1,2}[.)])[ \t])"
)
_MARKS: Final = re.compile(r"\*\*|__|^#{1,6}\s+|`")


@dataclass(frozen=True, slots=True)
class Quotation:
    """`source` is the index of the passage that holds it."""

    source: int
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence and what supports it. Sentences of one `paragraph` stand together.

    One without quotations says what the documents do not tell, and no more.
    """

    text: str
    paragraph: int
    is_item: bool
    quotations: tuple[Quotation, ...]

    def document(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Checked:
    statements: tuple[Statement, ...]
    dropped_quotations: int = 0
    dropped_statements: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block of the answer, where it stands, and what of its citations is true."""

    start: int
    end: int
    was_cited: bool
    true: tuple[Quotation, ...]


def check(blocks: Sequence[Block], sources: Sequence[Source]) -> Checked:
    """Compare every citation with its source, and keep what is supported."""
    pieces = list(_pieces(blocks, sources))
    text = "".join(block.text for block in blocks)
    kept, dropped = [], 0
    for paragraph, is_item, start, end in _sentences(text):
        said = quote_text.folded(_MARKS.sub("", text[start:end]))
        if not any(c.isalnum() for c in said):
            continue
        quotations = _support(text, pieces, start, end)
        if quotations and _is_in(said, {sources[q.source] for q in quotations}):
            kept.append(Statement(said, paragraph, is_item, quotations))
        elif _GAP.match(said) and _is_in(said, set()):
            kept.append(Statement(said, paragraph, is_item, ()))
        else:
            dropped += 1
    if not any(one.quotations for one in kept):
        kept = []
    cited = sum(len(block.citations) for block in blocks)
    true = sum(len(piece.true) for piece in pieces)
    return Checked(tuple(kept), cited - true, dropped)


def complete(blocks: Sequence[Block], sources: Sequence[Source]) -> Checked:
    """Of an answer that is still being written: without its last, open sentence."""
    found = check(blocks, sources)
    text = "".join(block.text for block in blocks)
    *_, last = [*_sentences(text), (0, False, 0, 0)][:-1] or [(0, False, 0, 0)]
    end = quote_text.folded(_MARKS.sub("", text[last[2] : last[3]]))
    statements = found.statements
    if statements and statements[-1].text == end:
        statements = statements[:-1]
    return Checked(statements, found.dropped_quotations, found.dropped_statements)


def _pieces(blocks: Sequence[Block], sources: Sequence[Source]) -> Iterator[_Piece]:
    start = 0
    for block in blocks:
        end = start + len(block.text)
        true = tuple(
            Quotation(each.source, quote_text.folded(each.text))
            for each in block.citations
            if is_true(each, sources)
        )
        yield _Piece(start, end, bool(block.citations), true)
        start = end


def is_true(citation: Citation, sources: Sequence[Source]) -> bool:
    """Whether the source is there and holds the quotation, blanks aside."""
    if not 0 <= citation.source < len(sources):
        return False
    is_long = len(quote_text.folded(citation.text)) >= SHORTEST_QUOTATION
    return is_long and quote_text.holds(sources[citation.source].text, citation.text)


def _support(
    text: str, pieces: Sequence[_Piece], start: int, end: int
) -> tuple[Quotation, ...]:
    """The quotations of a sentence; none if a part of it has lost all of its own."""
    own = [
        piece
        for piece in pieces
        if text[max(start, piece.start) : min(end, piece.end)].strip(" .,;:*-\n\t")
    ]
    if any(piece.was_cited and not piece.true for piece in own):
        return ()
    return tuple(dict.fromkeys(one for piece in own for one in piece.true))


def _is_in(said: str, quoted: set[Source]) -> bool:
    """Whether the passages have each figure and each address of the sentence."""
    texts = " ".join(quote_text.folded(f"{s.title} {s.text}") for s in quoted)
    figures = {_number(each) for each in _FIGURE.findall(texts)}
    addresses = [each.rstrip(".,;:)") for each in _ADDRESS.findall(said)]
    return all(_number(each) in figures for each in _FIGURE.findall(said)) and all(
        each.lower() in texts.lower() for each in addresses
    )


def _number(figure: str) -> str:
    """`1,000.00` and `1000` are the same."""
    bare = figure.replace(",", "")
    return bare.rstrip("0").rstrip(".") if "." in bare else bare


def _sentences(text: str) -> Iterator[tuple[int, bool, int, int]]:
    """Paragraph, whether it is an item of a list, and from where to where."""
    start = 0
    for paragraph, part in enumerate(_PARAGRAPH.split(text)):
        item = _ITEM.match(part)
        at = start + (item.end() if item else 0)
        for said in quote_text.sentences(text[at : start + len(part)]):
            first = text.index(said, at)
            at = first + len(said)
            yield paragraph, bool(item), first, at
        start += len(part)
