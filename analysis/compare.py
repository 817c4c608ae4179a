"""What changed between two uploads of the same set: fixed, still there, new."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.models import PlanSheet
from analysis.report import Report, Shown

# A rule, and the sheet it is broken on as it is called; "" is the set as a whole.
Key = tuple[str, str]
BROKEN = frozenset({"fail", "warn"})


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with the sheets it is so on; none is the set as a whole."""

    sheets: Sequence[str]
    finding: Shown


@dataclass(frozen=True, slots=True)
class Comparison:
    """`unclear`: broken before, and now it cannot be told.

    `gone`: broken before on sheets that the later set has no more.
    """

    new: Sequence[Line]
    still: Sequence[Line]
    unclear: Sequence[Line]
    gone: Sequence[Line]
    fixed: Sequence[Line]


def compare(before: Report, after: Report) -> Comparison:
    """Compare by rule and sheet, and give a line for each finding.

    A sheet is known by its number in the title block.
    """
    old, now = _broken(before), _broken(after)
    past = {key: one for key, one in old.items() if key not in now}
    ends = {key: _end(key, after) for key in past}

    def those(end: str) -> list[Line]:
        return _lines((key, one) for key, one in past.items() if ends[key] == end)

    return Comparison(
        new=_lines((key, one) for key, one in now.items() if key not in old),
        still=_lines((key, one) for key, one in now.items() if key in old),
        unclear=those("unclear"),
        gone=those("gone"),
        fixed=those("fixed"),
    )


def _end(key: Key, after: Report) -> str:
    """What became of something that was broken: fixed, gone with its sheet, unclear."""
    rule, name = key
    names = _names(after.sheets)
    if name and name not in names.values():
        return "gone"
    unread = {names[sheet.number] for sheet in after.unread}
    verdicts = {one.row.verdict for one in after.all if one.row.rule == rule}
    return "unclear" if name in unread or "cannot tell" in verdicts else "fixed"


def _broken(report: Report) -> dict[Key, Shown]:
    names = _names(report.sheets)
    found: dict[Key, Shown] = {}
    for one in report.all:
        if one.row.verdict in BROKEN:
            for number in one.row.sheets or [0]:
                found.setdefault((one.row.rule, names.get(number, "")), one)
    return found


def _names(sheets: Sequence[PlanSheet]) -> Mapping[int, str]:
    """What each sheet is called; a number that two sheets have tells nothing."""
    times = Counter(sheet.sheet_number for sheet in sheets)
    return {
        sheet.number: sheet.sheet_number
        if sheet.sheet_number and times[sheet.sheet_number] == 1
        else f"Sheet {sheet.number}"
        for sheet in sheets
    }


def _lines(found: Iterable[tuple[Key, Shown]]) -> list[Line]:
    sheets: dict[int, list[str]] = {}
    findings: dict[int, Shown] = {}
    for (_, sheet), one in found:
        findings[one.row.number] = one
        sheets.setdefault(one.row.number, []).extend(filter(None, [sheet]))
    return [Line(sheets[number], one) for number, one in findings.items()]
