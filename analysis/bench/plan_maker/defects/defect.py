"""What a defect is: a change of the draft, and the rule that it breaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from analysis.bench.plan_maker.draft import SetDraft, SheetDraft

Seed = Callable[[SetDraft, Random], Sequence[SheetDraft]]
# Rules that read words, which scans and letters drawn as strokes do not have.
READ = (
    "EPR-002", "EPR-011", "EPR-013", "EPR-014", "EPR-015", "EPR-017",
    "SET-001", "SET-002", "SET-003", "SET-004", "SET-005",
)  # fmt: skip
PLACED = ("EPR-012", "EPR-016")


@dataclass(frozen=True, slots=True)
class Defect:
    """One form of breaking a rule; `seed` gives the sheets with it, none: the set.

    `also` are rules that may well be broken with it, so that they are not counted
    unless another defect breaks them; `hides` are rules that nobody can tell then. A
    near miss looks like a defect and is none.
    """

    rule: str
    form: str
    seed: Seed
    also: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    near_miss: bool = False
