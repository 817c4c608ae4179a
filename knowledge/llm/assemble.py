"""The events of a stream put together: blocks of text, citations, tokens.

Events are those of the Messages API as JSON; kinds and fields that are not known are
passed over, so that new ones do no harm.
"""

from dataclasses import dataclass, field
from typing import Any

from knowledge.llm.composed import Block, Citation
from knowledge.llm.prices import Tokens

TOKENS = {
    "input": "input_tokens",
    "output": "output_tokens",
    "cache_write": "cache_creation_input_tokens",
    "cache_read": "cache_read_input_tokens",
}


@dataclass(slots=True)
class _Open:
    """A block of text that has not ended."""

    text: str = ""
    citations: list[Citation] = field(default_factory=list)


@dataclass(slots=True)
class Assembly:
    """What of the answer has come. `sources` is how many were given.

    `begun` from the first content on, thinking included: from there on the answer has
    been paid for. `whole` once the stream said that it is over.
    """

    sources: int
    blocks: list[Block] = field(default_factory=list)
    stop_reason: str = ""
    begun: bool = False
    whole: bool = False
    counted: dict[str, int] = field(default_factory=dict)
    output_counted: bool = False
    _open: dict[int, _Open] = field(default_factory=dict)

    def take(self, event: dict[str, Any]) -> bool:
        """Take one event in; True if a block of text was finished by it."""
        match event:
            case {"type": "message_start", "message": {"usage": dict(usage)}}:
                self._count(usage)
            case {"type": "content_block_start", "index": int(index)}:
                self._start(index, event.get("content_block"))
            case {"type": "content_block_delta", "index": int(index)}:
                self._extend(index, event.get("delta"))
            case {"type": "content_block_stop", "index": int(index)}:
                return self._end(index)
            case {"type": "message_delta"}:
                self._close(event)
            case {"type": "message_stop"}:
                self.whole = True
        return False

    @property
    def tokens(self) -> Tokens:
        return Tokens(**self.counted)

    def _start(self, index: int, block: Any) -> None:
        self.begun = True
        match block:
            case {"type": "text", "text": str(text)}:
                self._open[index] = _Open(text)

    def _extend(self, index: int, delta: Any) -> None:
        block = self._open.get(index)
        if block is None:
            return
        match delta:
            case {"type": "text_delta", "text": str(text)}:
                block.text += text
            case {"type": "citations_delta", "citation": citation}:
                block.citations.append(self._citation(citation))

    def _end(self, index: int) -> bool:
        block = self._open.pop(index, None)
        if block is None or not (block.text or block.citations):
            return False
        self.blocks.append(Block(block.text, tuple(block.citations)))
        return True

    def _citation(self, given: Any) -> Citation:
        match given:
            case {
                "type": "search_result_location",
                "search_result_index": int(index),
                "cited_text": str(text),
            } if 0 <= index < self.sources:
                return Citation(index, text)
            case {"cited_text": str(text)}:
                return Citation(self.sources, text)
        return Citation(self.sources, "")

    def _close(self, event: dict[str, Any]) -> None:
        match event.get("delta"):
            case {"stop_reason": str(reason)}:
                self.stop_reason = reason
        usage = event.get("usage")
        if isinstance(usage, dict) and isinstance(usage.get("output_tokens"), int):
            self._count(usage)
            self.output_counted = True

    def _count(self, usage: dict[str, Any]) -> None:
        """Each figure is the total so far; one that is not given stays."""
        for name, given in TOKENS.items():
            match usage.get(given):
                case int(number) if number >= 0:
                    self.counted[name] = number
