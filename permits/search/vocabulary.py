"""The names and words the parser knows: streets, neighborhoods, ordinary words."""

import dataclasses
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from permits.search import gazetteer
from permits.search.ordinals import ORDINALS
from permits.search.spelling import Speller
from permits.search.suffixes import SUFFIXES
from permits.search.tokens import fold

Reason = Literal["spelling", "renamed"]
Sort = Literal["neighborhood", "word", "street", "firm"]

_ZERO_ORDINAL = re.compile(r"^0+(?=\d)")
_NOT_KEY = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Correction:
    """Something typed that was read as something else, and why."""

    typed: str
    read: str
    reason: Reason


def key_of(text: str) -> str:
    """One key for every way to write a name: "O'Farrell" and "o farrell" are one."""
    words = fold(text).replace("'", "").replace(".", " ").split()
    same = ("st" if word == "saint" else _ZERO_ORDINAL.sub("", word) for word in words)
    return _NOT_KEY.sub("", "".join(same))


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Immutable; `with_streets` and `with_words` return a larger one.

    `streets` maps a name to its USPS suffixes, `neighborhoods` any name in use to the
    official ones it means, `words` are ordinary words that are never names.
    """

    streets: Mapping[str, frozenset[str]]
    neighborhoods: Mapping[str, tuple[str, ...]]
    renamed: Mapping[str, str]
    words: frozenset[str]
    given_names: frozenset[str]
    surnames: frozenset[str]
    firms: frozenset[str]
    _street_keys: Mapping[str, tuple[str, ...]]
    _name_parts: frozenset[str]
    _streets_speller: Speller
    _neighborhoods_speller: Speller
    _words_speller: Speller
    _firms_speller: Speller

    @staticmethod
    def base() -> "Vocabulary":
        """What ships with the code: the gazetteer of the whole city."""
        return _base()

    def with_streets(self, pairs: Iterable[tuple[str, str | None]]) -> "Vocabulary":
        """This one and further streets, as (name, suffix) in any common spelling."""
        tidy = ((_tidy_name(name), _tidy_suffix(suffix)) for name, suffix in pairs)
        new = [(self.street(key_of(n), s) or n, s) for n, s in tidy if n]
        old = ((name, s) for name, found in self.streets.items() for s in found)
        streets = _by_name([*old, *new])
        keys = _street_keys(streets)
        return dataclasses.replace(
            self,
            streets=streets,
            _street_keys=keys,
            _name_parts=_parts(streets),
            _streets_speller=Speller.of(keys),
        )

    def with_firms(self, words: Iterable[str]) -> "Vocabulary":
        """This one and further words that firms are known by ("Webcor")."""
        return dataclasses.replace(
            self,
            firms=(firms := self.firms | _usable(words)),
            _firms_speller=Speller.of(firms),
        )

    def with_words(self, words: Iterable[str]) -> "Vocabulary":
        """This one and further ordinary words, such as those of descriptions."""
        # A street's name is in many descriptions: that does not make it a plain word.
        more = self.words | {word for word in _usable(words) if not self.knows(word)}
        return dataclasses.replace(self, words=more, _words_speller=Speller.of(more))

    def street(self, key: str, suffix: str | None = None) -> str | None:
        """The street of that key; of several, the one that has the suffix."""
        names = self._street_keys.get(key, ())
        fitting = [name for name in names if suffix in self.streets[name]]
        return next(iter(fitting or names), None)

    def is_word(self, key: str) -> bool:
        """Whether it is an ordinary word, in the plural or joined by hyphens too."""
        if "-" in key:
            parts = key.split("-")
            joined = key.replace("-", "") in self.words
            return joined or all(part in self.words for part in parts)
        if key in self.words or key in self.surnames:
            return key in self.words
        return key + "s" in self.words or (key.endswith("s") and key[:-1] in self.words)

    def knows(self, key: str) -> bool:
        return (
            self.is_word(key)
            or key in self.given_names
            or key in self.surnames
            or key in self.firms
            or key in self._street_keys
            or key in self.renamed
            or key in self._name_parts
            or key in self.neighborhoods
        )

    def correct_street(self, typed: str) -> Correction | None:
        """A street that `typed` is a slip of; None if it is known or too far off."""
        near = self._near(self._streets_speller, typed)
        name = self.street(near[0]) if near else None
        return Correction(typed, name, "spelling") if name else None

    def correct_neighborhood(self, typed: str) -> Correction | None:
        near = self._near(self._neighborhoods_speller, typed)
        if near is None:
            return None
        return Correction(typed, self.neighborhoods[near[0]][0], "spelling")

    def neighborhoods_near(self, typed: str) -> tuple[str, ...]:
        """All the neighborhoods that a misspelt name means."""
        near = self._near(self._neighborhoods_speller, typed)
        return self.neighborhoods[near[0]] if near else ()

    def nearest_sort(self, typed: str) -> Sort | None:
        """What `typed` is most likely a slip of; of equals, the first in this order."""
        spellers: tuple[tuple[Sort, Speller], ...] = (
            ("neighborhood", self._neighborhoods_speller),
            ("word", self._words_speller),
            ("street", self._streets_speller),
            ("firm", self._firms_speller),
        )
        found = [
            (near[1], sort)
            for sort, speller in spellers
            if (near := self._near(speller, typed))
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def correct_word(self, typed: str) -> Correction | None:
        near = self._near(self._words_speller, typed)
        return Correction(typed, near[0], "spelling") if near else None

    def correct_firm(self, typed: str) -> Correction | None:
        near = self._near(self._firms_speller, typed)
        return Correction(typed, near[0].capitalize(), "spelling") if near else None

    def _near(self, speller: Speller, typed: str) -> tuple[str, int] | None:
        key = key_of(typed)
        if not key.isascii() or not key.isalpha() or self.knows(key):
            return None
        return speller.nearest(key)


def _tidy_name(name: str) -> str:
    words = [_ZERO_ORDINAL.sub("", word) for word in fold(name).split()]
    return " ".join(word if word[:1].isdigit() else word.capitalize() for word in words)


def _tidy_suffix(suffix: str | None) -> str:
    return SUFFIXES.get(fold(suffix or "").strip("."), "")


def _usable(words: Iterable[str]) -> frozenset[str]:
    folded = (fold(word) for word in words)
    return frozenset(word for word in folded if word.isalpha() and word.isascii())


@functools.cache
def _base() -> Vocabulary:
    streets = _by_name(gazetteer.streets())
    street_keys = _street_keys(streets)
    neighborhoods = _neighborhood_keys()
    return Vocabulary(
        streets=streets,
        neighborhoods=neighborhoods,
        renamed=MappingProxyType(_aliases("renamed")),
        words=gazetteer.words(),
        given_names=gazetteer.given_names(),
        surnames=gazetteer.surnames(),
        firms=gazetteer.firms(),
        _street_keys=street_keys,
        _name_parts=_parts(streets),
        _streets_speller=Speller.of(street_keys),
        _neighborhoods_speller=Speller.of(neighborhoods),
        _words_speller=Speller.of(gazetteer.words()),
        _firms_speller=Speller.of(gazetteer.firms()),
    )


def _by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    suffixes: dict[str, set[str]] = defaultdict(set)
    for name, suffix in pairs:
        suffixes[name].add(suffix)
    return MappingProxyType({name: frozenset(s) for name, s in suffixes.items()})


def _aliases(reason: str) -> dict[str, str]:
    return {
        key_of(typed): name
        for typed, name, why in gazetteer.street_aliases()
        if why == reason
    }


def _parts(names: Iterable[str]) -> frozenset[str]:
    """The words of names of several words: "playa" of "La Playa" is no slip."""
    return frozenset(fold(part) for name in names for part in name.split()[1:])


def _street_keys(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for name in names:
        keys[key_of(name)].append(name)
        if name.startswith("Avenue "):
            keys[key_of(name.replace("Avenue", "Ave"))].append(name)
    for key, name in (_aliases("short") | ORDINALS).items():
        if name not in keys[key]:
            keys[key].append(name)
    return MappingProxyType({key: tuple(found) for key, found in keys.items()})


def _neighborhood_keys() -> Mapping[str, tuple[str, ...]]:
    keys: dict[str, tuple[str, ...]] = {}
    for official, aliases in gazetteer.neighborhoods():
        for name in (official, *aliases):
            key = key_of(name)
            if official not in keys.get(key, ()):
                keys[key] = (*keys.get(key, ()), official)
    return MappingProxyType(keys)
