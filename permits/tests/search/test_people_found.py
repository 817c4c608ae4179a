import pytest

from permits.search import people_found
from permits.search.parse import parse
from permits.search.people_found import Asked, find_people
from permits.search.vocabulary import Vocabulary
from permits.tests.search.asking import TODAY, read
from permits.tests.search.entity_rows import EntityFactory

pytestmark = pytest.mark.django_db


def names(text: str, *, exact: bool = False) -> list[str | None]:
    known = Vocabulary.base().with_firms(["tidewater"])
    query = parse(text, vocabulary=known, today=TODAY, correct=not exact)
    found = find_people(query, known, size=10, exact=exact)
    return [row.name for row in found.rows]


@pytest.fixture
def register(db: None) -> None:
    spelt = [{"name": "TIDEWATER ELEC.", "contacts": 3}]
    EntityFactory.create(
        name="Tidewater Electric Inc",
        kind="firm",
        spellings=spelt,
        licenses=["987654", "C12345"],
        business_numbers=["4455667"],
        permit_count=900,
    )
    for name, permits in (
        ("Tidewater Painting", 40),
        ("Jane Roe", 3),
        ("JANE ROE-SMITH", 500),
        ("Mary Jane Roe", 20),
        ("Roe & Sons", 7),
        ("Ada O'Brien", 2),
        ("A/C Works", 1),
        ("José Núñez", 1),
    ):
        EntityFactory.create(name=name, permit_count=permits)
    EntityFactory.create(name=None, spellings=[], licenses=["555666"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The whole name, then its beginning, then its words; of equals the busiest.
        ("jane roe", ["Jane Roe", "JANE ROE-SMITH", "Mary Jane Roe"]),
        ("roe jane", ["JANE ROE-SMITH", "Mary Jane Roe", "Jane Roe"]),
        ("Roe, Jane", ["Jane Roe", "JANE ROE-SMITH", "Mary Jane Roe"]),
        ("M. Roe", ["Mary Jane Roe", "JANE ROE-SMITH", "Roe & Sons", "Jane Roe"]),
        ("tidewat", ["Tidewater Electric Inc", "Tidewater Painting"]),
        ("tidewater painting", ["Tidewater Painting"]),
        ("painting tidewater", ["Tidewater Painting"]),
        ("tidewater elec", ["Tidewater Electric Inc"]),
        ("roe and sons", []),
        ("Roe & Sons", ["Roe & Sons"]),
        ("o'brien", ["Ada O'Brien"]),
        ("ada obrien", ["Ada O'Brien"]),
        ("a/c works", ["A/C Works"]),
        ("núñez", ["José Núñez"]),
        ("jose nunez", ["José Núñez"]),
        ("987654", ["Tidewater Electric Inc"]),
        ("C-10 987654", ["Tidewater Electric Inc"]),
        ("C-10 #0987654", ["Tidewater Electric Inc"]),
        ("license 987654", ["Tidewater Electric Inc"]),
        ("c12345", ["Tidewater Electric Inc"]),
        ("4455667", ["Tidewater Electric Inc"]),
        ("555666", [None]),
        ("98765", []),
        ("nobody", []),
        ("", []),
        ("!!", []),
        ("& | ! ( ) ' \\ :*", []),
        ("\0", []),
        ("100%", []),
    ],
)
def test_finds_the_best_first(
    register: None, text: str, expected: list[str | None]
) -> None:
    assert names(text) == expected


def test_a_slip_is_put_right_unless_all_is_taken_as_typed(register: None) -> None:
    assert names("tidewatr painting") == ["Tidewater Painting"]
    assert names("tidewatr painting", exact=True) == []


def test_what_a_row_says(register: None) -> None:
    found = find_people(read("987654"), Vocabulary.base(), size=5)
    (row,) = found.rows
    assert (row.matched, row.kind, row.permit_count) == ("number", "firm", 900)
    assert (row.roles, row.licenses) == (("contractor",), ("987654", "C12345"))
    assert (found.total, found.is_capped) == (1, False)


def test_of_a_common_word_the_busiest_are_looked_at(
    register: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_found, "MOST", 3)
    for number in range(9):
        EntityFactory.create(name=f"Acme {number}", permit_count=9 - number)
    EntityFactory.create(name="Zebra Acme", permit_count=2_000)
    EntityFactory.create(name="acme", permit_count=0)
    found = find_people(read("acme"), Vocabulary.base(), size=10)
    assert [row.name for row in found.rows][:2] == ["acme", "Acme 0"]
    assert "Zebra Acme" in [row.name for row in found.rows]
    assert found.is_capped


@pytest.mark.parametrize(
    ("text", "words", "initials", "numbers"),
    [
        ("J. T. Kelly", ("kelly",), ("j", "t"), ()),
        ("j", ("j",), (), ()),
        ("D'Arcy", ("darcy",), (), ()),
        ("Lic 1234567", ("lic", "1234567"), (), ()),
        ("B 775561", (), (), ("775561",)),
        ("#775561", (), (), ("775561",)),
        ("101 builders", ("101", "builders"), (), ()),
        ("12", ("12",), (), ()),
    ],
)
def test_what_is_looked_for(
    text: str,
    words: tuple[str, ...],
    initials: tuple[str, ...],
    numbers: tuple[str, ...],
) -> None:
    asked = Asked.of(text)
    assert (asked.words, asked.initials, asked.numbers) == (words, initials, numbers)
