"""SET-005: dates of issue and revision agree over the sheets."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Place, Rule
from analysis.checks.sources import practice
from analysis.checks.wording import about, called, listed
from analysis.lines import Line
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts

_MONTHS: Final = (
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
)  # fmt: skip
_NUMERIC: Final = re.compile(
    r"(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?![\d./-])"
)
_ISO: Final = re.compile(r"(?<![\d./-])(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?![\d./-])")
_NAMED: Final = re.compile(
    rf"\b({'|'.join(_MONTHS)})[A-Z]*\.?\s+(\d{{1,2}})(?:ST|ND|RD|TH)?,?\s+(\d{{4}})\b",
    re.IGNORECASE,
)
_DAY_FIRST: Final = re.compile(
    rf"\b(\d{{1,2}})\s+({'|'.join(_MONTHS)})[A-Z]*\.?,?\s+(\d{{4}})\b", re.IGNORECASE
)
# An expiry of a licence, and when a file was plotted, are no dates of issue.
_OTHER: Final = re.compile(r"\bEXP|\bRENEW|\bPLOT|\bPRINT|\bLIC", re.IGNORECASE)
# A date on fewer sheets than this, and older than the set's last, is odd.
FEW: Final = 1 / 3
# Sheets with a title block of their own, as consultants', have dates of their own.
SAME_TEMPLATE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Dated:
    day: dt.date
    line: Line


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    found = {
        one.sheet.number: list(_dates(one)) for one in drawings if _is_comparable(one)
    }
    dated = [one for one in drawings if found.get(one.sheet.number)]
    if len(dated) < 2:  # noqa: PLR2004 - nothing to compare
        why = "Dates could be read in fewer than two title blocks."
        return [about("cannot tell", why)]
    counts = Counter(
        day for one in dated for day in {each.day for each in found[one.sheet.number]}
    )
    usual = {day for day, number in counts.items() if number > FEW * len(dated)}
    odd = {day for day in counts if day not in usual and usual and day < max(usual)}
    if not odd:
        days = listed([f"{day:%Y-%m-%d}" for day in sorted(usual)[-3:]])
        return [about("pass", f"{len(dated)} title blocks agree: {days}.")]
    sheets = [
        one for one in dated if odd & {each.day for each in found[one.sheet.number]}
    ]
    return [_odd(sheets, found, odd)]


def _is_comparable(one: SheetFacts) -> bool:
    return (
        one.is_readable and one.block is not None and one.block.follows >= SAME_TEMPLATE
    )


def _odd(
    sheets: Sequence[SheetFacts], found: dict[int, list[Dated]], odd: set[dt.date]
) -> Finding:
    by_day: dict[dt.date, list[SheetFacts]] = defaultdict(list)
    for one in sheets:
        for day in odd & {each.day for each in found[one.sheet.number]}:
            by_day[day].append(one)
    says = "; ".join(
        f"{day:%Y-%m-%d} on {called(some)}" for day, some in sorted(by_day.items())[:4]
    )
    places = tuple(
        Place(one.sheet.number, each.line.box)
        for one in sheets
        for each in found[one.sheet.number]
        if each.day in odd
    )
    return Finding("warn", f"Dates that other sheets do not have: {says}.", places)


def _dates(one: SheetFacts) -> Iterator[Dated]:
    for line in one.block.lines if one.block else ():
        if not _OTHER.search(line.text):
            yield from (Dated(day, line) for day in read(line.text))


def read(text: str) -> list[dt.date]:
    """Dates in the text, month before day as in the United States."""
    found = [(m[3], m[1], m[2]) for m in _NUMERIC.finditer(text)]
    found += [(m[1], m[2], m[3]) for m in _ISO.finditer(text)]
    found += [(m[3], _month(m[1]), m[2]) for m in _NAMED.finditer(text)]
    found += [(m[3], _month(m[2]), m[1]) for m in _DAY_FIRST.finditer(text)]
    days = (_day(int(year), int(month), int(day)) for year, month, day in found)
    return [day for day in days if day]


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].upper()) + 1)


def _day(year: int, month: int, day: int) -> dt.date | None:
    year += 2000 if year < 100 else 0  # noqa: PLR2004 - written with two figures
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


RULE: Final = Rule(
    id="SET-005",
    title="Dates agree over the sheets",
    severity="warn",
    meaning="An older date on some sheets looks as if they were left from an"
    " earlier set.",
    remedy="Issue all sheets with the same date, and list each revision alike.",
    source=practice("Title block: date and revisions"),
    check=check,
)
