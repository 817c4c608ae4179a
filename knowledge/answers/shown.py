"""A composed answer as its page and its JSON show it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from knowledge.models import Answer
from knowledge.quote_source import Source, by_key, source_of


@dataclass(frozen=True, slots=True)
class Footnote:
    """A quotation; `source` is None if its passage is no longer among the documents."""

    number: int
    text: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    sentences: tuple[Sentence, ...]
    is_item: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The answer's words and, below them, what they rest on."""

    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]

    @property
    def groups(self) -> list[tuple[bool, list[Paragraph]]]:
        """Items of a list that follow each other, and the paragraphs between."""
        grouped = groupby(self.paragraphs, key=lambda one: one.is_item)
        return [(is_item, list(paragraphs)) for is_item, paragraphs in grouped]


def shown(answer: Answer) -> Shown:
    """What is there of the answer; two queries."""
    numbers = _numbers(answer)
    return Shown(
        paragraphs=tuple(_paragraphs(answer, numbers)),
        footnotes=tuple(_footnotes(answer, numbers)),
    )


def _numbers(answer: Answer) -> dict[tuple[int, str], int]:
    """Each quotation and its number, in the order in which they are first used."""
    used = [_key(one) for each in answer.statements for one in each["quotations"]]
    return {key: number for number, key in enumerate(dict.fromkeys(used), start=1)}


def _key(quotation: dict[str, Any]) -> tuple[int, str]:
    return quotation["source"], quotation["text"]


def _paragraphs(
    answer: Answer, numbers: dict[tuple[int, str], int]
) -> Iterator[Paragraph]:
    for _, group in groupby(answer.statements, key=lambda one: one["paragraph"]):
        statements = list(group)
        sentences = [
            Sentence(each["text"], tuple(numbers[_key(q)] for q in each["quotations"]))
            for each in statements
        ]
        yield Paragraph(tuple(sentences), statements[0]["is_item"])


def _footnotes(
    answer: Answer, numbers: dict[tuple[int, str], int]
) -> Iterator[Footnote]:
    chunks = by_key(answer.chunks) if numbers else {}
    for (place, text), number in numbers.items():
        chunk = chunks.get(answer.chunks[place])
        yield Footnote(number, text, source_of(chunk) if chunk else None)
