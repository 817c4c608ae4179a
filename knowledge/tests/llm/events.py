"""The events of the Messages API's streams, and of what goes wrong in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]

USAGE = {
    "input_tokens": 1200,
    "cache_creation_input_tokens": 0,
    "cache_read_input_tokens": 0,
    "output_tokens": 1,
}
OUTPUT_TOKENS = 80


@dataclass(frozen=True)
class Said:
    """A block of the answer: its text, and the citations as they go over the wire."""

    text: str
    citations: tuple[JSON, ...] = ()


def cite(index: int, text: str, *, title: str = "", source: str = "") -> JSON:
    """A citation of the passage at `index`; nothing keeps it from being wrong."""
    return {
        "type": "search_result_location",
        "cited_text": text,
        "search_result_index": index,
        "source": source,
        "title": title or None,
        "start_block_index": 0,
        "end_block_index": 1,
    }


def block(text: str, *citations: JSON) -> Said:
    return Said(text, citations)


def error(kind: str, message: str) -> JSON:
    return {"type": "error", "error": {"type": kind, "message": message}}


def events(
    blocks: Sequence[Said],
    *,
    stop_reason: str = "end_turn",
    thinks: bool = False,
    usage: JSON | None = None,
) -> list[JSON]:
    """The events of a whole answer, in their order."""
    final = {"output_tokens": OUTPUT_TOKENS} if usage is None else usage
    first = 1 if thinks else 0
    return [
        _message_start(),
        *(_thinking() if thinks else []),
        {"type": "ping"},
        *(
            event
            for index, said in enumerate(blocks, start=first)
            for event in _block_events(index, said)
        ),
        {
            "type": "message_delta",
            "delta": {"stop_reason": stop_reason, "stop_sequence": None},
            "usage": final,
        },
        {"type": "message_stop"},
    ]


def _message_start() -> JSON:
    return {
        "type": "message_start",
        "message": {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "claude-haiku-5-5",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": USAGE,
        },
    }


def _thinking() -> list[JSON]:
    return [
        {
            "type": "content_block_start",
            "index": 0,
            "content_block": {"type": "thinking", "thinking": "", "signature": ""},
        },
        _delta(0, {"type": "signature_delta", "signature": "c2ln"}),
        {"type": "content_block_stop", "index": 0},
    ]


def _block_events(index: int, said: Said) -> Iterator[JSON]:
    start: JSON = {"type": "text", "text": ""}
    if said.citations:
        start["citations"] = []
    yield {"type": "content_block_start", "index": index, "content_block": start}
    for citation in said.citations:
        yield _delta(index, {"type": "citations_delta", "citation": citation})
    middle = len(said.text) // 2
    for part in (said.text[:middle], said.text[middle:]):
        yield _delta(index, {"type": "text_delta", "text": part})
    yield {"type": "content_block_stop", "index": index}


def _delta(index: int, delta: JSON) -> JSON:
    return {"type": "content_block_delta", "index": index, "delta": delta}


def until(made: list[JSON], blocks: int) -> list[JSON]:
    """The events up to the middle of the block after so many whole ones."""
    starts = [
        place
        for place, event in enumerate(made)
        if event["type"] == "content_block_start"
    ]
    place = starts[blocks] if blocks < len(starts) else len(made) - 2
    # The beginning of a block and its first delta.
    return made[: place + 2] if blocks < len(starts) else made[:place]


def passages(request: JSON) -> list[str]:
    return [
        "".join(piece["text"] for piece in one["content"])
        for one in request["messages"][-1]["content"]
        if one["type"] == "search_result"
    ]


def quoting(request: JSON) -> list[Said]:
    """An answer that is right: it says and cites the first piece of the first passage."""
    results = [
        one
        for one in request["messages"][-1]["content"]
        if one["type"] == "search_result"
    ]
    first = results[0]["content"][0]["text"]
    return [block(first.strip(), cite(0, first))]
