import pytest

from knowledge import quote_text
from knowledge.quote_text import Paragraph


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "One line that a page\nbroke here. And another.",
            [Paragraph(("One line that a page broke here.", "And another."))],
        ),
        (
            "## Height\nSix feet.\n- **One** item\n- [G-20] two\n  goes on",
            [
                Paragraph(("Height",), is_heading=True),
                Paragraph(("Six feet.",)),
                Paragraph(("One item",), is_item=True),
                Paragraph(("[G-20] two goes on",), is_item=True),
            ],
        ),
        (
            "2.   Fences not over 6 feet at the rear\nof the property.\n3.   Cases.",
            [
                Paragraph(("2. Fences not over 6 feet at the rear of the property.",)),
                Paragraph(("3. Cases.",)),
            ],
        ),
        (
            "Valuation      Fee\n$1 to $500     $10",
            [Paragraph(("Valuation      Fee", "$1 to $500     $10"), is_table=True)],
        ),
        ("\n \n", []),
    ],
)
def test_paragraphs(text: str, found: list[Paragraph]) -> None:
    assert quote_text.paragraphs(text) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("See Sec. 106A for it. It holds.", 2),
        ("At 49 South Van Ness Ave. Suite 500.", 1),
        ("It is 9.5 feet. Or less?  Yes.", 3),
        ("A. One thing", 1),
        ("no end", 1),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(list(quote_text.sentences(text))) == count


def test_nothing_of_a_text_is_lost_or_added() -> None:
    text = "No. 5. An owner, e.g. you; or\nanother (see 4.2). “Quoted.” Then: more?\n"
    units = [u for each in quote_text.paragraphs(text) for u in each.units]
    assert quote_text.folded(" ".join(units)) == quote_text.folded(text)


def test_a_very_long_sentence_is_parted_where_it_pauses() -> None:
    text = "; ".join(["a clause of this very long sentence"] * 20) + "."
    (paragraph,) = quote_text.paragraphs(text)
    assert len(paragraph.units) == 20


@pytest.mark.parametrize(
    ("quotation", "is_held"),
    [
        ("needs a permit", True),
        ("needs  a\npermit", True),
        ("needs … permit", False),
        ("needs ... permit", False),
        ("Needs a permit", False),
        ("", False),
        ("  ", False),
    ],
)
def test_a_quotation_is_word_for_word(quotation: str, *, is_held: bool) -> None:
    assert quote_text.holds("A deck needs\n a permit.", quotation) is is_held
