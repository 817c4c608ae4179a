"""The attempts at one answer: which are made, what they cost, what came of them."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from knowledge.llm import errors, ledger, prices, request
from knowledge.llm.assemble import Assembly
from knowledge.llm.circuit import circuit
from knowledge.llm.composed import Block, Composed
from knowledge.llm.errors import LlmError
from knowledge.llm.failure import MAY_PASS, Failure, Outcome
from knowledge.llm.ledger import Entry
from knowledge.llm.prices import Tokens
from knowledge.llm.wire import Attempt, OnBlocks, Patience

PATIENCE = Patience()
ATTEMPTS: Final = 3
# Seconds. Of the pauses between attempts, and the longest that the server may ask for.
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
# Ways an answer may end, as Claude says.
ENDED: Final = frozenset({"end_turn", "stop_sequence"})
CUT: Final = frozenset({"max_tokens", "model_context_window_exceeded"})
GOOD: Final = frozenset({Outcome.ANSWERED, Outcome.CUT_SHORT})
SENTENCE_ENDS: Final = (".", "!", "?")
CLOSING: Final = "\"'\u201d\u2019)*_ \n"


def most(made: request.Request) -> Decimal:
    """What one attempt can cost."""
    return prices.most(
        made.model,
        characters=made.characters,
        longest_answer=made.longest_answer,
        pictures=made.pictures,
    )


@dataclass(slots=True)
class Call:
    """The attempts at one answer, by one deadline."""

    made: request.Request
    entry: Entry
    sources: int
    on_progress: OnBlocks | None
    deadline: float = field(default_factory=lambda: time.monotonic() + PATIENCE.whole)
    _paid: Decimal = Decimal(0)

    def answer(self) -> Composed:
        """Try until an answer came, or until trying again makes no sense."""
        for number in range(1, ATTEMPTS + 1):
            attempt = Attempt(self.made, PATIENCE, self.sources)
            try:
                self._try(attempt)
            except Failure as failure:
                self._note(attempt, failure)
                pause = self._pause(attempt, failure, number)
                if pause is None:
                    raise self._given_up(failure) from failure
                time.sleep(pause)
            else:
                self._note(attempt)
                return self._composed(attempt.assembly)
        raise AssertionError("the last attempt returns or raises")

    def _try(self, attempt: Attempt) -> None:
        self.entry.attempts += 1
        # Whatever stops us now, it may cost as much.
        self.entry.cost = self._paid + most(self.made)
        attempt.run(self.deadline, self._progress)

    def _progress(self, blocks: Sequence[Block]) -> None:
        if self.on_progress is not None:
            self.on_progress(blocks)
            ledger.give_connection_back()

    def _note(self, attempt: Attempt, failure: Failure | None = None) -> None:
        """Have the row tell of this attempt, and of what all of them cost."""
        found = attempt.assembly
        if found.counted:
            self.entry.tokens = (self.entry.tokens or Tokens()) + found.tokens
        self._paid += self._cost(attempt, failure)
        self.entry.cost = self._paid
        self.entry.stop_reason = found.stop_reason
        self.entry.request_id = attempt.request_id
        if failure is not None:
            self.entry.request_id = attempt.request_id or failure.request_id
            self.entry.error = str(failure)

    def _cost(self, attempt: Attempt, failure: Failure | None) -> Decimal:
        """By what was counted; of a stream that broke off, the most it can be."""
        found = attempt.assembly
        if found.output_counted:
            return prices.cost(self.made.model, found.tokens)
        if found.counted:
            longest = replace(found.tokens, output=self.made.longest_answer)
            return prices.cost(self.made.model, longest)
        return Decimal(0) if failure and not failure.sent else most(self.made)

    def _pause(self, attempt: Attempt, failure: Failure, number: int) -> float | None:
        """Seconds until the next attempt; None if there is to be none.

        Once content has come it is paid for, and the caller may have shown it.
        """
        may = failure.outcome in MAY_PASS and failure.again
        if number == ATTEMPTS or not may or attempt.assembly.begun:
            return None
        longest = FIRST_PAUSE * 2 ** (number - 1)
        pause = random.uniform(longest / 2, longest)  # noqa: S311 - no secret
        pause += failure.retry_after or 0.0
        is_late = time.monotonic() + pause >= self.deadline
        return None if pause > LONGEST_PAUSE or is_late else pause

    def _given_up(self, failure: Failure) -> LlmError:
        self.entry.outcome = failure.outcome
        if failure.about_this:
            circuit.succeeded()
        else:
            circuit.failed(failure)
        return errors.of_failure(failure, self.entry.call_id)

    def _composed(self, found: Assembly) -> Composed:
        """The answer, unless it ended in a way that makes it none."""
        circuit.succeeded()
        reason, blocks = found.stop_reason, tuple(found.blocks)
        if reason in CUT:
            blocks = _whole_sentences(blocks)
        self.entry.outcome = _outcome(reason)
        if self.entry.outcome not in GOOD or (reason in CUT and not blocks):
            raise errors.error(self.entry.outcome, call_id=self.entry.call_id)
        return Composed(blocks, reason, self.entry.call_id)


def _outcome(reason: str) -> Outcome:
    if reason in CUT:
        return Outcome.CUT_SHORT
    if reason in ENDED:
        return Outcome.ANSWERED
    return Outcome.REFUSED if reason == "refusal" else Outcome.BROKEN


def _whole_sentences(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without a last block that was cut off: half a rule may say the opposite of it."""
    ends = bool(blocks) and blocks[-1].text.rstrip(CLOSING).endswith(SENTENCE_ENDS)
    return blocks if ends else blocks[:-1]
