"""EPR-009: not locked, encrypted or restricted."""

from collections.abc import Sequence
from typing import Final

from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, listed, quote
from analysis.plan_set import PlanSet, Submission


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    if plan_set.forbids:
        what = listed([quote(name) for name in plan_set.forbids])
        return [about("fail", f"The file's permissions forbid: {what}.")]
    if plan_set.encrypted:
        return [
            about("fail", "The file is encrypted, though it opens without password.")
        ]
    return [about("pass", "The file is not encrypted and forbids nothing.")]


RULE: Final = Rule(
    id="EPR-009",
    title="PDF is unlocked and can be edited",
    severity="reject",
    meaning="Reviewers cannot mark up, comment on or stamp a locked file: it comes back"
    " without review.",
    remedy="Save the PDF again without password, encryption or restrictions.",
    source=exhibit_f("PDF metadata and navigation"),
    check=check,
)
