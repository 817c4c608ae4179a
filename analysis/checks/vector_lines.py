"""EPR-001: drawings are lines, not scans."""

import re
from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, listed
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts

# A picture over half of a sheet is the drawing itself; photos, renderings and a survey
# beside other things are smaller.
MOST_OF_IT: Final = 0.5
# Strips of a scan make up the whole sheet, none of them large.
ALL_OF_IT: Final = 0.8
# With so many lines over it, a large picture may be a backdrop.
MANY_PATHS: Final = 1500
# A photo or survey leaves the title block to lines; text recognition hides its words.
WHOLE: Final = 0.9
HIDDEN: Final = 0.9
_PICTURED: Final = re.compile(
    r"PHOTO|SURVEY|RENDER|PERSPECTIVE|IMAGE|VICINITY|AERIAL|COVER|TITLE SHEET",
    re.IGNORECASE,
)


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    pictured = [one for one in facts.drawings if _is_picture(one)]
    scanned = [one for one in pictured if not _is_excused(one)]
    excused = [one for one in pictured if _is_excused(one)]
    whole = [one for one in excused if _is_scanned_whole(one)]
    excused = [one for one in excused if one not in whole]
    found = []
    if scanned:
        shares = listed([f"{_share(one):.0%}" for one in scanned[:6]])
        found.append(
            about("fail", f"Pictures cover {shares} of {called(scanned)}.", scanned)
        )
    if whole:
        why = (
            f"{called(whole)} is one picture with its title block, and its text was"
            " recognised: a scan, even if of photos or a survey."
        )
        found.append(about("warn", why, whole))
    if excused:
        why = (
            f"Pictures cover most of {called(excused)}, which may be a survey,"
            f" photos or"
            " a backdrop to lines. Look whether the drawing itself is a scan."
        )
        found.append(about("cannot tell", why, excused))
    unread = [one for one in facts.drawings if one.sheet.problem]
    if unread:
        found.append(
            about("cannot tell", f"{called(unread)} could not be read.", unread)
        )
    lines = len(facts.drawings) - len(pictured) - len(unread)
    if not found:
        found.append(about("pass", f"All {lines} sheets are drawn with lines."))
    return found


def _share(one: SheetFacts) -> float:
    return max(one.sheet.picture_share, one.sheet.largest_picture)


def _is_picture(one: SheetFacts) -> bool:
    sheet = one.sheet
    return sheet.largest_picture >= MOST_OF_IT or sheet.picture_share >= ALL_OF_IT


def _is_excused(one: SheetFacts) -> bool:
    return bool(_PICTURED.search(one.name)) or one.sheet.paths >= MANY_PATHS


def _is_scanned_whole(one: SheetFacts) -> bool:
    """Whether even the words of its title block are only behind a picture."""
    sheet = one.sheet
    return (
        sheet.largest_picture >= WHOLE
        and sheet.paths < MANY_PATHS
        and 0 < HIDDEN * len(sheet.words) <= sheet.hidden_words
    )


RULE: Final = Rule(
    id="EPR-001",
    title="Drawings are vector lines",
    severity="reject",
    meaning="A scan cannot be overlaid or measured in Bluebeam, so the City takes"
    " none.",
    remedy="Export these sheets as PDF from the CAD program instead of scanning"
    " prints.",
    source=exhibit_f("Drawing production"),
    check=check,
)
