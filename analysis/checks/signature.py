"""EPR-018: signed and stamped sheets; geometry alone cannot tell."""

import re
from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts

# Words of a licence stamp; they are support, no proof that anybody signed.
_LICENCE: Final = re.compile(
    r"\b(?:LICENSED|REGISTERED)\s+(?:ARCHITECT|PROFESSIONAL|CIVIL|STRUCTURAL|LANDSCAPE)"
    r"|\bPROFESSIONAL\s+ENGINEER\b|\bSTATE\s+OF\s+CALIFORNIA\b"
    r"|\b(?:LIC|REG)(?:ENSE)?\.?\s*(?:NO\.?|#)\s*[A-Z]{0,2}[\s-]?\d{4,6}\b",
    re.IGNORECASE,
)


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    bare = [one for one in drawings if not _has_licence(one)]
    if not bare:
        why = (
            f"All {len(drawings)} sheets have words of a licence stamp. Whether"
            f" they are"
            " signed only eyes can tell."
        )
        return [about("cannot tell", why)]
    why = (
        f"No words of a licence stamp in the text of {called(bare)}. Stamps are often"
        " pictures: look whether each sheet is signed and stamped."
    )
    return [about("cannot tell", why, bare, in_block=True)]


def _has_licence(one: SheetFacts) -> bool:
    return any(_LICENCE.search(line.text) for line in one.lines)


RULE: Final = Rule(
    id="EPR-018",
    title="Signature and stamp on every sheet",
    severity="reject",
    meaning="Each sheet must bear the signature and stamp of who is responsible for it."
    " Some small work may be drawn without a licence (Information Sheet G-01).",
    remedy="Place a scanned signature and the stamp on each sheet, then flatten the"
    " PDF.",
    source=exhibit_f("Signatures and stamps"),
    check=check,
)
