"""EPR-015: the sheet name in every title block."""

from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Rule, Verdict
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, unreadable
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts

# With fewer names than this in the blocks that can be read, they stand where nothing
# looks for them, unless each of these has a label for its name and some have a name.
FEWEST_READ: Final = 0.5


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    without = [one for one in drawings if not one.name]
    unclear = [one for one in without if not one.is_readable or one.has_shapes_in_block]
    elsewhere = [one for one in without if one not in unclear and _is_foreign(one)]
    missing = [one for one in without if one not in (*unclear, *elsewhere)]
    clear = [one for one in drawings if one not in (*unclear, *elsewhere)]
    are_few = len(missing) > (1 - FEWEST_READ) * len(clear)
    if not clear or (are_few and not _are_labelled(clear)):
        why = "Too few sheet names could be read to know where they stand."
        return [about("cannot tell", why, without, in_block=True)]
    found = unreadable(unclear, "A sheet name")
    if elsewhere:
        why = (
            f"The title block of {called(elsewhere)} has a form of its own, and no"
            " label says where in it the sheet name is."
        )
        found.append(about("cannot tell", why, elsewhere, in_block=True))
    if missing:
        why = f"No sheet name in the title block of {called(missing)}."
        verdict: Verdict = "warn" if are_few else "fail"
        found.append(about(verdict, why, missing, in_block=True))
    return found or [about("pass", f"All {len(drawings)} sheets have a name.")]


def _is_foreign(one: SheetFacts) -> bool:
    """Whether nothing tells where its name stands: other sheets' blocks do not."""
    return (
        one.block is not None and not one.has_template and not one.block.has_name_label
    )


def _are_labelled(drawings: Sequence[SheetFacts]) -> bool:
    return any(one.name for one in drawings) and all(
        one.block is not None and one.has_template and one.block.has_name_label
        for one in drawings
    )


RULE: Final = Rule(
    id="EPR-015",
    title="Sheet name on every sheet",
    severity="warn",
    meaning="Reviewers of several agencies find their sheets by name.",
    remedy="Write what the sheet shows, as FLOOR PLAN, into the title block.",
    source=exhibit_f("Title block"),
    check=check,
)
