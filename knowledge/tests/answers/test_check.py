import pytest

from knowledge.answers.check import Checked, check, complete, is_true
from knowledge.llm import Block, Citation, Source

FENCES = (
    "Fences not over 6 feet (1829 mm) high\nat the rear need no permit. Ask dbi@sf.gov."
)
DECKS = "A deck over 30 inches needs a permit. The fee is $1,040.50."
SOURCES = [
    Source("SFBC 2025", "/knowledge/sfbc/#a", FENCES),
    Source("S-10", "/knowledge/s-10/#b", DECKS),
]
HIGH = Citation(0, "Fences not over 6 feet (1829 mm) high at the rear need no permit.")
DECK = Citation(1, "A deck over 30 inches needs a permit.")


def block(text: str, *citations: Citation) -> Block:
    return Block(text, citations)


def texts(found: Checked) -> list[str]:
    return [each.text for each in found.statements]


@pytest.mark.parametrize(
    ("citation", "true"),
    [
        (HIGH, True),
        (Citation(0, "  high at the\n\nrear need "), True),
        (Citation(1, HIGH.text), False),
        (Citation(0, "Fences ... need no permit."), False),
        (Citation(0, "Fences … need no permit."), False),
        (Citation(0, "fences not over 6 feet"), False),
        (Citation(2, HIGH.text), False),
        (Citation(-1, DECK.text), False),
        (Citation(0, "permit"), False),
        (Citation(0, ""), False),
        (Citation(0, "Fences not over 8 feet"), False),
    ],
)
def test_a_citation_is_compared_with_its_own_source(
    citation: Citation, *, true: bool
) -> None:
    assert is_true(citation, SOURCES) is true


def test_each_sentence_has_its_quotations() -> None:
    found = check(
        [
            block("In short, "),
            block("a fence of up to 6 feet needs none", HIGH),
            block(". A deck over 30 inches does.", DECK),
        ],
        SOURCES,
    )
    assert texts(found) == [
        "In short, a fence of up to 6 feet needs none.",
        "A deck over 30 inches does.",
    ]
    assert [[q.source for q in each.quotations] for each in found.statements] == [
        [0],
        [1],
    ]
    assert (found.dropped_quotations, found.dropped_statements) == (0, 0)


@pytest.mark.parametrize(
    ("blocks", "kept", "quotations", "statements"),
    [
        pytest.param([block("You need nothing at all.")], [], 0, 1, id="uncited"),
        pytest.param(
            [block("A fence is fine.", Citation(0, "is fine, always"))],
            *([], 1, 1),
            id="wrong quotation",
        ),
        pytest.param(
            [block("A fence may be 8 feet high.", HIGH)], [], 0, 1, id="other figure"
        ),
        pytest.param(
            [block("Pay $1,040.50, or $1040.5.", Citation(1, "The fee is $1,040.50."))],
            *(["Pay $1,040.50, or $1040.5."], 0, 0),
            id="one sum in two ways",
        ),
        pytest.param(
            [block("See www.evil.example for it.", HIGH)], [], 0, 1, id="address"
        ),
        pytest.param(
            [block("Write to dbi@sf.gov.", HIGH)],
            *(["Write to dbi@sf.gov."], 0, 0),
            id="address that is there",
        ),
        pytest.param(
            [
                block("A fence needs no permit", HIGH),
                block(" unless it is pretty", Citation(0, "if it is pretty")),
                block(". A deck does.", DECK),
            ],
            *(["A deck does."], 1, 1),
            id="a sentence that lost its condition",
        ),
        pytest.param(
            [block("A deck does.", DECK), block(" The documents do not say why.")],
            *(["A deck does.", "The documents do not say why."], 0, 0),
            id="what is not told",
        ),
        pytest.param(
            [block("The documents do not say.")], [], 0, 0, id="nothing is told"
        ),
        pytest.param(
            [
                block("A deck does.", DECK),
                block(" The documents do not say that it costs $5."),
            ],
            *(["A deck does."], 0, 1),
            id="a figure in what is not told",
        ),
        pytest.param(
            [block("A deck does.", DECK, Citation(1, "made up words"))],
            *(["A deck does."], 1, 0),
            id="one of two quotations",
        ),
        pytest.param([], [], 0, 0, id="nothing"),
    ],
)
def test_what_is_not_supported_goes(
    blocks: list[Block], kept: list[str], quotations: int, statements: int
) -> None:
    found = check(blocks, SOURCES)
    assert texts(found) == kept
    assert found.dropped_quotations == quotations
    assert found.dropped_statements == statements


def test_lists_and_marks_become_plain_text() -> None:
    found = check(
        [
            block("**Two** cases:\n\n", DECK),
            block("- a deck over 30 inches;\n", DECK),
            block("- a *low* fence <b>not</b>\n", HIGH),
        ],
        SOURCES,
    )
    assert [(each.text, each.is_item) for each in found.statements] == [
        ("Two cases:", False),
        ("a deck over 30 inches;", True),
        ("a *low* fence <b>not</b>", True),
    ]
    assert len({each.paragraph for each in found.statements}) == 3


@pytest.mark.parametrize(
    ("text", "paragraphs", "items"),
    [
        ("A deck over\n30 inches does.", [0], 0),
        ("A deck does.\n\nA deck does.", [0, 1], 0),
        ("A deck does:\n- A deck\n  does.\n- A deck.", [0, 1, 2], 2),
        ("1. A deck does.\n2. A deck.", [0, 1], 2),
        ("A deck does.\nA deck does.", [0, 0], 0),
        ("A deck of\n30 inches.", [0], 0),
    ],
)
def test_paragraphs(text: str, paragraphs: list[int], items: int) -> None:
    found = check([block(text, DECK)], SOURCES).statements
    numbers = {each.paragraph for each in found}
    assert [sorted(numbers).index(each.paragraph) for each in found] == paragraphs
    assert sum(each.is_item for each in found) == items
    assert not any("\n" in each.text for each in found)


def test_while_it_is_written_the_open_sentence_waits() -> None:
    one = block("A deck over 30 inches needs one.", DECK)
    assert texts(complete([one], SOURCES)) == []
    two = [one, block(" A fence of 6 feet", HIGH)]
    assert texts(complete(two, SOURCES)) == [one.text]
    assert texts(complete([], SOURCES)) == []
