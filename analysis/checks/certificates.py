"""EPR-010: no certificate-type digital signatures."""

from collections.abc import Sequence
from typing import Final

from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, count, listed, quote
from analysis.plan_set import PlanSet, Submission


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    signers = plan_set.signatures
    if not signers:
        return [about("pass", "The file has no certificate signature.")]
    names = listed([quote(name) for name in signers[:3]])
    signatures = count(len(signers), "certificate signature")
    return [about("fail", f"{signatures}: {names}.")]


RULE: Final = Rule(
    id="EPR-010",
    title="No certificate signatures",
    severity="reject",
    meaning="A certificate signature locks the file, and approval waits for another"
    " one.",
    remedy="Sign with a scanned graphic signature instead, and flatten the PDF.",
    source=exhibit_f("PDF metadata and navigation"),
    check=check,
)
