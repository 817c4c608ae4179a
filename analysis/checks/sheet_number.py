"""EPR-014: the sheet number in every title block."""

from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, unreadable
from analysis.plan_set import PlanSet, Submission

# With fewer numbers than this among the sheets, they may be written in a way that is
# not known here.
FEWEST_READ: Final = 0.3


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    without = [one for one in drawings if not one.number]
    if not drawings or len(without) > (1 - FEWEST_READ) * len(drawings):
        why = "Too few sheet numbers could be read to know how this set is numbered."
        return [about("cannot tell", why, without, in_block=True)]
    missing = [one for one in without if one.is_readable and one.has_template]
    other = [one for one in without if one.is_readable and not one.has_template]
    found = unreadable(
        [one for one in without if not one.is_readable], "A sheet number"
    )
    if other:
        why = (
            f"No number was read on {called(other)}; title blocks there are different."
        )
        found.append(about("warn", why, other))
    if missing:
        why = f"No sheet number in the title block of {called(missing)}."
        found.append(about("fail", why, missing, in_block=True))
    return found or [about("pass", f"All {len(drawings)} sheets have a number.")]


RULE: Final = Rule(
    id="EPR-014",
    title="Sheet number on every sheet",
    severity="reject",
    meaning="Comments, index and bookmarks refer to sheets by their numbers.",
    remedy="Give each sheet a number, as A1.0, in the title block.",
    source=exhibit_f("Title block"),
    check=check,
)
