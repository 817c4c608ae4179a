"""What goes to Claude and what comes back, as the rest of the project sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One passage; `text` is what citations must come from."""

    title: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What Claude says it quotes; nothing here has been compared with the source.

    `source` is the place among the sources that were given, or their number if Claude
    named one that is not there; never negative. `text` is as Claude gave it.
    """

    source: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the answer's text with the citations of it; often there are none."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """A whole answer. `call_id` is the key of its row of `llm_calls`.

    `stop_reason` is `end_turn`, or `max_tokens` for one that was cut short; a sentence
    that was not ended is left out then.
    """

    blocks: tuple[Block, ...]
    stop_reason: str
    call_id: int
