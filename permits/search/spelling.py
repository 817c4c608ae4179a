"""The nearest known spelling of a mistyped key, or none where that is a guess."""

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

SHORTEST = 5
_VOWELS = str.maketrans("aeiouy", "aaaaaa")


def allowance(length: int) -> int:
    """How many slips (letter added, dropped, changed, swapped) a word may hold."""
    if length < SHORTEST:
        return 0
    return 1 if length < SHORTEST + 4 else 2


@dataclass(frozen=True, slots=True, eq=False)
class Speller:
    """Known keys by first letter: people rarely mistype that one, and it keeps the
    comparison to some hundred candidates.
    """

    by_letter: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, keys: Iterable[str]) -> Self:
        grouped: dict[str, list[str]] = defaultdict(list)
        for key in sorted(set(keys)):
            if len(key) >= SHORTEST - 1 and not key[0].isdigit():
                grouped[key[0]].append(key)
        return cls({letter: tuple(found) for letter, found in grouped.items()})

    @functools.lru_cache(maxsize=4096)  # noqa: B019 - few spellers, all long-lived
    def nearest(self, key: str) -> tuple[str, int] | None:
        """The closest known key and its distance, if close enough for its length."""
        slips = allowance(len(key))
        if not slips or any(character.isdigit() for character in key):
            return None
        close = process.extract(
            key,
            self.by_letter.get(key[0], ()),
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=4,
        )
        if not close:
            return None
        best = min(close, key=lambda choice: _unlikeness(key, choice[0], choice[1]))
        return best[0], int(best[1])


def _unlikeness(typed: str, known: str, slips: float) -> tuple[float, bool, float]:
    """Of equals, that with the same consonants: "stanyon" is Stanyan, not Stanton."""
    consonants = typed.translate(_VOWELS) == known.translate(_VOWELS)
    return slips, not consonants, JaroWinkler.distance(typed, known)
