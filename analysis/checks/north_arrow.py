"""SET-004: a north arrow on site plans."""

import re
from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Place, Rule
from analysis.checks.sources import practice
from analysis.checks.wording import about, called, unreadable
from analysis.lines import Line
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts

_SITE: Final = re.compile(r"\b(?:SITE|PLOT)\b.*\bPLANS?\b", re.IGNORECASE)
_NORTH: Final = re.compile(
    r"N\.?|(?:TRUE|PROJECT|PLAN|MAGNETIC|REF\.?|CALLED)?\s*NORTH(?:\s+ARROW)?",
    re.IGNORECASE,
)


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    sites = [one for one in drawings if _SITE.search(one.name)]
    if not sites:
        return [about("cannot tell", "No sheet is named as a site or plot plan.")]
    arrows = {one.sheet.number: _north(one) for one in sites}
    without = [one for one in sites if not arrows[one.sheet.number]]
    missing = [one for one in without if one.shows_all_text]
    found = unreadable([one for one in without if one not in missing], "A north arrow")
    if missing:
        why = (
            f"No “N” or “NORTH” stands by itself on {called(missing)}. An arrow without"
            " letters is not seen here."
        )
        found.append(about("warn", why, missing))
    if found:
        return found
    places = tuple(Place(number, line.box) for number, line in arrows.items() if line)
    return [Finding("pass", f"{called(sites)}: north is marked.", places)]


def _north(one: SheetFacts) -> Line | None:
    """The letter of an arrow: in the title block an N is a firm's or a "no"."""
    letters = (line for line in one.lines if _NORTH.fullmatch(line.text.strip()))
    return next((line for line in letters if not one.is_in_block(line.box)), None)


RULE: Final = Rule(
    id="SET-004",
    title="Site plans have a north arrow",
    severity="warn",
    meaning="Setbacks, shadows and street frontages are read from it.",
    remedy="Add a north arrow with the letter N to each site plan.",
    source=practice("Site plan"),
    check=check,
)
