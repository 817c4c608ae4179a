"""What each line of a City text is: heading, start of an item, or more of the same."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

from knowledge.sheets import Line

LONGEST_HEADING, LONGEST_TITLE = 120, 90
# Not a row of noise or of initials; and a word that a title would capitalise.
_LONG_WORD = re.compile(r"[A-Z]{5,}")
_WORD = re.compile(r"\b[A-Za-z]\w{3,}")
# Lines of a page that may be its running head and foot.
_TOP, _FOOT = 4, 6


class Level(IntEnum):
    """How high a heading stands; a deeper one closes none above it."""

    CHAPTER = auto()
    SECTION = auto()
    TABLE = auto()
    NUMBERED = auto()
    LABEL = auto()
    LETTERED = auto()
    QUESTION = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    level: Level
    text: str


_DIVISIONS = (
    (
        Level.CHAPTER,
        re.compile(
            r"^(?:CHAPTER|Chapter|APPENDIX|Appendix|ATTACHMENT|Attachment) "
            r"[0-9A-Z]{1,3}\b(?:\s*[:\u2013-].*|\s+[A-Z]{2}.*|\s*)$"
        ),
    ),
    (Level.SECTION, re.compile(r"^(?:SECTION|ARTICLE|DIVISION) [0-9A-Z.]+\b")),
    (
        Level.TABLE,
        re.compile(r"^(?:TABLE|Table) [0-9A-Z][0-9A-Z.()-]*\s+[\u2013-]?\s*[A-Z]"),
    ),
)
# As in: 106A.2 Work exempt from permit. [Section 105.2 …] Exemptions from …
_NUMBERED = re.compile(
    r"^(?:Sec\. )?((?:\d{3,4}[A-Z]?|[A-Z]\d{3}|\d{2}[A-Z]?-\d+)"
    r"(?:\.\d+)*(?:\(\w\))?)\.?\s+"
    r"((?:\[[^\]]*\]\s*)?[A-Z“][^.:]{2,110}[.:])"
)
_INSTRUCTION = re.compile(
    r"^(?:Sec\. )?[0-9A-Z.]+,? (?:Add|Revise|Replace|Insert|Delete|Repeal|Reserved)\b"
)
_LABELS = re.compile(
    r"^(DISCUSSION|BACKGROUND|PURPOSE|INTENT|INTERPRETATIONS?|REFERENCES?|FEES|"
    r"IMPLEMENTATION|PROCEDURES?|SCOPE|GENERAL|CODE SECTIONS?)\b[\s\xa0]*:?"
)
_LETTERED = re.compile(
    r"^(?:\([A-Z]+\)|\(?[A-Z]\)|[A-Z]\.|[IVX]{1,4}\.|\d\))\s+(?=[A-Z])"
)
_QUESTION = re.compile(r"^(?:\d{1,2}[.)]|Q\d*[.:)]?|[a-z][.)])\s+.*\?$")
_ITEM = re.compile(
    r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-z]{1,2}[.)]|\([ivx]+\)|\([A-Z]\)|[A-Z][.)]|[IVX]+\.|"
    r"[•☐□●▪\u2013-]|Exceptions?:|NOTE|Note:|Step \d)\s"
)
_PAGE = re.compile(r"\bpage\b", re.IGNORECASE)
_ONLY_NUMBER = re.compile(
    r"^\W*(?:Page\s*\|?\s*)?\d{0,4}(?:\s+of\s+\d+)?\W*$", re.IGNORECASE
)


def cleaned(lines: Sequence[Line]) -> list[Line]:
    """The lines without page numbers and what runs along the head or foot of pages."""
    pages = list(_by_page(lines))
    seen = Counter(
        text
        for page in pages
        for text in {_plain(line.text) for line in (*page[:_TOP], *page[-_FOOT:])}
    )
    often = max(2, min(4, len(pages) // 2))
    running = {text for text, count in seen.items() if text and count >= often}
    return [
        line
        for page in pages
        for place, line in enumerate(page)
        if not _runs_along(line.text, place, len(page), running)
    ]


def _plain(text: str) -> str:
    """The line; one with a page's number without it, so that all pages' are alike."""
    line = " ".join(text.split())
    return re.sub(r"\d+", "#", line) if _PAGE.search(line) else line


def _by_page(lines: Sequence[Line]) -> Iterator[list[Line]]:
    page: list[Line] = []
    for line in lines:
        if page and page[0].page != line.page:
            yield page
            page = []
        page.append(line)
    if page:
        yield page


def _runs_along(text: str, place: int, height: int, running: set[str]) -> bool:
    at_edge = place < _TOP or place >= height - _FOOT
    if not at_edge or not text.strip():
        return False
    return _plain(text) in running or bool(_ONLY_NUMBER.match(text))


def heading(text: str) -> Heading | None:
    """What the line is the heading of, if it is one."""
    line = " ".join(text.split())
    return _division(line) or _numbered(line) or _label(line)


def _division(line: str) -> Heading | None:
    if len(line) > LONGEST_HEADING:
        return None
    for level, pattern in _DIVISIONS:
        if pattern.match(line):
            return Heading(level, line)
    return None


def _numbered(line: str) -> Heading | None:
    if _INSTRUCTION.match(line):
        return Heading(Level.NUMBERED, line.split(" ", 1)[0])
    if found := _NUMBERED.match(line):
        return Heading(Level.NUMBERED, f"{found[1]} {found[2].rstrip('.:')}")
    return None


def _label(line: str) -> Heading | None:
    if _LABELS.match(line):
        return Heading(Level.LABEL, line.partition(":")[0].strip().capitalize())
    if _QUESTION.match(line):
        return Heading(Level.QUESTION, line)
    if _LETTERED.match(line) and _is_title(line):
        return Heading(Level.LETTERED, line.rstrip(":"))
    if line.isupper() and len(line) <= LONGEST_TITLE and _LONG_WORD.search(line):
        return Heading(Level.LABEL, line.rstrip(":").capitalize())
    return None


def _is_title(line: str) -> bool:
    """Short, and not the beginning of a sentence."""
    rest = _LETTERED.sub("", line)
    return len(line) <= LONGEST_TITLE and (
        rest.endswith(":") or _mostly_capitalised(rest)
    )


def _mostly_capitalised(text: str) -> bool:
    words = _WORD.findall(text)
    return bool(words) and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def starts_item(text: str) -> bool:
    return bool(_ITEM.match(text))
