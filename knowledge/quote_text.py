"""A stored text as paragraphs, sentences and rows of tables, word for word.

Lines that a page broke are put together again: nothing but blanks differs from the
stored text, and the marks of an article's Markdown are gone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.chunk_lines import heading, starts_item

_BULLET: Final = re.compile(r"^\s*(?:[-*+]|[\u2022\u25cf\u25aa\uf0b7])\s+")
_NUMBERED: Final = re.compile(r"^\s*\(?[\w.]{1,6}[.)]\s+")
_HEADING: Final = re.compile(r"^#{1,6}\s+")
_EMPHASIS: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_MARKDOWN_ROW: Final = re.compile(r"^\s*\|.*\|\s*$")
_COLUMNS: Final = re.compile(r"\S {3,}\S")
# A sentence ends before a capital, a figure, a bracket or a quotation mark; not after
# what is shortened. One that is very long is parted where it pauses.
_NEXT: Final = r"[)\]”\"']*\s+(?=[A-Z0-9(“\"$])"
_END: Final = re.compile(r"(?<=[.?!])" + _NEXT)
_PAUSE: Final = re.compile(r"(?<=[;:])\s+")
LONG: Final = 420
_SHORTENED: Final = re.compile(
    r"(?:\b(?:No|Nos|Sec|Secs|Art|Ch|Fig|Dept|Div|St|Ave|Blvd|Inc|Co|Ltd|Mr|Ms|Mrs|Dr"
    r"|e\.g|i\.e|etc|approx|min|max|sq|ft|in|vs|cf|Eq|Ref|Exc|Ord|U\.S|S\.F)"
    r"|\b[A-Z]|^\(?\w{1,3})\.$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`units` are its sentences, or the rows of a table; a heading has one."""

    units: tuple[str, ...]
    is_heading: bool = False
    is_item: bool = False
    is_table: bool = False


def plain(text: str) -> str:
    """One line without the marks of Markdown: as it is shown."""
    return _EMPHASIS.sub(r"\2", " ".join(text.split()))


def paragraphs(text: str) -> list[Paragraph]:
    """The text in its paragraphs; empty ones are left out."""
    made = []
    for lines in _groups(text):
        if _is_title(lines[0]):
            title = plain(_HEADING.sub("", lines[0]))
            made.append(Paragraph((title,), is_heading=True))
            continue
        if all(_is_row(line) for line in lines) and len(lines) > 1:
            rows = tuple(line.rstrip() for line in lines)
            made.append(Paragraph(rows, is_table=True))
            continue
        is_item = bool(_BULLET.match(lines[0]))
        joined = plain(_BULLET.sub("", " ".join(lines)))
        if joined:
            made.append(Paragraph(tuple(_units(joined)), is_item=is_item))
    return made


def _units(text: str) -> Iterator[str]:
    for said in sentences(text):
        yield from _PAUSE.split(said) if len(said) > LONG else (said,)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph that is one line."""
    start = 0
    for end in _END.finditer(text):
        said = text[start : end.start()]
        if _SHORTENED.search(said):
            continue
        yield text[start : end.end()].strip()
        start = end.end()
    if rest := text[start:].strip():
        yield rest


def _groups(text: str) -> Iterator[list[str]]:
    """Lines that belong together: a heading, a paragraph, an item, a table."""
    held: list[str] = []
    for line in text.splitlines():
        if held and (not line.strip() or _parts(held[-1], line)):
            yield held
            held = []
        if line.strip():
            held.append(line)
    if held:
        yield held


def _parts(before: str, line: str) -> bool:
    """Whether a new paragraph begins between the lines."""
    if _is_title(before) or _BULLET.match(line) or starts_item(line):
        return True
    return bool(heading(line)) or _is_title(line) or _is_row(before) != _is_row(line)


def _is_title(line: str) -> bool:
    """Whether the whole line is a heading: an article's, or one of a City text."""
    if _HEADING.match(line):
        return True
    found = heading(line)
    return found is not None and len(found.text) >= len(line.strip()) - 1


def _is_row(line: str) -> bool:
    bare = _NUMBERED.sub("", line).strip()
    return bool(_MARKDOWN_ROW.match(line) or _COLUMNS.search(bare))


def folded(text: str) -> str:
    """The text with every run of blanks as one: how quotations are compared."""
    return " ".join(text.split())


def holds(text: str, quotation: str) -> bool:
    """Whether the text has the quotation, word for word."""
    return bool(wanted := folded(quotation)) and wanted in folded(text)
