import datetime as dt

import pytest

from knowledge.sheets import Line, Publication, publications
from knowledge.sheets_dates import latest_date

BULLETIN = """\
AB-{n} {title}
NO. AB-{n}   :
DATE   :

April 3, 2013 (Updated 01/01/2023 for code references)
SUBJECT   :

Plan Review
TITLE   :

{title}
PURPOSE   :

To say how. See NO. AB-099.
"""
LABELS_FIRST = """\
INFORMATION SHEET
eee ene
NO. FS-06
DATE
CATEGORY

SUBJECT

November 2023
Fire Safety
Residential Decks in Rear Yards

sé
PURPOSE
"""
CODE = """\
2025
San Francisco Building Code

Amendments to the 2025 California Building Code
Operative date: January 1, 2026
"""


def read(text: str) -> list[Publication]:
    return publications([Line(line) for line in text.splitlines()])


@pytest.mark.parametrize(
    ("text", "number", "title", "effective"),
    [
        (
            "NO. G-01\nDATE : October 16, 2018\nSUBJECT : Signature\non Plans\nPURPOSE : x",
            "G-01",
            "Signature on Plans",
            dt.date(2018, 10, 16),
        ),
        (
            "No. FS-1\nDATE : 11/4/2025\nSUBJECT : General\nTITLE : Roof decks",
            "FS-01",
            "Roof decks",
            dt.date(2025, 11, 4),
        ),
        (
            "NO. 5-04\nDATE June 22, 2015\nSUBJECT Demolition",
            "S-04",
            "Demolition",
            dt.date(2015, 6, 22),
        ),
        (
            LABELS_FIRST,
            "FS-06",
            "Residential Decks in Rear Yards",
            dt.date(2023, 11, 1),
        ),
        (
            CODE,
            "SFBC 2025",
            "San Francisco Building Code 2025, amendments",
            dt.date(2026, 1, 1),
        ),
    ],
)
def test_reads_number_title_and_date(
    text: str, number: str, title: str, effective: dt.date
) -> None:
    (found,) = read(text)
    assert (found.number, found.title, found.effective) == (number, title, effective)
    assert found.problems == []


def test_a_file_may_hold_several() -> None:
    made = [
        BULLETIN.format(n=n, title=t) for n, t in (("028", "First"), ("031", "Second"))
    ]
    found = read("\n".join(made))
    assert [(each.number, each.title) for each in found] == [
        ("AB-028", "First"),
        ("AB-031", "Second"),
    ]
    assert found[0].effective == dt.date(2023, 1, 1)
    assert found[1].lines[0].text == "AB-031 Second"


def test_nothing_is_lost_between_publications() -> None:
    text = "Cover\n" + BULLETIN.format(n="028", title="One") * 2
    lines = text.splitlines()
    assert [line.text for each in read(text) for line in each.lines] == lines


@pytest.mark.parametrize(
    ("text", "title", "problem"),
    [
        ("City and County\nNEW RESTAURANTS\n1. Which?", "New restaurants", "number"),
        ("March 4, 2024", "Untitled", "neither title nor number"),
        ("See NO. G-01 there.", "Untitled", "neither title nor number"),
    ],
)
def test_says_what_it_did_not_find(text: str, title: str, problem: str) -> None:
    (found,) = read(text)
    assert found.title == title
    assert found.number is None
    assert problem in found.problems[0]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("May 5,2015", dt.date(2015, 5, 5)),
        ("November 2023", dt.date(2023, 11, 1)),
        ("March 1, 2001, revised 2/3/2004", dt.date(2004, 2, 3)),
        ("February 30, 2024", None),
        ("13/13/2024", None),
        ("none", None),
    ],
)
def test_dates(text: str, date: dt.date | None) -> None:
    assert latest_date(text) == date
