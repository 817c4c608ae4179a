"""What is sent: the prompt, the passages, and the question wrapped as data."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from knowledge.llm import prices
from knowledge.llm.composed import Source

PROMPT: Final = Path(__file__).parent.parent / "prompts" / "answer.txt"
LONGEST_QUESTION: Final = 2_000
# Thinking counts too, where the model thinks.
LONGEST_ANSWER: Final = 3_000
# The least that a citation can quote is one piece, so a piece is a sentence, an item or
# a line that does not go on with a small letter. `1.` and `Sec.` end no sentence.
PIECE: Final = re.compile(
    r""".+?(?:(?<=[\w)%]{4})[.;:!?][)"'\u201d\u2019]*\s+(?=["'\u201c(]?[A-Z0-9])"""
    r"|\n\s*(?=[^a-z\s])|$)",
    re.DOTALL,
)
# Controls that part words.
PARTING: Final = frozenset("\r\v\f\x1c\x1d\x1e\x1f\x85")


@dataclass(frozen=True, slots=True)
class Request:
    """The body of a request to the Messages API, and what its cost is reckoned by."""

    body: dict[str, Any]
    characters: int
    pictures: int = 0

    @property
    def model(self) -> str:
        return str(self.body["model"])

    @property
    def longest_answer(self) -> int:
        return int(self.body["max_tokens"])


@cache
def prompt() -> str:
    return PROMPT.read_text(encoding="utf-8").strip()


def version(of: str) -> str:
    """Beginning of a prompt's SHA-256, as rows of `llm_calls` name it."""
    return hashlib.sha256(of.encode()).hexdigest()[:12]


def build(question: str, sources: Sequence[Source], *, model: str) -> Request:
    """The request for one answer; streaming is asked for by who sends it."""
    content = [*(_search_result(source) for source in sources), _question(question)]
    body: dict[str, Any] = {
        "model": model,
        "max_tokens": LONGEST_ANSWER,
        "system": prompt(),
        "messages": [{"role": "user", "content": content}],
    }
    if prices.price(model).takes_effort:
        body["output_config"] = {"effort": "low"}
    characters = len(prompt()) + len(question) + sum(_length(one) for one in sources)
    return Request(body, characters)


def _length(source: Source) -> int:
    # What frames it costs some tokens too.
    return len(source.title) + len(source.url) + len(source.text) + 100


def _search_result(source: Source) -> dict[str, Any]:
    texts = pieces(_readable(source.text).strip()) or ["-"]
    return {
        "type": "search_result",
        "source": clean(source.url) or "-",
        "title": clean(source.title) or "-",
        "content": [{"type": "text", "text": text} for text in texts],
        "citations": {"enabled": True},
    }


def pieces(text: str) -> list[str]:
    """The text in sentences and lines; put together they are the text again."""
    return [match.group() for match in PIECE.finditer(text)]


def _question(question: str) -> dict[str, Any]:
    asked = clean(question)[:LONGEST_QUESTION] or "-"
    # So that it cannot close its own wrapping.
    asked = re.sub(r"<(?=\s*/?\s*question)", "\u2039", asked, flags=re.IGNORECASE)
    return {"type": "text", "text": f"<question>\n{asked}\n</question>"}


def clean(text: str) -> str:
    """The text without what cannot be seen, and with single blanks."""
    seen = " ".join(_readable(text).split())
    return "".join(one for one in seen if unicodedata.category(one)[0] != "C")


def _readable(text: str) -> str:
    """The text without NULs, other controls and halves of characters.

    What parts words still does, so that quotations are found in what is stored.
    """
    return "".join(" " if one in PARTING else one for one in text if not _is_bad(one))


def _is_bad(character: str) -> bool:
    if character.isspace():
        return False
    return unicodedata.category(character) in {"Cc", "Cs"}
