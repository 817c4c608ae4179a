import pytest

from knowledge.quote import Quote, Wanted, quote
from knowledge.retrieve.question import Concept

TEXT = """\
A deck needs a permit.
It may cost money.

## Height
A fence may be 6 feet high [G-20, item 2]. Fences keep dogs in.

- Barbed wire is prohibited.
- A wall is no fence.

1. Signs here, a sign there, and signs [G-04, table 1].
2. A sign of 9 feet is one.

## What these texts do not say
How high a hedge may be, and what a fence of wood costs.
"""


def wanted(*stems: str, asks_figure: bool = False) -> Wanted:
    concepts = [Concept(stem, {stem: 2.0}, 2.0) for stem in stems]
    known = {"fences": "fence", "decks": "deck", "higher": "high"}
    return Wanted(concepts, known, asks_figure)


def best(found: Quote) -> list[str]:
    return [part.text for block in found.blocks for part in block.parts if part.is_best]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (wanted("deck", "permit"), "A deck needs a permit."),
        (wanted("barb", "wire"), "Barbed wire is prohibited."),
        (
            wanted("fence", asks_figure=True),
            "A fence may be 6 feet high [G-20, item 2].",
        ),
        # The place in a list is no measure, nor is what a citation names.
        (
            wanted("sign", asks_figure=True),
            "2. A sign of 9 feet is one.",
        ),
        # What is left open is not what answers.
        (wanted("fence", "high"), "A fence may be 6 feet high [G-20, item 2]."),
    ],
)
def test_marks_the_sentence_that_answers(asked: Wanted, sentence: str) -> None:
    assert best(quote(TEXT, asked)) == [sentence]


def test_quotes_the_heading_that_the_words_stand_under() -> None:
    text = TEXT + "\n## Elsewhere\n" + "A hedge is no fence, and needs no permit. " * 12
    found = quote(text, wanted("hedge"))
    assert found.before
    assert found.blocks[0].is_heading
    assert found.blocks[0].parts[0].text == "Elsewhere"


def test_what_is_left_open_is_quoted_as_such() -> None:
    found = quote(TEXT, wanted("hedge"))
    assert best(found) == ["How high a hedge may be, and what a fence of wood costs."]
    heads = [block.parts[0].text for block in found.blocks if block.is_heading]
    assert heads[-1] == "What these texts do not say"


def test_a_window_stays_small_and_says_what_it_leaves_out() -> None:
    text = "\n\n".join(f"Sentence {n} speaks of many things here." for n in range(60))
    found = quote(text.replace("Sentence 30", "Fence 30"), wanted("fence"))
    assert (found.before, found.after) == (True, True)
    assert len(found.text) < 700
    assert "Fence 30" in found.text


def test_an_articles_first_sentence_is_its_answer() -> None:
    text = "Fences of up to 6 feet need no permit.\n\nFences of 7 feet need a permit."
    asked = wanted("fence", "permit", "need")
    assert best(quote(text, asked, opens_article=True)) == [
        "Fences of up to 6 feet need no permit."
    ]


@pytest.mark.parametrize("text", ["", " \n", "##"])
def test_quotes_nothing_of_nothing(text: str) -> None:
    assert quote(text, wanted("fence")).text in {"", "##"}
