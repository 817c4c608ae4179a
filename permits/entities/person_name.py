"""One personal name out of the two fields that the city's forms have for it."""

import re
from collections import Counter
from collections.abc import Iterable
from math import log
from typing import NamedTuple

from permits.entities.nicknames import FULL_FORMS
from permits.entities.plain_text import plain


class PersonName(NamedTuple):
    """A name in upper-case ASCII letters. `given` may be a single initial.

    `middle` is an initial, a second given name or a Chinese given name written after
    an English one; empty is "not given". `generation` is JR, SR, II, III, IV or empty.
    """

    surname: str
    given: str
    middle: str
    generation: str


_GENERATIONS = {"JR": "JR", "JNR": "JR", "SR": "SR", "SNR": "SR"} | {
    numeral: numeral for numeral in ("II", "III", "IV")
}
_PARTICLES_TEXT = """
    DE DEL DELA DELOS LA LAS LOS VAN VON DER DEN DI DA DOS DU LE ST SAN BIN AL EL O MC
    MAC
"""
_TITLES_TEXT = "MR MRS MS DR AIA PE SE RA ESQ ARCH CPA MD"
_STAND_INS_TEXT = """
    NA NONE UNKNOWN TBD TBA VARIOUS OWNER OWNERS TENANT LESSEE CONTRACTOR AGENT SAME
    SELF SEE ABOVE BELOW PENDING APPLICANT DETERMINED HOMEOWNER OCCUPANT ARCHITECT
    ENGINEER NOT AVAILABLE PROVIDED GIVEN APPLICABLE TEST XX XXX XXXX TO BE BY AS N A
    PROPERTY LISTED
"""
_PARTICLES = frozenset(_PARTICLES_TEXT.split())
_TITLES = frozenset(_TITLES_TEXT.split())
STAND_INS = frozenset(_STAND_INS_TEXT.split())
# One romanised Chinese syllable, Cantonese or Pinyin: "Wai", "Kwok", "Zhong".
_SYLLABLE = re.compile(
    r"(?:ZH|CH|SH|TS|TZ|NG|GW|KW|HS|[BPMFDTNLGKHJQXRZCSYW])?"
    r"(?:[IUY]?[AEO]+|[IU]+|[AEO]?[IUO]|OO|EE|EU|UE)[IUOE]?(?:NG|[NMKPT])?H?"
)


def placeholder(tokens: Iterable[str]) -> bool:
    """Whether the words only stand in for a name ("SEE ABOVE", "N/A", "Owner")."""
    return all(token in STAND_INS for token in tokens)


def _syllables(tokens: list[str]) -> bool:
    """Whether every word is one syllable, and no initial."""
    return all(len(token) > 1 and _SYLLABLE.fullmatch(token) for token in tokens)


def _given_and_middle(tokens: list[str]) -> tuple[str, str]:
    """WAI MAN is one given name; CLEMENT WAI MAN has an English one first."""
    given, *rest = tokens
    if len(rest) == 1 and _syllables(tokens):
        return given + rest[0], ""
    return given, "".join(rest)


def _take_generation(tokens: list[str]) -> str:
    """Remove a trailing Jr, Sr or numeral from the words and return it."""
    if len(tokens) > 1 and tokens[-1] in _GENERATIONS:
        return _GENERATIONS[tokens.pop()]
    return ""


def _words(text: str) -> list[str]:
    return [word for word in plain(text).split() if word not in _TITLES]


def _built(given: list[str], surname: list[str]) -> PersonName:
    given, surname = list(given), list(surname)
    generation = _take_generation(surname) or _take_generation(given)
    while len(surname) > 1 and len(surname[0]) == 1 and surname[0] not in _PARTICLES:
        given.append(surname.pop(0))
    first, middle = _given_and_middle(given) if given else ("", "")
    return PersonName("".join(surname), first, middle, generation)


def _split_one_field(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Cut "MARIA DE LA CRUZ JR" before its surname, particles kept with it."""
    last_is_surname = not tokens[1:] or tokens[-1] not in _GENERATIONS
    end = len(tokens) if last_is_surname else len(tokens) - 1
    start = max(end - 1, 0)
    while start > 1 and tokens[start - 1] in _PARTICLES:
        start -= 1
    return tokens[:start], tokens[start:]


def readings(first: str, last: str) -> tuple[PersonName, ...]:
    """The ways two name fields can be read, the way they are written first.

    None if there is no name in them; one if the writing settles it ("Lee, Ann").
    """
    for whole, rest in ((first, last), (last, first)):
        if "," in whole and not rest.strip():
            surname, _, given = whole.partition(",")
            if given.strip(" .").upper() not in _GENERATIONS:
                first, last = given, surname
                tokens = _words(given), _words(surname)
                return (_built(*tokens),) if all(tokens) else ()
    given_words, surname_words = _words(first), _words(last)
    if placeholder([*given_words, *surname_words]):
        return ()
    if not given_words or not surname_words:
        given_words, surname_words = _split_one_field(given_words or surname_words)
        if not given_words:
            return (_built([], surname_words),)
    written = _built(given_words, surname_words)
    swapped = _built(surname_words, given_words)
    return (written, swapped) if written.given and swapped.surname else (written,)


class NameOrder:
    """Which words this register's people have as given names and which as surnames.

    Fields are swapped on some rows; the other rows tell which ones.
    """

    SURE = log(6.0)

    def __init__(self) -> None:
        self.given: Counter[str] = Counter()
        self.surname: Counter[str] = Counter()

    def learn(self, name: PersonName, times: int) -> None:
        self.given[name.given] += times
        self.surname[name.surname] += times

    def _fit(self, name: PersonName) -> float:
        # A name of the general list is a given name even where this register lacks it.
        unseen = 2.0 if name.given in FULL_FORMS else 0.3
        given = log(self.given[name.given] + unseen)
        return given + log(self.surname[name.surname] + 0.3)

    def choose(self, names: tuple[PersonName, ...]) -> PersonName:
        """The reading that fits; the written one unless another fits far better."""
        written = names[0]
        if len(names) == 1:
            return written
        swapped = names[1]
        if len(written.given) == 1 and len(written.surname) == 1:
            return written
        sure = self._fit(swapped) - self._fit(written) > self.SURE
        return swapped if sure else written
