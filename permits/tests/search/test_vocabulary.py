"""Names and words: the gazetteer, corrections, and what the database adds."""

import dataclasses

import pytest

from permits.search import gazetteer
from permits.search.ordinals import ORDINALS
from permits.search.vocabulary import Vocabulary, key_of

BASE = Vocabulary.base()


def test_base_is_made_once() -> None:
    assert Vocabulary.base() is BASE


def test_it_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        BASE.streets["New"] = frozenset()  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        BASE.words = frozenset()  # type: ignore[misc]


def test_every_name_is_whole() -> None:
    assert len(gazetteer.neighborhoods()) == 41
    assert len(BASE.streets) > 2200
    for name, suffixes in BASE.streets.items():
        assert suffixes
        assert name == name.strip()
        assert BASE.street(key_of(name)) is not None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("van ness", "Van Ness"),
        ("o'farrell", "O'Farrell"),
        ("OFARRELL", "O'Farrell"),
        ("saint francis", "St Francis"),
        ("03rd", "3rd"),
        ("twenty-fourth", "24th"),
        ("dr carlton b goodlett", "Dr Carlton B Goodlett"),
        ("la avanzada", "La Avanzada"),
        ("mlk", "Martin Luther King Jr"),
        ("nowhere", None),
    ],
)
def test_street(typed: str, name: str | None) -> None:
    assert BASE.street(key_of(typed)) == name


def test_suffixes_are_known() -> None:
    assert BASE.streets["Geary"] == {"St", "Blvd"}
    assert BASE.streets["Broadway"] == {""}


def test_ordinals_in_words() -> None:
    assert len(ORDINALS) == 48
    assert ORDINALS["eleventh"] == "11th"
    assert ORDINALS["fortysecond"] == "42nd"


@pytest.mark.parametrize(
    ("alias", "official"),
    [
        ("soma", ("South of Market",)),
        ("outer sunset", ("Sunset/Parkside",)),
        ("cow hollow", ("Marina",)),
        ("the richmond", ("Inner Richmond", "Outer Richmond")),
        ("castro/upper market", ("Castro/Upper Market",)),
    ],
)
def test_neighborhoods(alias: str, official: tuple[str, ...]) -> None:
    assert BASE.neighborhoods[key_of(alias)] == official


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("valenica", "Valencia"),
        ("divisidero", "Divisadero"),
        ("vanness", None),  # known, though written together
        ("valencia", None),
        ("nguyen", None),  # a surname
        ("kitchen", None),  # a word
        ("geay", None),  # too short to be sure
        ("24ht", None),  # never a number
        ("xylophone", None),
    ],
)
def test_correct_street(typed: str, read: str | None) -> None:
    correction = BASE.correct_street(typed)
    assert (correction.read if correction else None) == read


def test_correct_neighborhood() -> None:
    correction = BASE.correct_neighborhood("hayes vally")
    assert correction
    assert (correction.read, correction.reason) == ("Hayes Valley", "spelling")
    assert BASE.correct_neighborhood("hayes valley") is None


def test_correct_word_and_firm() -> None:
    word, firm = BASE.correct_word("kichen"), BASE.correct_firm("webcore")
    assert word
    assert firm
    assert (word.read, firm.read) == ("kitchen", "Webcor")


def test_streets_of_the_database() -> None:
    more = BASE.with_streets(
        [("ZEBULON", "Av"), ("09th", "Av"), ("mission", "St"), ("", None)]
    )
    assert more.streets["Zebulon"] == {"Ave"}
    assert more.street(key_of("zebulon")) == "Zebulon"
    assert more.streets["9th"] == BASE.streets["9th"]
    assert "09th" not in more.streets
    assert "Zebulon" not in BASE.streets


def test_words_of_the_database() -> None:
    more = BASE.with_words(["Flumoxer", "24", "naïve", "valencia"])
    assert more.is_word("flumoxer")
    assert more.correct_word("flumoxr")
    assert not more.is_word("valencia")
    assert not BASE.is_word("flumoxer")


def test_firms_of_the_database() -> None:
    correction = BASE.with_firms(["Zebrawood"]).correct_firm("zebrawod")
    assert correction
    assert correction.read == "Zebrawood"


@pytest.mark.parametrize(
    ("key", "known"),
    [
        ("kitchens", True),
        ("re-roof", True),
        ("four-story", True),
        ("lopez", False),
        ("cook", False),
    ],
)
def test_is_word(key: str, known: bool) -> None:
    assert BASE.is_word(key) is known
