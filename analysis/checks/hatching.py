"""EPR-022: no hatching so dense that viewers slow down."""

from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Place, Rule
from analysis.checks.sources import BLUEBEAM
from analysis.checks.wording import about, called
from analysis.plan_set import INCH, Box, PlanSet, Submission
from analysis.sheet_facts import SheetFacts

# Hatching at 1/16 inch has some 30 segments a square inch, small letters drawn as
# shapes
# some hundred. From 400 on, over more than a few inches, viewers redraw visibly.
SEGMENTS: Final = 400.0
SQUARE_INCHES: Final = 9
# Hatching of a larger drawing, reduced: a few inches hold as much.
WORST: Final = 5000.0
FEW_INCHES: Final = 3


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = sheet_facts.of(plan_set).drawings
    dense = [one for one in drawings if _is_dense(_cells(one))]
    if not dense:
        return [about("pass", "No large area is hatched that densely.")]
    most = max(count for one in dense for _, count in _cells(one))
    why = (
        f"{called(dense)}: up to {most:,.0f} strokes in a square inch, over"
        f" {max(len(_cells(one)) for one in dense)} square inches and more."
    )
    places = tuple(Place(one.sheet.number, _around(one)) for one in dense)
    return [Finding("warn", why, places)]


def _is_dense(cells: Sequence[tuple[Box, float]]) -> bool:
    worst = [count for _, count in cells if count >= WORST]
    return len(cells) >= SQUARE_INCHES or len(worst) >= FEW_INCHES


def _cells(one: SheetFacts) -> list[tuple[Box, float]]:
    """Outside of the title block, where a logo may be drawn of many strokes."""
    block = one.block.box if one.block else None
    return [
        (box, count)
        for box, count in one.sheet.dense
        if count >= SEGMENTS and not (block and _is_inside(box, block))
    ]


def _is_inside(box: Box, block: Box) -> bool:
    return box.left >= block.left - INCH and box.top >= block.top - INCH


def _around(one: SheetFacts) -> Box:
    lefts, tops, rights, bottoms = zip(*(box for box, _ in _cells(one)), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


RULE: Final = Rule(
    id="EPR-022",
    title="Hatching is not too dense",
    severity="optional",
    meaning="No rule of the City's, but Bluebeam lags on dense hatching, and"
    " reviewers may"
    " ask for simpler one.",
    remedy="Use a coarser hatch or a light fill there.",
    source=BLUEBEAM,
    check=check,
)
