"""One answer from Claude: let in or not, had, and written down."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from knowledge.llm import errors, ledger, pictures, request
from knowledge.llm.circuit import circuit
from knowledge.llm.composed import Block, Composed, Source
from knowledge.llm.failure import Outcome
from knowledge.llm.ledger import Entry
from knowledge.llm.pictures import Looked, Picture, Task


def is_configured() -> bool:
    """Whether there is a key; not whether a call would be let through now."""
    return bool(settings.ANTHROPIC_API_KEY)


def compose(
    question: str,
    sources: Sequence[Source],
    *,
    purpose: str = "answer",
    on_progress: Callable[[Sequence[Block]], None] | None = None,
) -> Composed:
    """Compose an answer to the question from the sources alone.

    Takes a minute at most. Raises LlmUnavailable if nothing was sent, LlmError if no
    answer came, RuntimeError in a transaction, and whatever `on_progress` raises.
    """
    # Late: Anthropic's package takes a second to import, and most processes never ask.
    from knowledge.llm import attempts

    if not sources:
        raise ValueError("An answer needs sources.")
    _require_open()
    made = request.build(question, sources, model=settings.ANTHROPIC_MODEL)
    with _call(made, purpose, request.prompt()) as entry:
        return attempts.Call(made, entry, len(sources), on_progress).answer()


def look(task: Task, shown: Sequence[Picture]) -> Looked:
    """Have Claude look at the pictures and say what the task's schema asks for.

    Takes a minute at most, and raises as `compose` does; ValueError for more than the
    server takes. What was said is an object; comparing it with the schema is the
    caller's.
    """
    from knowledge.llm import attempts  # late: see compose

    sizes = [len(picture.content) for picture in shown]
    if not 0 < sum(sizes) <= pictures.LARGEST_TOGETHER or max(sizes) > pictures.LARGEST:
        raise ValueError("A look needs pictures, and none may be too large.")
    _require_open()
    made = pictures.build(task, shown, model=settings.ANTHROPIC_MODEL)
    with _call(made, task.purpose, task.prompt) as entry:
        answer = attempts.Call(made, entry, 0, None).answer()
        if answer.stop_reason in attempts.CUT:
            raise errors.error(Outcome.CUT_SHORT, call_id=entry.call_id)
        return Looked(_object(answer, entry), entry.call_id)


def _require_open() -> None:
    if not is_configured():
        raise errors.error("no_key")
    if not circuit.allows():
        raise errors.error("circuit_open", wait=circuit.seconds_to_wait())


@contextmanager
def _call(made: request.Request, purpose: str, prompt: str) -> Iterator[Entry]:
    from knowledge.llm import attempts  # late: see compose

    with ledger.call(
        purpose=purpose,
        model=made.model,
        prompt_version=request.version(prompt),
        most=attempts.ATTEMPTS * attempts.most(made),
    ) as entry:
        yield entry


def _object(answer: Composed, entry: Entry) -> dict[str, Any]:
    try:
        said = json.loads("".join(block.text for block in answer.blocks))
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return said
    entry.outcome, entry.error = Outcome.BROKEN, "What was said is no JSON object."
    raise errors.error(Outcome.BROKEN, call_id=entry.call_id)
