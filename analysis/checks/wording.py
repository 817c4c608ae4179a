"""How findings speak: sheets by name, lengths in inches, words from sheets quoted."""

from collections.abc import Iterable, Sequence
from typing import Final

from analysis.checks.finding import Finding, Place, Verdict
from analysis.plan_set import INCH, Box
from analysis.sheet_facts import SheetFacts

# Sheets named one by one; the others are counted. All are among the places.
MOST_NAMED: Final = 6
LONGEST_QUOTE: Final = 80


def called(sheets: Sequence[SheetFacts]) -> str:
    """The sheets as "A1.0 (page 4), A1.1 (page 5) and 3 more"."""
    names = [sheet.called for sheet in sheets]
    if len(names) > MOST_NAMED:
        names = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    return listed(names)


def listed(names: Sequence[str]) -> str:
    if len(names) < 2:  # noqa: PLR2004 - one needs no "and"
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def quote(text: str) -> str:
    """Words from the file, which may be anything, shortened and marked as a
    quotation.
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    short = plain[: LONGEST_QUOTE - 1] + "…" if len(plain) > LONGEST_QUOTE else plain
    return f"“{short}”"


def count(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def inches(length: float) -> str:
    return f"{length / INCH:.2f}".rstrip("0").rstrip(".")


def size(width: float, height: float) -> str:
    return f"{inches(width)} by {inches(height)} in"


def block_of(sheet: SheetFacts) -> Box | None:
    return sheet.block.box if sheet.block else None


def on(sheets: Iterable[SheetFacts], *, in_block: bool = False) -> tuple[Place, ...]:
    """These sheets, or their title blocks, as places."""
    return tuple(
        Place(one.sheet.number, block_of(one) if in_block else None) for one in sheets
    )


def about(
    verdict: Verdict,
    evidence: str,
    sheets: Sequence[SheetFacts] = (),
    *,
    in_block: bool = False,
) -> Finding:
    return Finding(verdict, evidence, on(sheets, in_block=in_block))


def unreadable(sheets: Sequence[SheetFacts], what: str) -> list[Finding]:
    """That nothing can be told of sheets whose text cannot be read; none: no
    finding.
    """
    if not sheets:
        return []
    return [
        about(
            "cannot tell",
            f"{what} cannot be read on {called(sheets)}: the text there is a picture,"
            " drawn as shapes, or missing.",
            sheets,
        )
    ]
