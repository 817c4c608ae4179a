import pytest

from permits.entities.nicknames import same_given
from permits.entities.person_likeness import DIFFERENT, likeness
from permits.entities.person_name import NameOrder, PersonName, readings


def read(first: str, last: str) -> PersonName | None:
    """The name as written, without knowing which words are surnames."""
    names = readings(first, last)
    return names[0] if names else None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("Ada", "Quillfeather", ("QUILLFEATHER", "ADA", "", "")),
        ("ADA M.", "QUILLFEATHER", ("QUILLFEATHER", "ADA", "M", "")),
        ("", "Quillfeather, Ada", ("QUILLFEATHER", "ADA", "", "")),
        ("Quillfeather, Ada M", "", ("QUILLFEATHER", "ADA", "M", "")),
        ("Ada Quillfeather", "", ("QUILLFEATHER", "ADA", "", "")),
        ("", "Ada Quillfeather", ("QUILLFEATHER", "ADA", "", "")),
        ("Maria", "de la Peña", ("DELAPENA", "MARIA", "", "")),
        ("Maria de la Peña", "", ("DELAPENA", "MARIA", "", "")),
        ("Seán", "O'Tunney", ("OTUNNEY", "SEAN", "", "")),
        ("J.", "Orrin Jr.", ("ORRIN", "J", "", "JR")),
        ("Orrin, J. Sr", "", ("ORRIN", "J", "", "SR")),
        ("Tom", "Orrin III", ("ORRIN", "TOM", "", "III")),
        ("Mr. Tom", "Orrin, AIA", ("ORRIN", "TOM", "", "")),
        ("Wai Man", "Poon", ("POON", "WAIMAN", "", "")),
        ("WAI-MAN", "POON", ("POON", "WAIMAN", "", "")),
        ("WaiMan", "Poon", ("POON", "WAIMAN", "", "")),
        ("Clement Wai Man", "Poon", ("POON", "CLEMENT", "WAIMAN", "")),
        ("", "Orrin", ("ORRIN", "", "", "")),
    ],
)
def test_name_fields_are_read(
    first: str, last: str, expected: tuple[str, str, str, str]
) -> None:
    assert read(first, last) == expected


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("", ""),
        ("N/A", "N/A"),
        ("SEE", "ABOVE"),
        ("Owner", "Owner"),
        ("TO BE", "DETERMINED"),
        ("unknown", ""),
        ("same as", "above"),
        ("-", "."),
    ],
)
def test_a_stand_in_is_no_name(first: str, last: str) -> None:
    assert read(first, last) is None


def order() -> NameOrder:
    known = NameOrder()
    for given, surname, times in [
        ("ADA", "QUILLFEATHER", 40),
        ("TOM", "ORRIN", 40),
        ("MARTIN", "POON", 20),
        ("ADA", "MARTIN", 20),
        ("WAIMAN", "POON", 20),
    ]:
        known.learn(PersonName(surname, given, "", ""), times)
    return known


@pytest.mark.parametrize(
    ("first", "last", "surname"),
    [
        ("Quillfeather", "Ada", "QUILLFEATHER"),
        ("Poon", "Wai Man", "POON"),
        ("Orrin", "Ada", "ORRIN"),
        ("Martin", "Ada", "MARTIN"),
        ("Martin", "Orrin", "ORRIN"),  # either is a surname: as written
        ("Zed", "Yarrow", "YARROW"),  # neither is known: as written
        ("Orrin, Tom", "", "ORRIN"),
    ],
)
def test_swapped_fields_are_seen_from_the_other_rows(
    first: str, last: str, surname: str
) -> None:
    assert order().choose(readings(first, last)).surname == surname


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ROBERT", "BOB", True),
        ("BOB", "ROB", True),
        ("PATRICK", "PAT", True),
        ("PATRICIA", "PAT", True),
        ("PATRICK", "PATRICIA", False),
        ("STEVEN", "STEVE", True),
        ("STEPHEN", "STEVE", True),
        ("ADA", "IDA", False),
    ],
)
def test_short_forms(one: str, other: str, same: bool) -> None:
    assert same_given(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "at_least", "at_most"),
    [
        (("Ada", "Orrin"), ("ADA", "ORRIN"), 0, 0),
        (("A.", "Orrin"), ("Ada", "Orrin"), -1, 0),
        (("Tommy", "Orrin"), ("Thomas", "Orrin"), -1, 0),
        (("Ada", "Orrin"), ("Ada", "Orirn"), -3, -1),
        (("Ada B", "Orrin"), ("Ada B", "Orrin"), 1, 3),
        (("Ada B", "Orrin"), ("Ada C", "Orrin"), -5, -3),
        (("Clement Wai Man", "Poon"), ("Clement Wai-Man", "Poon"), 2, 4),
        (("Ada", "Orrin"), ("Ada", "Quill"), DIFFERENT, DIFFERENT),
        (("Ada", "Orrin"), ("Tom", "Orrin"), DIFFERENT, DIFFERENT),
        (("A", "Orrin"), ("Tom", "Orrin"), DIFFERENT, DIFFERENT),
    ],
)
def test_likeness(
    one: tuple[str, str], other: tuple[str, str], at_least: float, at_most: float
) -> None:
    mine, theirs = read(*one), read(*other)
    assert mine
    assert theirs
    assert at_least <= likeness(mine, theirs) <= at_most
    assert likeness(mine, theirs) == likeness(theirs, mine)
