"""A document cut into passages, by heading, section number and paragraph.

The passages follow each other without overlap, hold whole lines (a table's row is one)
and say in one line what stands above them, which is searched but never quoted.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.chunk_lines import Heading, Level, cleaned, heading, starts_item
from knowledge.sheets import Line

# Characters. A passage is closed at the first paragraph past ENOUGH; none grows over
# MOST.
ENOUGH, MOST = 1600, 2400
# A section below LITTLE is joined with the next; one below STUB is but its heading.
LITTLE, STUB, LONGEST_JOINED = 300, 60, 200
VERSION = "2"
# Between a document's title and the headings of a passage.
BETWEEN = " \u203a "
_SECTION_NUMBER = re.compile(r"(?=[a-z.]*\d)[a-z0-9.]{3,}")
_MARKDOWN = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk to be: `section` is its headings, outermost first."""

    section: tuple[str, ...]
    text: str
    anchor: str
    page: int | None = None
    lead: str = ""  # the sentence that opens the list this passage goes on with

    def context(self, title: str) -> str:
        return BETWEEN.join(filter(None, (title, *self.section, self.lead)))


@dataclass(slots=True)
class _Section:
    headings: tuple[Heading, ...]
    paragraphs: list[list[Line]] = field(default_factory=list)

    def size(self) -> int:
        return sum(_size(paragraph) for paragraph in self.paragraphs)


def passages(lines: Sequence[Line]) -> list[Passage]:
    """Cut a City text."""
    return _finish(_sections(cleaned(lines), heading))


def article_passages(body: str) -> list[Passage]:
    """Cut an article of ours, at its headings."""
    lines = [Line(text) for text in body.splitlines()]
    return _finish(_sections(lines, _markdown_heading))


def keys(document: str, made: Sequence[Passage]) -> list[str]:
    """A key for each passage: the same for the same words, wherever they move in it."""
    repeats: Counter[str] = Counter()
    found = []
    for passage in made:
        said = " ".join(passage.text.split())
        hashed = hashlib.sha256(f"{document}\n{said}\n{repeats[said]}".encode())
        repeats[said] += 1
        found.append(hashed.hexdigest()[:20])
    return found


def _markdown_heading(text: str) -> Heading | None:
    found = _MARKDOWN.match(text)
    return Heading(Level(min(len(found[1]), 7)), found[2]) if found else None


def _sections(
    lines: Iterable[Line], read: Callable[[str], Heading | None]
) -> Iterator[_Section]:
    section = _Section(())
    fresh = True
    for line in lines:
        if found := read(line.text):
            if section.paragraphs:
                yield section
            above = tuple(h for h in section.headings if h.level < found.level)
            section = _Section((*above, found))
            fresh = True
        if not line.text.strip():
            fresh = True
            continue
        if fresh or starts_item(line.text):
            section.paragraphs.append([])
        section.paragraphs[-1].append(line)
        fresh = False
    if section.paragraphs:
        yield section


def _finish(sections: Iterable[_Section]) -> list[Passage]:
    made = [piece for section in _joined(sections) for piece in _cut(section)]
    anchors: Counter[str] = Counter()
    finished = []
    for section, lines, lead in made:
        anchor = _anchor(section, lines[0])
        anchors[anchor] += 1
        if anchors[anchor] > 1:
            anchor = f"{anchor}-{anchors[anchor]}"
        names = tuple(h.text for h in section.headings)
        text = "\n".join(line.text.rstrip() for line in lines).strip("\n")
        finished.append(Passage(names, text, anchor, lines[0].page, lead))
    return finished


def _joined(sections: Iterable[_Section]) -> Iterator[_Section]:
    """Very short neighbours become one section, under both their headings."""
    held: _Section | None = None
    for section in sections:
        if held is None:
            held = section
        elif held.size() < LITTLE and held.size() + section.size() <= MOST:
            headings = _both(held, section)
            held = _Section(headings, held.paragraphs + section.paragraphs)
        else:
            yield held
            held = section
    if held:
        yield held


def _both(one: _Section, other: _Section) -> tuple[Heading, ...]:
    """The headings that both stand under, then the last of each; a stub has none."""
    if one.size() <= STUB or not other.headings:
        return other.headings or one.headings
    shared = [a for a, b in zip(one.headings, other.headings, strict=False) if a == b]
    above = one.headings[: len(shared)]
    if len(shared) == len(one.headings):
        return other.headings
    names = f"{one.headings[-1].text}; {other.headings[-1].text}"
    return (*above, Heading(one.headings[-1].level, names[:LONGEST_JOINED]))


def _cut(section: _Section) -> Iterator[tuple[_Section, list[Line], str]]:
    piece: list[Line] = []
    lead, opened = "", ""
    for paragraph in _pieces(section.paragraphs):
        size = _size(piece)
        if piece and (size >= ENOUGH or size + _size(paragraph) > MOST):
            yield section, piece, lead
            piece, lead = [], opened
        piece.extend(paragraph)
        if paragraph[-1].text.rstrip().endswith(":"):
            opened = _last_sentence(paragraph)
    if piece:
        yield section, piece, lead


def _pieces(paragraphs: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """Paragraphs; one that is too long for a passage, in parts of whole lines."""
    for paragraph in paragraphs:
        part: list[Line] = []
        for line in paragraph:
            if part and _size(part) + len(line.text) > MOST:
                yield part
                part = []
            part.append(line)
        yield part


def _size(lines: Sequence[Line]) -> int:
    return sum(len(line.text) + 1 for line in lines)


def _last_sentence(paragraph: Sequence[Line]) -> str:
    text = " ".join(" ".join(line.text.split()) for line in paragraph)
    return re.split(r"(?<=[.;])\s+(?=[A-Z])", text)[-1][-200:].rstrip(":")


def _anchor(section: _Section, first: Line) -> str:
    """The section's number if it has one, else its heading's words, else the page."""
    if not section.headings:
        return f"page-{first.page}" if first.page else "text"
    title = section.headings[-1].text.lower()
    if numbered := _SECTION_NUMBER.match(title):
        return "s-" + numbered[0].strip(".").replace(".", "-")
    words: list[str] = re.findall(r"[a-z0-9.]+", title)
    return "-".join(word.strip(".") for word in words[:6]) or "text"
