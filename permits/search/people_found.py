"""People and firms by name, license or business number."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from permits.entities.license import parse_business_number, parse_license
from permits.search.matches import execute
from permits.search.reading import Query
from permits.search.tokens import fold
from permits.search.vocabulary import Correction, Vocabulary

# How many that fit are looked at and counted; the busiest come first.
MOST: Final = 300
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 2
_FEWEST_DIGITS = 4
_CLASS = re.compile(r"(?:[ab]|[cd]-?\d{1,2})[\s#-]+(?=\d)")
_WORDS = "entity_words(name, spellings, licenses, business_numbers, permit_count)"
_PEOPLE = (Path(__file__).parent / "sql" / "people.sql").read_text()
SQL: Final = _PEOPLE.replace("{words}", _WORDS)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person or firm in a list of results. None is "not recorded".

    `roles` are the record's own words, the commonest first; `matched` says by what it
    was found: number, name, beginning or words.
    """

    id: int
    name: str | None
    kind: str
    roles: tuple[str, ...]
    licenses: tuple[str, ...]
    business_numbers: tuple[str, ...]
    permit_count: int
    first_date: dt.date | None
    last_date: dt.date | None
    matched: str


@dataclass(frozen=True, slots=True)
class People:
    """The best of those found; `total` is exact below MOST."""

    rows: tuple[PersonRow, ...]
    total: int
    corrections: tuple[Correction, ...] = ()

    @property
    def is_capped(self) -> bool:
        return self.total >= MOST


NOBODY: Final = People((), 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Names and numbers to look for, in the forms that the index holds."""

    words: tuple[str, ...]
    initials: tuple[str, ...]
    numbers: tuple[str, ...]
    name: str

    @classmethod
    def of(cls, text: str) -> "Asked":
        folded = fold(text).replace("'", "")
        if numbers := _numbers(folded):
            return cls((), (), numbers, "")
        words = tuple(dict.fromkeys(_WORD.findall(folded)))
        long = tuple(word for word in words if len(word) > 1)
        return cls(
            words=long or words,
            initials=tuple(word for word in words if word not in long) if long else (),
            numbers=(),
            name=" ".join(fold(text).split()),
        )

    def tsquery(self) -> str:
        """Every word, the last one as the beginning of one; or any of the numbers."""
        if self.numbers:
            return " | ".join(f"'{number}'" for number in self.numbers)
        *first, last = self.words
        begins = ":*" if len(last) >= _SHORTEST_BEGINNING else ""
        return " & ".join([*(f"'{word}'" for word in first), f"'{last}'{begins}"])


def _numbers(folded: str) -> tuple[str, ...]:
    """A license, its class left out, or a business number: nothing but figures."""
    digits = _CLASS.sub("", folded.strip(" #")).strip(" #")
    written = re.fullmatch(r"[a-z]{0,3}[-\s]?\d[\d\s-]*", digits, re.ASCII)
    if not written or sum(c.isdigit() for c in digits) < _FEWEST_DIGITS:
        return ()
    compact = re.sub(r"[\s-]", "", digits)
    read = (parse_license(compact), parse_business_number(compact))
    return tuple(dict.fromkeys(number for number in read if number))


def asks_for_people(query: Query) -> bool:
    """Whether the line was read as somebody's name or license."""
    return bool(query.name or _license(query))


def _license(query: Query) -> str | None:
    """A license by its number; "C-10" alone is the class of thousands."""
    number = query.license or ""
    return number if sum(map(str.isdigit, number)) >= _FEWEST_DIGITS else None


def text_of(query: Query, vocabulary: Vocabulary, *, exact: bool) -> Asked | None:
    """What to look for: the name or license that was read, else all that was typed."""
    read_as = _license(query) or query.name
    asked = Asked.of(read_as or query.raw)
    if not asked.words and not asked.numbers:
        return None
    if read_as or exact:
        return asked
    read = tuple(_respelt(word, vocabulary) for word in asked.words)
    return replace(asked, words=read)


def _respelt(word: str, vocabulary: Vocabulary) -> str:
    correction = vocabulary.correct_firm(word)
    return fold(correction.read) if correction else word


def find_people(
    query: Query, vocabulary: Vocabulary, *, size: int, exact: bool = False
) -> People:
    """The best `size` people and firms for what was typed; one query or none."""
    asked = text_of(query, vocabulary, exact=exact)
    return find(asked, size=size) if asked else NOBODY


def find(asked: Asked, *, size: int) -> People:
    rows = execute(SQL, parameters(asked, size))
    return People(
        rows=tuple(_row(row) for row in rows), total=rows[0][-1] if rows else 0
    )


def parameters(asked: Asked, size: int) -> dict[str, Any]:
    return {
        "query": asked.tsquery(),
        "name": asked.name,
        "key": "".join(_WORD.findall(asked.name.replace("'", ""))),
        "numbers": list(asked.numbers),
        "initials": [rf"\m{initial}" for initial in asked.initials],
        "most": MOST,
        "size": size,
    }


def _row(row: Sequence[Any]) -> PersonRow:
    id_, name, kind, roles, licenses, businesses, permits, first, last, matched, _ = row
    return PersonRow(
        id=id_,
        name=name,
        kind=kind,
        roles=tuple(each["role"] for each in json.loads(roles)),
        licenses=tuple(licenses),
        business_numbers=tuple(businesses),
        permit_count=permits,
        first_date=first,
        last_date=last,
        matched=matched,
    )
