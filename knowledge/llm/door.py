"""One answer from Claude: let in or not, had, and written down."""

from collections.abc import Callable, Sequence

from django.conf import settings

from knowledge.llm import errors, ledger, request
from knowledge.llm.circuit import circuit
from knowledge.llm.composed import Block, Composed, Source


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
    if not is_configured():
        raise errors.error("no_key")
    if not circuit.allows():
        raise errors.error("circuit_open", wait=circuit.seconds_to_wait())
    made = request.build(question, sources, model=settings.ANTHROPIC_MODEL)
    with ledger.call(
        purpose=purpose,
        model=made.model,
        prompt_version=request.prompt_version(),
        most=attempts.ATTEMPTS * attempts.most(made),
    ) as entry:
        return attempts.Call(made, entry, len(sources), on_progress).answer()
