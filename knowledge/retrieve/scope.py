"""Subjects that the documents are not about, however like them a question sounds.

data/scope.txt names them with the words that give them away. A question that uses such
words is answered only from a passage that uses the same ones; other places' rules and
what no building code holds are never answered.
"""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge import vocabulary

_WORD = re.compile(r"[a-z0-9]+")
# Not R-2, M-1: an occupancy group is written in many ways.
_NUMBERED = re.compile(
    r"\b(?=[A-Za-z]{2,3}-\d|[A-Za-z]-\d\d)([A-Za-z]{1,3})-(\d{1,4})\b"
)
_GAP = 4
_STREET = (
    r"(?:st|street|ave|avenue|blvd|boulevard|dr|drive|rd|road|way|ct|court|ln|lane|"
    r"pl|place|ter|terrace|district|neighborhood)"
)

_BEFORE = r"\b(?:in|near|for|of|from|within|outside|city of|county of)"
_AFTER = (
    r"(?:city|county|ca|california|permits?|building|codes?|planning|fees?|rules?)\b"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """`reason` is a sentence for the reader. `never`: no passage can answer it."""

    reason: str
    cues: tuple[re.Pattern[str], ...]
    never: bool


def refusal(question: str, passages: Iterable[str]) -> str:
    """Why the question is none for the documents; empty if it may be one."""
    asked = _plain(question)
    texts = [_plain(passage) for passage in passages]
    for subject in subjects():
        for cue in subject.cues:
            if not cue.search(asked):
                continue
            if subject.never or not any(cue.search(text) for text in texts):
                return subject.reason
    if number := _not_among(question, texts):
        return f"The documents found do not speak of {number}."
    if place := elsewhere(asked):
        return (
            f"The documents are San Francisco's; they do not say what holds in {place}."
        )
    return ""


def _not_among(question: str, texts: Iterable[str]) -> str:
    """The first number of a bulletin, a sheet or a district that no passage has.

    Such a number is all that the question is about: what is like it does not answer.
    """
    written = " ".join(texts)
    for letters, figures in _NUMBERED.findall(question):
        if not re.search(rf"\b{letters} ?0*{int(figures)}\b", written, re.IGNORECASE):
            return f"{letters}-{figures}".upper()
    return ""


def elsewhere(question: str) -> str:
    """The other city that the question names; streets and people may bear its name."""
    asked = _plain(question)
    for name in vocabulary.names("elsewhere"):
        plain = _plain(name)
        if not re.search(rf"\b{plain}\b(?! {_STREET}\b)", asked):
            continue
        # One word may be a person's name or a street's: it must read as a place.
        if " " in plain or re.search(rf"{_BEFORE} {plain}\b|\b{plain} {_AFTER}", asked):
            return name
    return ""


@functools.cache
def subjects() -> tuple[Subject, ...]:
    """data/scope.txt: `reason: cue, cue`; a `!` before it means never."""
    made = []
    for line in vocabulary.names("scope"):
        reason, _, cues = line.partition(":")
        patterns = tuple(_pattern(cue) for cue in cues.split(",") if cue.strip())
        made.append(Subject(reason.lstrip("! ").strip(), patterns, reason[0] == "!"))
    return tuple(made)


def _pattern(cue: str) -> re.Pattern[str]:
    """The cue's words in this order with few others between; `*` ends a stem."""
    words = [re.escape(word).replace(r"\*", r"\w*") for word in cue.lower().split()]
    gap = rf"(?: \w+){{0,{_GAP}}} "
    return re.compile(r"\b" + gap.join(words) + r"\b")


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower().replace("'", "").replace("\u2019", "")))
