"""Which publications a file of the City's holds: number, title and date, as printed.

File names lie and one file can hold several bulletins, so all is read from the text.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.sheets_dates import latest_date

AGENCY = "Department of Building Inspection"
# Lines from a sheet's top within which its number and title stand.
_HEAD = 45
# "5-04" is how some copies were read where the sheet is S-04.
_NUMBER = re.compile(
    r"^\s*No\.?\s*:?\s*(AB|DA|FS|EG|G|S|5)\s?-\s?(\d{1,3})\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"^\s*(DATE|CAT[AE]GORY|SUBJECT|TITLE|PURPOSE|REFERENCES?|SECTIONS?|SECTION\(S\)|"
    r"INVOLVED|INTENT|DISCUSSION|INTERPRETATIONS?|BACKGROUND|CODE SECTIONS?)\b"
    r"(?: OF CODE)?[\s\u200b\xa0]*[:_'>]*\s*(.*)$"
)
_CODE = re.compile(
    r"(?:San\s+Francisco\s+)?\b((?:(?:Existing|Green)\s+)?"
    r"(?:Building|Residential|Electrical|Mechanical|Plumbing|Housing))\s+Code\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(20\d\d)\b")
_OPERATIVE = re.compile(r"Operative date:\s*(.{5,30})", re.IGNORECASE)
_LETTERHEAD = re.compile(
    r"City and County|Department of Building|Mayor|Director|INFORMATION SHEET|^\W*$"
)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One publication of a file, with all its lines."""

    title: str
    lines: Sequence[Line]
    number: str | None = None
    effective: dt.date | None = None
    problems: list[str] = field(default_factory=list)


def publications(lines: Sequence[Line]) -> list[Publication]:
    """What the file holds, in its order; at least one."""
    starts = list(_starts(lines))
    if not starts:
        return [_code(lines) or _unnumbered(lines)]
    edges = [0, *(start for start, _ in starts[1:]), len(lines)]
    return [
        _sheet(lines[begin:end], number)
        for (begin, end), (_, number) in zip(pairwise(edges), starts, strict=True)
    ]


def _starts(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Where each publication begins, and its number."""
    for index, line in enumerate(lines):
        found = _NUMBER.match(line.text)
        if found and _is_head(lines, index):
            number = _number(found)
            yield _title_line(lines, index, number), number


def _number(found: re.Match[str]) -> str:
    series = found[1].upper().replace("5", "S")
    return f"{series}-{found[2].zfill(2)}"


def _is_head(lines: Sequence[Line], index: int) -> bool:
    """A date follows soon, as in a head and not in a list of references."""
    near = lines[index + 1 : index + 15]
    return any(
        (found := _LABEL.match(line.text)) and found[1] == "DATE" for line in near
    )


def _title_line(lines: Sequence[Line], index: int, number: str) -> int:
    """Bulletins have their number and title once more on the line above."""
    for above in range(index - 1, max(-1, index - 6), -1):
        if lines[above].text.strip().startswith(number):
            return above
    return index


def _sheet(lines: Sequence[Line], number: str) -> Publication:
    fields = _fields(lines[:_HEAD])
    title = fields.get("TITLE") or fields.get("SUBJECT") or ""
    problems = [] if title else ["no title found"]
    effective = latest_date(fields.get("DATE", ""))
    if effective is None:
        problems.append("no date found")
    return Publication(_one_line(title) or number, lines, number, effective, problems)


def _fields(head: Sequence[Line]) -> dict[str, str]:
    """What stands beside each label; beside the first of each name."""
    fields: dict[str, list[str]] = {}
    waiting: list[str] = []
    current = ""
    for line in head:
        text = line.text.strip()
        if found := _LABEL.match(line.text):
            current = found[1] if found[1] not in fields else ""
            if current:
                fields[current] = [found[2]] if found[2] else []
                waiting = [*waiting, current] if not found[2] else []
            continue
        if _is_noise(text):
            continue
        if waiting:
            # Some copies have all labels first, then their values in the same order.
            current = waiting.pop(0)
        if current:
            fields[current].append(text)
    return {label: " ".join(values) for label, values in fields.items()}


def _is_noise(text: str) -> bool:
    """Rules that were read as letters, and empty lines."""
    return not re.search(r"\d|[A-Za-z]*[a-z][A-Za-z]{3}|[A-Za-z]{3}[a-z]", text)


def _code(lines: Sequence[Line]) -> Publication | None:
    top = "\n".join(line.text for line in lines[:40])
    names = [" ".join(found.split()).title() for found in _CODE.findall(top)]
    year = _YEAR.search(top)
    if not names or not year:
        return None
    # The first page names the code last where a series title stands above it.
    name = next((name for name in names if " " in name), names[0])
    operative = _OPERATIVE.search(top)
    initials = "".join(word[0] for word in name.split())
    return Publication(
        title=f"San Francisco {name} Code {year[1]}, amendments",
        lines=lines,
        number=f"SF{initials}C {year[1]}",
        effective=latest_date(operative[1]) if operative else None,
        problems=[] if operative else ["no operative date found"],
    )


def _unnumbered(lines: Sequence[Line]) -> Publication:
    for line in lines[:_HEAD]:
        text = line.text.strip()
        if text.isupper() and " " in text and not _LETTERHEAD.search(text):
            return Publication(
                text.capitalize(), lines, problems=["no sheet number found"]
            )
    return Publication("Untitled", lines, problems=["neither title nor number found"])


def _one_line(text: str) -> str:
    """The title, without the purpose where that stands in the label's rows too."""
    title, _, _ = " ".join(text.split()).partition(" The purpose of ")
    return title.strip(" :.->'")
