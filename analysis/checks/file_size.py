"""EPR-006: less than 250 MB, 350 for addenda."""

from collections.abc import Sequence
from typing import Final

from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about
from analysis.plan_set import PlanSet, Submission

MOST: Final = 250
MOST_OF_ADDENDA: Final = 350
# "MB" is a million bytes to some and 1,048,576 to others: between them nobody knows.
MILLION: Final = 1_000_000
BINARY: Final = 1_048_576


def check(plan_set: PlanSet, submission: Submission) -> Sequence[Finding]:
    most = MOST_OF_ADDENDA if submission.is_addendum else MOST
    size = plan_set.size
    says = f"{size / MILLION:,.1f} million bytes; the limit is {most} MB."
    if size >= most * BINARY:
        return [about("fail", says)]
    if size >= most * MILLION:
        return [about("warn", f"{says} By one way to count it is over.")]
    return [about("pass", says)]


RULE: Final = Rule(
    id="EPR-006",
    title="File is under 250 MB (addenda: 350 MB)",
    severity="reject",
    meaning="The upload does not take a larger file.",
    remedy="Downsample pictures to 150 to 200 dpi, leave out 3D data, or split the"
    " set.",
    source=exhibit_f("Drawing production"),
    check=check,
)
