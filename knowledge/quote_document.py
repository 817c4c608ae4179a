"""A stored document cut at its passages, so that each can be linked to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from knowledge import quote_text
from knowledge.models import Chunk, Document
from knowledge.quote_text import Paragraph

_TEXT: Final = ("p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote")
_TITLES: Final = ("h2", "h3", "h4", "h5", "h6")
_TABLE: Final = ("table", "thead", "tbody", "tr", "th", "td")
_TAGS: Final = {*_TEXT, *_TITLES, *_TABLE, "hr", "br"}
# Characters that running heads may take within a chunk.
SPARE: Final = 1_000
_TITLE: Final = re.compile(r"^#\s+.*\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Portion:
    """A passage with the headings above it. An article's is HTML, others' paragraphs.

    `also` are anchors of passages whose beginning was not found by itself.
    """

    anchor: str
    also: tuple[str, ...]
    html: SafeString | None
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(slots=True)
class _Piece:
    start: int
    anchors: list[str]


def portions(document: Document, chunks: Sequence[Chunk]) -> list[Portion]:
    """All of the document's text, once, cut before each of its chunks."""
    is_article = document.is_article
    made = []
    pieces = _cut(document.text, chunks)
    ends = [piece.start for piece in pieces[1:]] + [len(document.text)]
    for piece, end in zip(pieces, ends, strict=True):
        text = document.text[piece.start : end]
        html = markdown(text) if is_article else None
        paragraphs = () if is_article else tuple(quote_text.paragraphs(text))
        first, *also = piece.anchors or [""]
        made.append(Portion(first, tuple(also), html, paragraphs))
    return made


def markdown(text: str) -> SafeString:
    """An article's text as HTML: no HTML of its own, no links, no pictures."""
    html = _markdown().render(_TITLE.sub("", text))
    # Cleaned, although the renderer lets no tag of the text through.
    return mark_safe(nh3.clean(html, tags=_TAGS, attributes={}))  # noqa: S308


@cache
def _markdown() -> MarkdownIt:
    rules = ["link", "image", "autolink", "reference", "html_inline", "html_block"]
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(rules)


def _cut(text: str, chunks: Sequence[Chunk]) -> list[_Piece]:
    """Where each chunk begins, with what stands between it and the one before."""
    pieces = [_Piece(0, [])]
    at = 0
    for chunk in chunks:
        lines = [line.strip() for line in chunk.text.splitlines() if line.strip()]
        first = text.find(lines[0], at) if lines else -1
        if first < 0 or not pieces[0].anchors:
            pieces[-1].anchors.append(chunk.anchor)
        else:
            # The headings above a chunk are behind the last line of the one before.
            pieces.append(_Piece(at, [chunk.anchor]))
        if first >= 0:
            at = _end_of(text, lines, first)
    return pieces


def _end_of(text: str, lines: Sequence[str], at: int) -> int:
    """Behind the chunk's last line; running heads may stand between its lines."""
    for line in lines:
        found = text.find(line, at, at + len(line) + SPARE)
        at = at if found < 0 else found + len(line)
    return _line_end(text, at)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
