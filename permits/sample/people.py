"""Invented persons, and the ways in which forms come to spell one name."""

from typing import NamedTuple

from .draws import Draws
from .parcels import read_toml

MIXED = 0.12  # of the persons have a given name from another list
# Most have a family name of their own that is in no list, or namesakes would abound.
RARE = 0.65
ENDINGS = (
    *("sen", "berg", "ini", "ovsky", "inger", "ano", "idge", "ewicz", "aki", "strom"),
    *("well", "akis", "ett", "ossian", "uda", "mann", "esco", "ardo", "quist", "ham"),
)
MIDDLE = 0.3
# Shares of rows, each applied in turn.
PLACEHOLDER, NO_FIRST, NO_LAST = 0.008, 0.016, 0.044
UPPER, LOWER = 0.59, 0.97
INITIAL, WITH_MIDDLE, NICKNAME, TYPO, SWAPPED = 0.06, 0.08, 0.1, 0.035, 0.03
ONE_FIELD, DOUBLE_BLANK = 0.015, 0.01
JOINED = 0.35  # of the two-part given names
PLACEHOLDERS = (("N/A", "N/A"), ("OWNER", ""), ("SEE", "ABOVE"), ("TBD", "TBD"))
SHORTEST = 4  # of the names that are mistyped


class Person(NamedTuple):
    """`middle` is an initial, `nick` what friends say; "" where there is none."""

    first: str
    last: str
    middle: str
    nick: str


class People:
    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        lists = read_toml("people.toml")["people"]
        weights = [group["weight"] for group in lists]
        self.groups = draws.pool(lists, weights)
        self.syllables: list[str] = read_toml("names.toml")["syllables"]

    def person(self) -> Person:
        below, group = self.draws.below, next(self.groups)
        last = group["family"][below(len(group["family"]))]
        if self.draws.random.random() < RARE:
            last = self.rare()
        if self.draws.random.random() < MIXED:
            group = next(self.groups)
        given = group["given"][below(len(group["given"]))]
        first, _, nick = given.partition("/")
        has_middle = self.draws.random.random() < MIDDLE
        middle = "ABCDEFGHJKLMPRST"[below(16)] if has_middle else ""
        return Person(first, last, middle, nick)

    def rare(self) -> str:
        """A family name that nobody has, or hardly anybody."""
        below, some = self.draws.below, self.syllables
        begin = some[below(len(some))]
        if below(2):
            begin += some[below(len(some))]
        return (begin + ENDINGS[below(len(ENDINGS))]).title()


class Handwriting:
    """Writes persons' names as they reached the record: noisy, in any case."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.rnd = draws.random.random

    def name(self, person: Person) -> tuple[str, str]:
        """First and last name of one row; either may be "", rarely both swapped."""
        rnd = self.rnd
        if rnd() < PLACEHOLDER:
            return PLACEHOLDERS[self.draws.below(len(PLACEHOLDERS))]
        first, last = self.given(person), self.typed(person.last)
        if rnd() < SWAPPED:
            first, last = last, first
        turn = rnd()
        if turn < ONE_FIELD:
            first, last = "", f"{last}, {first}"
        elif turn < ONE_FIELD + NO_FIRST:
            first = ""
        elif turn < ONE_FIELD + NO_FIRST + NO_LAST:
            last = ""
        case = rnd()
        if case < UPPER:
            return first.upper(), last.upper()
        return (first.lower(), last.lower()) if case > LOWER else (first, last)

    def given(self, person: Person) -> str:
        rnd, first = self.rnd, person.first
        if " " in first and rnd() < JOINED:
            one, _, two = first.partition(" ")
            return f"{one}-{two}" if rnd() < 0.5 else one + two.lower()  # noqa: PLR2004
        if person.nick and rnd() < NICKNAME:
            return person.nick
        turn = rnd()
        if turn < INITIAL:
            return first[0] + ("." if rnd() < 0.5 else "")  # noqa: PLR2004
        first = self.typed(first)
        if person.middle and turn < INITIAL + WITH_MIDDLE:
            blank = "  " if rnd() < DOUBLE_BLANK else " "
            return f"{first}{blank}{person.middle}."
        return first

    def typed(self, name: str) -> str:
        if len(name) < SHORTEST or self.rnd() > TYPO:
            return name
        at = 1 + self.draws.below(len(name) - 2)
        if self.rnd() < 0.5:  # noqa: PLR2004 - a letter is dropped or doubled
            return name[:at] + name[at + 1 :]
        return name[:at] + name[at] + name[at:]
