"""What checks should say of a made set."""

from dataclasses import dataclass, field
from typing import Any

FIRES = frozenset({"fail", "warn"})
QUIET = frozenset({"pass", "cannot tell"})
# The rule can be read both ways here, or another defect hides it: not counted.
EITHER = FIRES | QUIET
RULES = (
    *(f"EPR-{number:03}" for number in range(1, 23)),
    *(f"SET-{number:03}" for number in range(1, 6)),
)
INDEX, RECORD_ADDRESS, SCALES, NORTH, DATES = RULES[-5:]


@dataclass(frozen=True, slots=True)
class Expected:
    """Accepted verdicts; sheets from 1, none: the whole set; `form` of the seed."""

    verdicts: frozenset[str] = QUIET
    sheets: tuple[int, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """`refused`: reading should end in a refusal, which stands for that rule."""

    file_name: str
    rules: dict[str, Expected]
    near_misses: tuple[str, ...] = ()
    refused: str = ""
    sheets: int = 0
    seed: str = field(default="")

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file_name,
            "seed": self.seed,
            "sheets": self.sheets,
            "refused": self.refused,
            "near_misses": list(self.near_misses),
            "rules": {
                rule: {
                    "verdict": sorted(each.verdicts),
                    "sheets": list(each.sheets),
                    "form": each.form,
                }
                for rule, each in self.rules.items()
            },
        }
