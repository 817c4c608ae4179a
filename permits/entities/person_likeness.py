"""How far two spellings of a personal name agree, before asking how common it is."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from permits.entities.nicknames import same_given
from permits.entities.person_name import PersonName

DIFFERENT = -9.0
INITIAL = -0.5
SHORT_FORM = -0.7
NO_GIVEN = -1.0
SLIP = -2.5
SAME_MIDDLE_INITIAL = 1.5
SAME_MIDDLE = 3.0
MIDDLE_FITS = 0.5
MIDDLE_SLIP = 1.0
OTHER_MIDDLE = -4.0
SHORTEST = 4  # letters of a word that can be misspelt and still be recognised


def one_slip(one: str, other: str) -> bool:
    """Whether two words of some length differ by one letter or two swapped ones."""
    if min(len(one), len(other)) < SHORTEST:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _whole_given(name: PersonName) -> str:
    return name.given + name.middle


def _given_points(one: PersonName, other: PersonName) -> float:
    if one.given == other.given or _whole_given(one) == _whole_given(other):
        return 0.0
    if not one.given or not other.given:
        return NO_GIVEN
    if len(one.given) == 1 or len(other.given) == 1:
        return INITIAL if one.given[0] == other.given[0] else DIFFERENT
    if same_given(one.given, other.given):
        return SHORT_FORM
    return SLIP if one_slip(one.given, other.given) else DIFFERENT


def _middle_points(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return SAME_MIDDLE_INITIAL if len(one) == 1 else SAME_MIDDLE
    if len(one) == 1 or len(other) == 1:
        return MIDDLE_FITS if one[0] == other[0] else OTHER_MIDDLE
    return MIDDLE_SLIP if one_slip(one, other) else OTHER_MIDDLE


@lru_cache(maxsize=400_000)
def likeness(one: PersonName, other: PersonName) -> float:
    """Points from DIFFERENT up; 0 is the same name with nothing more known."""
    points = _given_points(one, other)
    if points == DIFFERENT:
        return DIFFERENT
    if one.surname != other.surname:
        if not one_slip(one.surname, other.surname):
            return DIFFERENT
        points += SLIP
    if one.given == other.given or _whole_given(one) != _whole_given(other):
        points += _middle_points(one.middle, other.middle)
    return points
