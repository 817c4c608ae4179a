"""EPR-019: nothing left as an annotation or form field."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Place, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, count, listed
from analysis.plan_set import Annotation, PlanSet, Submission
from analysis.sheet_facts import SheetFacts

# They lead somewhere or belong to another mark; they draw nothing of their own.
_HARMLESS: Final = frozenset({"Link", "Popup", "PrinterMark", "TrapNet"})


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    marked = [one for one in facts.sheets if one.role != "back check" and _marks(one)]
    if marked:
        return [_left(marked)]
    # CAD programs leave their layers in: no rule forbids them, a viewer can hide them.
    layers = count(len(plan_set.layers), "layer")
    more = f" The file has {layers} that a viewer can hide." if plan_set.layers else ""
    return [about("pass", f"No annotations or form fields on the sheets.{more}")]


def _marks(one: SheetFacts) -> list[Annotation]:
    return [mark for mark in one.sheet.annotations if mark.kind not in _HARMLESS]


def _left(marked: Sequence[SheetFacts]) -> Finding:
    kinds = Counter(mark.kind for one in marked for mark in _marks(one))
    what = listed([f"{number} {kind}" for kind, number in kinds.most_common(4)])
    places = tuple(
        Place(one.sheet.number, mark.box) for one in marked for mark in _marks(one)[:20]
    )
    return Finding(
        "fail", f"Not part of the page: {what}, on {called(marked)}.", places
    )


RULE: Final = Rule(
    id="EPR-019",
    title="PDF is flattened",
    severity="warn",
    meaning="A stamp, text or form field that is not part of the page can be moved or"
    " deleted in Bluebeam.",
    remedy="Flatten the PDF after signing (in Bluebeam: Document, Flatten).",
    source=exhibit_f("Signatures and stamps"),
    check=check,
)
