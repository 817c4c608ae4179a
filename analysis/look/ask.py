"""Claude is shown the chosen sheets, some at a time, and each of them once."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from analysis.look import answer
from analysis.look.answer import SheetLook
from analysis.look.looked import NO_PICTURE, NO_TIME, NOT_AS_ASKED, WHY, LookedAt
from knowledge import llm
from knowledge.llm import LlmError, LlmUnavailable
from knowledge.llm.pictures import LARGEST
from knowledge.models import LlmCall

logger = logging.getLogger(__name__)

# Each is some thousand tokens; with more of them one answer takes long.
BATCH: Final = 4
# Seconds after which no further batch is begun.
LONGEST: Final = 150.0
# With these outcomes it was that answer; another batch may have a better one.
ABOUT_THIS: Final = frozenset(
    {LlmCall.Outcome.BROKEN, LlmCall.Outcome.CUT_SHORT, LlmCall.Outcome.REFUSED}
)
# The sheet's picture as WebP, or None.
Pictures = Callable[[int], bytes | None]


class Memory(Protocol):
    """What was asked and said of which sheets, so that nothing is paid for twice."""

    def known(self) -> LookedAt:
        """What earlier attempts asked for, whatever came of it."""
        ...

    def asking(self, sheets: Sequence[int]) -> None:
        """Note that these are about to be sent."""
        ...

    def never_sent(self, sheets: Sequence[int]) -> None: ...

    def keep(
        self,
        seen: Mapping[int, SheetLook],
        missed: Mapping[int, str],
        call_id: int | None,
    ) -> None:
        """Note what came of sheets that were sent."""
        ...


class Forgetful:
    """Nothing was asked before, and nothing is kept."""

    def known(self) -> LookedAt:
        return LookedAt()

    def asking(self, sheets: Sequence[int]) -> None:
        pass

    def never_sent(self, sheets: Sequence[int]) -> None:
        pass

    def keep(
        self,
        seen: Mapping[int, SheetLook],
        missed: Mapping[int, str],
        call_id: int | None,
    ) -> None:
        pass


def look(
    chosen: Sequence[int], pictures: Pictures, memory: Memory, *, sheets: int
) -> LookedAt:
    """Have the chosen sheets looked at, as far as that is possible in the time.

    Raises nothing of Claude's; what `memory` raises ends it.
    """
    known = memory.known()
    seen, missed = dict(known.seen), dict(known.missed)
    left = [number for number in chosen if number not in seen | missed]
    deadline = time.monotonic() + LONGEST
    why = ""
    for first in range(0, len(left), BATCH):
        batch = left[first : first + BATCH]
        why = why or (NO_TIME if time.monotonic() > deadline else "")
        if why:
            missed |= dict.fromkeys(batch, why)
            continue
        found, lost, why = _batch(batch, pictures, memory)
        seen |= found
        missed |= lost
    return LookedAt(seen, missed, sheets)


def _batch(
    batch: Sequence[int], pictures: Pictures, memory: Memory
) -> tuple[dict[int, SheetLook], dict[int, str], str]:
    """What was seen, what was missed, and why no other batch is to be sent, if so."""
    shown = {number: pictures(number) for number in batch}
    right = {n: each for n, each in shown.items() if each and len(each) <= LARGEST}
    missed = {number: NO_PICTURE for number in batch if number not in right}
    if not right:
        return {}, missed, ""
    numbers = list(right)
    named = [
        llm.Picture(f"Picture {place}", content)
        for place, content in enumerate(right.values(), start=1)
    ]
    memory.asking(numbers)
    try:
        looked = llm.look(answer.task(len(named)), named)
    except LlmUnavailable as error:
        memory.never_sent(numbers)
        why = WHY[error.outcome]
        return {}, missed | dict.fromkeys(numbers, why), why
    except LlmError as error:
        logger.info("Claude did not look at %d sheets: %s", len(numbers), error.outcome)
        why = WHY[error.outcome]
        memory.keep({}, dict.fromkeys(numbers, why), error.call_id)
        ends = "" if error.outcome in ABOUT_THIS else why
        return {}, missed | dict.fromkeys(numbers, why), ends
    said = answer.read(looked.said, len(numbers))
    seen = {numbers[place - 1]: each for place, each in said.items()}
    unsaid = {number: NOT_AS_ASKED for number in numbers if number not in seen}
    memory.keep(seen, unsaid, looked.call_id)
    return seen, missed | unsaid, ""
