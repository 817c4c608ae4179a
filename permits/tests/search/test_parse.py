"""What holds for every line: totality, limits, corrections, the labelled set."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permits.search.parse import Query, parse
from permits.search.vocabulary import Vocabulary
from permits.tests.search import TODAY, read

JUNK = (
    "!!!",
    "....",
    "\U0001f6a7\U0001f6a7",
    "<img src=x onerror=alert(1)>",
    "<b>bold</b>",
    '" OR 1=1 --',
    "1 or 1=1",
    "1; DROP TABLE users",
    "' UNION SELECT password FROM auth_user --",
    "select * from permits",
    "admin'--",
    "../../etc/passwd",
    "%3Cscript%3E",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "415-555-0134",
    "(415) 555-0134",
    "+1 415 555 0134",
    "4155550134",
    "555-0134",
    "37.76, -122.43",
    "-122.41 37.77",
    "someone@example.com",
    "https://example.com/a",
    "aaaaaaaaaaaaaaaa",
    "a" * 5000,
)
EMPTY = ("", "   ", "\t\n", "\u200b\u200b", "\x00", "\ud800", "\ufeff")
# Each was read wrongly by a system before this one.
NOT_THAT = (
    ("2 bathroom remodel", "street_number"),
    ("bathroom renovation", "permit_type"),
    ("rear addition", "permit_type"),
    ("permits for kitchen remodel", "name"),
    ("status of permit 202109148812", "status"),
    ("0667014", "permit_number"),
    ("07/04/2021", "lot"),
    ("not issued", "status"),
    ("open deck", "status"),
    ("suspended ceiling", "status"),
    ("100 amp panel", "street_number"),
    ("4 story building", "street_number"),
    ("Mission Electric Co", "neighborhood"),
    ("over 200 amps", "min_cost"),
    ("under 3000 sq ft", "max_cost"),
)
TERMS = """123 24th mission st ave apt # 4 & and corner of block lot 3520 / - since 2020
over $50k in the noe valley permit 2021 by inc kitchen , : ' ½ \x00 \ud800"""
LINES = st.lists(st.sampled_from(TERMS.split()), max_size=20).map(" ".join)


@pytest.mark.parametrize("line", JUNK)
def test_junk(line: str) -> None:
    query = read(line)
    assert (query.kind, query.fields()) == ("junk", {})


@pytest.mark.parametrize("line", EMPTY)
def test_empty(line: str) -> None:
    assert read(line) == Query(raw="")


@pytest.mark.parametrize(("line", "field"), NOT_THAT)
def test_earlier_mistakes(line: str, field: str) -> None:
    assert field not in read(line).fields()


def assert_sound(query: Query) -> None:
    shown = json.dumps([query.raw, query.fields()], ensure_ascii=False)
    shown.encode("utf-8")  # raises for a lone surrogate
    assert "\\u0000" not in shown
    assert query.kind
    for correction in query.corrections:
        assert "\x00" not in correction.typed + correction.read
    assert len(query.raw) <= 200
    assert len(query.raw.split()) <= 16


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_is_read(line: str) -> None:
    assert_sound(read(line))


@given(LINES)
def test_any_words_are_read(line: str) -> None:
    assert_sound(read(line))


@given(LINES)
def test_reading_what_was_read_changes_nothing(line: str) -> None:
    once = read(line)
    again = read(once.raw)
    assert (again.kind, again.fields()) == (once.kind, once.fields())


@given(st.text(max_size=60))
def test_case_and_blanks_do_not_matter_to_numbers(noise: str) -> None:
    blanks = " " * (len(noise) % 7)
    assert read(f"{blanks}E202312345{blanks}") == read("e202312345".upper())


@pytest.mark.parametrize(
    "line",
    [
        "kitchen remodel " * 8000,
        "x" * 100_000,
        " " * 100_000,
        "1 " * 50_000,
        "\ud800" * 99_999,
    ],
)
def test_long_lines_are_cut(line: str) -> None:
    query = read(line)
    assert_sound(query)
    assert query.truncated or not query.raw


def test_sixteen_terms_are_not_cut() -> None:
    assert not read("deck " * 16).truncated
    assert read("deck " * 17).truncated


def test_spelling_is_told() -> None:
    (correction,) = read("900 valenica st").corrections
    assert (correction.typed, correction.read) == ("valenica", "Valencia")
    assert correction.reason == "spelling"


def test_a_former_name_is_told() -> None:
    (correction,) = read("army street").corrections
    assert (correction.typed, correction.read) == ("Army", "Cesar Chavez")
    assert correction.reason == "renamed"


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("army street", "street_name", "Army"),
        ("kichen remodel", "text", "kichen remodel"),
        ("900 valenica st", "street_name", "Valenica"),
        ("swinnerton", "name", "swinnerton"),
        ("noe vally deck", "text", "vally deck"),
    ],
)
def test_words_as_typed(line: str, field: str, value: str) -> None:
    query = parse(line, vocabulary=Vocabulary.base(), today=TODAY, correct=False)
    assert query.fields()[field] == value
    assert query.corrections == ()


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("how do i get a permit for a fence", True),
        ("is a permit needed for windows", True),
        ("kitchen remodel?", True),
        ("kitchen remodel", False),
        ("will", False),
    ],
)
def test_questions(line: str, asks: bool) -> None:
    assert read(line).is_question is asks


def test_years_follow_the_day_given() -> None:
    new_year = parse(
        "last month", vocabulary=Vocabulary.base(), today=dt.date(2030, 1, 5)
    )
    assert new_year.year_from == 2029


def _shared() -> Path:
    """The evaluation set, which is not part of the project."""
    beside = Path(__file__).parents[4] / "shared"
    shared = Path(os.environ.get("SFPERMITS_SHARED", beside)) / "eval"
    if not (shared / "search_dev.jsonl").exists():
        pytest.skip(f"no labelled queries at {shared}; set SFPERMITS_SHARED")
    return shared


def labelled() -> list[dict[str, Any]]:
    lines = (_shared() / "search_dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def score(predicted: Path) -> str:
    """The scorer's last line."""
    shared = _shared()
    scorer = [
        sys.executable,
        str(shared / "score_search.py"),
        str(shared / "search_dev.jsonl"),
        str(predicted),
    ]
    scored = subprocess.run(scorer, check=True, capture_output=True, text=True).stdout
    return scored.splitlines()[-1]


def test_labelled_queries(tmp_path: Path) -> None:
    predicted = tmp_path / "predicted.jsonl"
    predicted.write_text(
        "\n".join(json.dumps(_prediction(row)) for row in labelled()), "utf-8"
    )
    total = score(predicted)
    assert float(total.split("kind accuracy ")[1].split()[0]) >= 0.95, total
    assert float(total.split("exact fields ")[1].split()[0]) >= 0.90, total
    assert total.endswith("must-not violations 0"), total


def _prediction(row: dict[str, Any]) -> dict[str, Any]:
    query = read(row["query"] * row.get("query_repeat", 1))
    return {"id": row["id"], "kind": query.kind, "fields": query.fields()}
