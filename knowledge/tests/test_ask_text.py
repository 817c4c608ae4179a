import pytest

from knowledge.ask_text import LONGEST, Asked


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  how high?\n\tcan it be ", "how high? can it be"),
        ("deck\0 permit", "deck permit"),
        ("de\u200bck \u202epermit\u2066\ufeff", "deck permit"),
        ("fence\x1b[31m", "fence [31m"),
        ("half \ud800 pair", "half pair"),
        ("no\u00a0break\u2028line", "no break line"),
        ("cafe\u0301", "caf\u00e9"),
        ("", ""),
        ("\u3042 \U0001f3e0", "\u3042 \U0001f3e0"),
    ],
)
def test_reads_any_text(typed: str, text: str) -> None:
    asked = Asked.of(typed)
    assert (asked.text, asked.was_cut) == (text, False)


@pytest.mark.parametrize("typed", ["", "   ", "?!", "\0\u202e", "\U0001f3e0"])
def test_what_has_no_word_is_no_question(typed: str) -> None:
    assert not Asked.of(typed)


def test_uses_the_first_two_thousand_characters() -> None:
    asked = Asked.of("fence " * 20_000)
    assert len(asked.text) <= LONGEST
    assert asked.was_cut
    assert not Asked.of("x" * LONGEST).was_cut
    assert Asked.of("x" * LONGEST + "y").was_cut


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("How high?", "how   high", True),
        ("Do I need a permit?!", "do i need a permit", True),
        ("windows, doors", "windows doors", True),
        ("is 1.5 feet ok", "is 15 feet ok", False),
        ("a 10% rise", "a 10 rise", False),
        ("lot 1/2", "lot 12", False),
        ("G-20", "G-21", False),
        ("owner's work", "owners work", False),
    ],
)
def test_what_makes_no_difference_gives_the_same_key(
    one: str, other: str, *, same: bool
) -> None:
    assert (Asked.of(one).sha256 == Asked.of(other).sha256) is same
