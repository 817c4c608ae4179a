"""Passages that say the same: one is shown; with other figures, the newer leads."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.models import Chunk
from knowledge.retrieve.passages import Passage

# Share of the shorter one's word sequences that the other has.
SAME = 0.6
_WORDS = 4
_FIGURE = re.compile(r"\$?\d[\d,.]*")


@dataclass(slots=True)
class _Kept:
    chunk: Chunk
    score: float
    old: bool
    sequences: frozenset[tuple[str, ...]]


def without_repeats(found: Sequence[tuple[Chunk, float]]) -> list[Passage]:
    """The passages in their order, each said once, superseded ones behind the newer.

    A superseded publication's passages, and a passage whose newer twin has other
    figures, are kept and marked: the reader may have the old figure in hand.
    """
    kept: list[_Kept] = []
    for chunk, score in found:
        old = chunk.document.superseded_by_id is not None
        one = _Kept(chunk, score, old, _sequences(chunk.text))
        twin = next((i for i, each in enumerate(kept) if _same(one, each)), None)
        if twin is None:
            kept.append(one)
        else:
            _put_beside(kept, twin, one)
    return [Passage(each.chunk, each.score, each.old) for each in kept]


def _put_beside(kept: list[_Kept], twin: int, one: _Kept) -> None:
    """Drop one of the two, or mark the older: in its own place, behind the newer."""
    other = kept[twin]
    newer = _date(one.chunk) > _date(other.chunk)
    if _figures(one.chunk.text) == _figures(other.chunk.text):
        # Both say the same: the newer document is the one to cite.
        if newer:
            kept[twin] = replace(one, score=other.score)
        return
    if newer:
        kept[twin : twin + 1] = [replace(one, score=other.score), other]
        other.score, other.old = one.score, True
        return
    # Of one day are two rows of a table, or two texts that both hold.
    one.old = one.old or _date(one.chunk) < _date(other.chunk)
    kept.append(one)


def _date(chunk: Chunk) -> dt.date:
    return chunk.document.effective_date or dt.date.min


def _same(one: _Kept, other: _Kept) -> bool:
    if one.chunk.document_id == other.chunk.document_id:
        return False
    shorter = min(len(one.sequences), len(other.sequences))
    shared = len(one.sequences & other.sequences)
    return shorter > _WORDS and shared >= SAME * shorter


def _sequences(text: str) -> frozenset[tuple[str, ...]]:
    """Its word sequences, figures all alike."""
    words = re.findall(r"[a-z]+|#", _FIGURE.sub(" # ", text.lower()))
    return frozenset(zip(*(words[i:] for i in range(_WORDS)), strict=False))


def _figures(text: str) -> set[str]:
    return {figure.strip(".,") for figure in _FIGURE.findall(text)}
