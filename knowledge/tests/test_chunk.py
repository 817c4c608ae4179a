import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import chunk
from knowledge.chunk import Passage, article_passages, keys, passages
from knowledge.sheets import Line

CODE = """\
Chapter 1A
SECTION 106A - PERMITS
106A.2 Work exempt from permit. A building permit shall not be required for the following:
   1.   Sheds not over 100 square feet.
   2.   Fences not over 6 feet.
106A.3 Application for permit. To obtain a permit, the applicant shall file an application.
TABLE 1A-K - PENALTIES
8.    Work without permit: investigation fee:
   Code violations
9 times the Permit Issuance Fee
"""


def cut(text: str, page: int | None = None) -> list[Passage]:
    return passages([Line(line, page) for line in text.splitlines()])


def long(words: str, times: int) -> str:
    return "\n".join(f"   {n}.   {words} number {n} of them." for n in range(1, times))


def test_each_section_is_a_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunk, "LITTLE", 60)
    made = cut(CODE)
    assert [each.anchor for each in made] == [
        "s-106a-2",
        "s-106a-3",
        "table-1a-k-penalties",
    ]
    assert made[0].section == (
        "Chapter 1A",
        "SECTION 106A - PERMITS",
        "106A.2 Work exempt from permit",
    )
    assert made[0].context("Code").split(chunk.BETWEEN)[:2] == ["Code", "Chapter 1A"]
    assert "Sheds" in made[0].text
    assert "9 times" in made[2].text


def test_small_neighbours_stay_together() -> None:
    assert len(cut(CODE)) == 1


def test_a_long_list_is_cut_between_items_and_says_what_it_is_of() -> None:
    text = "The following are exempt:\n" + long("Sheds and playhouses", 120)
    made = cut(text)
    assert len(made) > 1
    assert all(each.text.lstrip()[0].isdigit() for each in made[1:])
    assert {each.lead for each in made} == {"", "The following are exempt"}


def test_a_row_is_never_cut() -> None:
    rows = [f"Re-roofing permit fee {n}   $ {n:,}.00   {'x' * 300}" for n in range(30)]
    made = cut("\n".join(rows))
    assert [line for each in made for line in each.text.splitlines()] == rows


def test_page_numbers_and_running_heads_are_left_out() -> None:
    lines = [
        line
        for page in range(1, 5)
        for line in (
            Line("INFORMATION SHEET G-20", page),
            Line(f"Rule {page} holds.", page),
            *[Line(f"More of {page} in line {n}.", page) for n in "abcdefghijkl"],
            Line(f"Page {page} of 4", page),
        )
    ]
    made = passages(lines)
    text = "\n".join(each.text for each in made)
    assert "INFORMATION SHEET" not in text
    assert "Page 2 of 4" not in text
    assert "More of 2 in line a." in text
    assert "Rule 3 holds." in text
    assert made[0].page == 1


def test_a_question_heads_its_answer() -> None:
    answer = "Ask the Planning Department first. " * 10
    made = cut(f"1. Which department is first?\n{answer}\n2. Who is next?\n{answer}")
    assert [each.section for each in made] == [
        ("1. Which department is first?",),
        ("2. Who is next?",),
    ]


def test_an_article_is_cut_at_its_headings() -> None:
    filler = "Plain words about it. " * 20
    made = article_passages(
        f"First.\n\n{filler}\n\n## Height\n\n{filler}\n\n### More\n\n{filler}"
    )
    assert [each.section for each in made] == [(), ("Height",), ("Height", "More")]
    assert [each.anchor for each in made] == ["text", "height", "more"]


def test_anchors_are_unique() -> None:
    filler = "Words that fill the section up to its end. " * 10
    made = cut(f"FEES AND COSTS\n{filler}\nFEES AND COSTS\n{filler}")
    assert [each.anchor for each in made] == ["fees-and-costs", "fees-and-costs-2"]


def test_keys_stay_where_the_words_do() -> None:
    one, two = Passage((), "One  word", "a"), Passage((), "Two words", "b")
    moved = Passage(("Elsewhere",), "One word", "c", page=9)
    first, second = keys("f", [one, two])
    assert keys("f", [two, moved]) == [second, first]
    assert keys("g", [one]) != [first]
    assert len(set(keys("f", [one, one]))) == 2


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)))
def test_every_line_is_in_one_passage(words: list[str]) -> None:
    lines = [f"{word} line {number} of text" for number, word in enumerate(words)]
    made = passages([Line(line) for line in lines])
    kept = [line for each in made for line in each.text.splitlines()]
    assert kept == [line.rstrip() for line in lines]


@given(st.integers(1, 4_000), st.integers(1, 300))
def test_none_is_too_long(count: int, width: int) -> None:
    made = passages([Line("x" * width)] * min(count, 400))
    assert all(len(each.text) <= chunk.MOST for each in made)
