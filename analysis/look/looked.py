"""What came of a look: what Claude saw on which sheets, and why not on others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from analysis.checks.wording import listed
from analysis.look.answer import SheetLook
from knowledge.models import LlmCall

Outcome = LlmCall.Outcome
# A run of more pages is named by its first and last.
NAMED: Final = 2
NO_PICTURE: Final = "there is no picture of it, or one that is too large"
NOT_AS_ASKED: Final = "what it said was not of the form it was asked for"
INTERRUPTED: Final = "the program that asked it was stopped before the answer came"
NO_TIME: Final = "the time for it was over"
# By the outcome of an LlmError. Each goes on after "Claude did not look at ...: ".
WHY: Final[Mapping[str, str]] = {
    Outcome.RATE_LIMITED: "it has too much to do",
    Outcome.OVERLOADED: "it has too much to do",
    Outcome.SERVER_ERROR: "it had a fault",
    Outcome.UNREACHABLE: "it could not be reached",
    Outcome.TIMED_OUT: "it did not answer in time",
    Outcome.BROKEN: "its answer was cut off or damaged",
    Outcome.CUT_SHORT: "its answer was longer than is allowed",
    Outcome.REFUSED: "it declined to",
    Outcome.REJECTED: "it did not accept the request, which is for us to mend",
    "no_key": "this site has no access to it",
    "switched_off": "the staff of this site has switched it off",
    "budget_spent": "what this site may spend on it today is spent",
    "circuit_open": "it failed several times just before",
}


@dataclass(frozen=True, slots=True)
class LookedAt:
    """`seen` by sheet, and `missed` with the reason why; other sheets were not chosen.

    `sheets` is how many there are in the set; 0: nobody was to look.
    """

    seen: Mapping[int, SheetLook] = field(default_factory=dict)
    missed: Mapping[int, str] = field(default_factory=dict)
    sheets: int = 0

    @property
    def sentences(self) -> str:
        """What was looked at, in words; empty where nobody was to look."""
        said = []
        if self.seen:
            said.append(f"Claude looked at {pages(self.seen)} of {self.sheets}.")
        reasons = dict.fromkeys(self.missed[number] for number in sorted(self.missed))
        for why in reasons:
            of = [number for number, reason in self.missed.items() if reason == why]
            said.append(f"Claude did not look at {pages(of)}: {why}.")
        return " ".join(said)


def pages(numbers: Iterable[int]) -> str:
    """As "pages 1 to 4, 7 and 9"."""
    ordered = sorted(numbers)
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])
    ]
    words = [
        word
        for run in runs
        for word in ([f"{run[0]} to {run[-1]}"] if len(run) > NAMED else map(str, run))
    ]
    return f"page{'s' if len(ordered) > 1 else ''} {listed(words)}"
