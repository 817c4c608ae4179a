"""The articles of our own words: their heads, citations and figures; nothing copied."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from knowledge import sheets
from knowledge.front_matter import FrontMatter, parse
from knowledge.load.files import find, read

CORPUS = Path(settings.BASE_DIR) / "knowledge/corpus"
TEXTS = Path(settings.SHARED_DIR) / "knowledge"
ARTICLES = sorted(CORPUS.glob("*.md"))

RESTAURANTS = "New Restaurant Permitting Process"
# What may be cited, with the date printed in it. A code's letters stand in citations,
# its letters and year in the head.
PUBLICATIONS: dict[str, str] = {
    "AB-001": "2023-01-01",
    "AB-004": "2022-12-15",
    "AB-005": "2023-01-01",
    "AB-009": "2023-01-01",
    "AB-010": "2023-01-01",
    "AB-028": "2023-01-01",
    "AB-031": "2023-01-01",
    "AB-032": "2023-01-01",
    "AB-035": "2023-01-01",
    "AB-036": "2023-01-01",
    "AB-093": "2023-12-13",
    "AB-110": "2024-08-21",
    "AB-112": "2023-01-01",
    "DA-02": "2025-03-26",
    "DA-03": "2016-08-01",
    "DA-04": "2024-07-24",
    "DA-05": "2024-04-29",
    "DA-07": "2014-09-02",
    "DA-09": "2015-04-02",
    "DA-10": "2015-04-02",
    "DA-11": "2016-01-29",
    "DA-12": "2018-05-25",
    "DA-13": "2016-01-29",
    "DA-14": "2016-01-29",
    "DA-15": "2023-12-06",
    "DA-16": "2025-03-24",
    "DA-19": "2018-01-25",
    "FS-01": "2024-07-24",
    "FS-03": "2023-12-06",
    "FS-04": "2014-04-21",
    "FS-05": "2015-09-30",
    "FS-06": "2023-11-01",
    "FS-07": "2015-11-17",
    "FS-12": "2023-05-05",
    "FS-13": "2024-04-09",
    "G-01": "2018-10-16",
    "G-02": "2018-10-22",
    "G-04": "2014-07-09",
    "G-05": "2013-01-08",
    "G-09": "2016-06-14",
    "G-13": "2023-11-08",
    "G-14": "2019-02-22",
    "G-15": "2014-04-01",
    "G-17": "2016-08-12",
    "G-19": "2014-11-03",
    "G-20": "2025-08-29",
    "G-21": "2019-05-09",
    "G-23": "2017-07-27",
    "G-27": "2018-08-28",
    "G-29": "2024-09-25",
    RESTAURANTS: "not dated",
    "S-03": "2013-12-18",
    "S-04": "2015-06-22",
    "S-05": "2025-11-04",
    "S-07": "2014-02-13",
    "S-09": "2015-05-05",
    "S-10": "2024-11-18",
    "S-11": "2018-04-06",
    "S-12": "2024-05-23",
    "S-14": "2017-02-28",
    "SFBC 2025": "2026-01-01",
    "SFEBC 2025": "2026-01-01",
    "SFEC 2025": "not dated",
    "SFGBC 2025": "2026-01-01",
    "SFMC 2025": "not dated",
    "SFPC 2025": "not dated",
}
# Struck through in print, and in the texts like all else.
REPEALED = {
    "SFBC 2025": ["table 1A-F", "1402.8", "1511.10", "3010.1"],
    "SFEBC 2025": [
        *("501.1.3", "501.6", "501.7", "501.8", "501.9"),
        *("503.1.1", "503.11.1", "503.19"),
    ],
    "SFGBC 2025": ["4.201.3", "5.201.1.1"],
}
# Names and titles that cannot be said otherwise, in lower case without punctuation.
NAMES = (
    "department of building inspection",
    "san francisco existing building code",
    "san francisco building code",
    "california building code",
    "construction and demolition debris recovery",
    "certificate of final completion and occupancy",
    "slope and seismic hazard zone protection act",
    "bureau of street use and mapping",
    "san francisco public utilities commission",
)
OPEN_QUESTIONS = "What these texts do not say"
COPIED = 8
FEWEST, MOST = 150, 450
# Characters. The longest sections and tables end within this.
REACH = 9_000

_CITATION = re.compile(r"\s*\[([^\]]*)\]")
_CITED = re.compile(
    rf"((?:AB|DA|FS|G|S)-\d+|{RESTAURANTS}(?=,)|SF[A-Z]*C)((?:,| )\s*)(\S.*)"
)
# In an article "3R" and "1A-A" are names; in a text a figure may touch its unit.
_FIGURE = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
_ANY_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
# What of a place in a code can be looked for: "table 1A-G", "106A.2", "5B", "327".
_MARK = re.compile(
    r"\b(?:table \d[A-Z]*-[A-Z]+|(?:table )?[A-Z]?\d+[A-Z]?(?:\.\d+)+|\d+[A-Z]|\d{3,4})\b",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\b\d+[A-Z]?(?:\.\d+)+\b")
_NUMBERED = re.compile(r"\b(?:AB|DA|FS|G|R|S)-\d+(?:\.\d+)?\b")
_WORD = re.compile(r"[a-z0-9]+(?:[-'./,:][a-z0-9]+)*")
# Figures that a text may have as a word.
_SPELLED = dict(
    re.findall(
        r"(\S+)=(\d+)",
        "one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10"
        " eleven=11 twelve=12 fifteen=15 twenty=20 twenty-five=25 thirty=30 sixty=60"
        " ninety=90 hundred=100",
    )
)

each_article = pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
with_texts = pytest.mark.skipif(
    not TEXTS.is_dir(), reason="no City texts beside the project"
)


def article(path: Path) -> tuple[FrontMatter, str]:
    return parse(path.read_text("utf-8"))


def blocks(body: str) -> list[str]:
    """Its headings, paragraphs and items of lists, each on one line."""
    made = re.split(r"\n\s*\n|\n(?=\s*(?:[-*#|]|\d+\.)\s)", body)
    return [" ".join(block.split()) for block in made if block.strip()]


def citations(block: str) -> Iterator[tuple[str, str]]:
    """Publication, as in the table, and place of each citation."""
    for cited in _CITATION.findall(block):
        found = _CITED.fullmatch(cited)
        assert found, f"[{cited}] is not [publication, place]"
        publication, between, place = found.groups()
        is_code = publication.startswith("SF")
        assert is_code or between.startswith(","), f"[{cited}] lacks its comma"
        name = f"{publication} 2025" if is_code else publication
        assert name in PUBLICATIONS, f"[{cited}]: {name} is not in the table"
        yield name, place


def uncited(text: str) -> str:
    return _CITATION.sub("", text)


def named(head: FrontMatter) -> list[str]:
    return [each.strip() for each in head.publication.split(";")]


def figures(text: str) -> set[str]:
    """Its figures, but for those in the names of sheets and of occupancy groups."""
    return plain(_FIGURE.findall(_NUMBERED.sub("", text)))


def plain(found: list[str]) -> set[str]:
    return {figure.replace(",", "").removesuffix(".00") for figure in found}


def test_there_are_articles() -> None:
    assert ARTICLES


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("A fee [G-20, table 1].", [("G-20", "table 1")]),
        ("Exempt [SFBC 106A.2, item 2].", [("SFBC 2025", "106A.2, item 2")]),
        ("Exempt [SFBC, 106A.2].", [("SFBC 2025", "106A.2")]),
        (
            "Ask [New Restaurant Permitting Process, question 3].",
            [(RESTAURANTS, "question 3")],
        ),
        (
            "Two [G-01, section A] [S-09, item 1].",
            [("G-01", "section A"), ("S-09", "item 1")],
        ),
        ("None.", []),
    ],
)
def test_reads_citations(block: str, expected: list[tuple[str, str]]) -> None:
    assert list(citations(block)) == expected


@pytest.mark.parametrize(
    ("cited", "message"),
    [
        ("G-20", "is not"),
        ("table 1, G-20", "is not"),
        ("G-20 table 1", "lacks its comma"),
        ("G-99, item 1", "is not in the table"),
        ("SFXC 1.1", "is not in the table"),
    ],
)
def test_refuses_other_brackets(cited: str, message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        list(citations(f"A fact [{cited}]."))


def test_finds_copies_and_figures() -> None:
    said = "Fences not over 6 feet high are exempt from permits."
    copy = "In short, fences not over 6 feet (1829 mm) high are exempt."
    assert not set(sequences(said)) & set(sequences(copy))
    assert set(sequences(said)) & set(sequences(said.replace("6 feet", "6\nFEET,")))
    assert figures("3R, R-3, FS-05, table 1A-A, $1,500.00 and 2.5 feet") == {
        "1500",
        "2.5",
    }
    assert blocks("One\nline.\n\n- a\n  b\n- c") == ["One line.", "- a b", "- c"]


@each_article
def test_head(path: Path) -> None:
    head, _ = article(path)
    publications = named(head)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem)
    assert not [each for each in publications if each not in PUBLICATIONS]
    printed = head.effective.isoformat() if head.effective else "not dated"
    assert printed == PUBLICATIONS[publications[0]], publications[0]
    assert head.checked >= (head.effective or dt.date.min)
    assert len(head.topics) >= 3


@each_article
def test_body(path: Path) -> None:
    _, body = article(path)
    made = blocks(body)
    headings = [block for block in made if block.startswith("#")]
    assert body.isascii(), sorted(set(re.findall(r"[^\x00-\x7f]", body)))
    assert not made[0].startswith(("#", "-", "|")), "the answer comes first"
    assert headings
    assert not [block for block in made if "**" in block or block.startswith("|")]
    assert all(re.match(r"## \S", heading) for heading in headings), headings
    assert not made[-1].startswith("#"), "a heading with nothing under it"
    assert f"## {OPEN_QUESTIONS}" not in headings[:-1], "it is the last heading"
    assert FEWEST <= len(uncited(body).split()) <= MOST, len(uncited(body).split())


@each_article
def test_citations(path: Path) -> None:
    head, body = article(path)
    cited = {name for name, _ in citations(body)}
    assert cited == set(named(head)), "the head names those that are cited"


@each_article
def test_nothing_repealed_is_cited(path: Path) -> None:
    _, body = article(path)
    cited = [
        (name, place)
        for name, place in citations(body)
        for repealed in REPEALED.get(name, [])
        if re.search(rf"(?<![\w.]){re.escape(repealed)}(?![\w.])", place)
    ]
    assert not cited


@each_article
def test_figures_are_cited(path: Path) -> None:
    _, body = article(path)
    bare = [
        block
        for block in blocks(body)
        if figures(uncited(block)) and not block.startswith("#")
        if not list(citations(block))
    ]
    assert not bare


@cache
def texts() -> dict[str, str]:
    """The text of each publication; copies of one are put together."""
    made: dict[str, str] = {}
    for file in find([TEXTS]):
        if file.form == "text":
            for each in sheets.publications(read(file).lines):
                text = "\n".join(line.text for line in each.lines)
                number = each.number or each.title.title()
                made[number] = made.get(number, "") + "\n" + text
    return made


@cache
def cited_text(publication: str, place: str) -> str:
    """All of a sheet; of a code what stands within reach of the sections named."""
    text = texts()[publication]
    marks = _MARK.findall(place) if publication.startswith("SF") else []
    near = ""
    for mark in (re.escape(mark).replace(r"\ ", r"\s+") for mark in marks):
        starts = rf"^\s*(?:section\s+)?{mark}\b"
        found = list(re.finditer(starts, text, re.IGNORECASE | re.MULTILINE))
        for at in found or re.finditer(rf"\b{mark}\b", text, re.IGNORECASE):
            near += text[at.start() : at.start() + REACH] + "\n"
    return near or text


@cache
def text_figures(publication: str, place: str) -> set[str]:
    text = cited_text(publication, place)
    spelled = {_SPELLED[word] for word in _SPELLED if word in text.lower()}
    return plain(_ANY_FIGURE.findall(text)) | spelled


def words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def sequences(text: str) -> Iterator[tuple[str, ...]]:
    """Each run of as many words as make a copy; none goes through a name."""
    said = " ".join(words(text))
    for name in NAMES:
        said = said.replace(name, "\n")
    for part in said.split("\n"):
        run = part.split()
        yield from zip(*(run[at:] for at in range(COPIED)), strict=False)


@cache
def city_sequences() -> frozenset[tuple[str, ...]]:
    return frozenset(each for text in texts().values() for each in sequences(text))


@with_texts
def test_the_table_is_that_of_the_texts() -> None:
    printed = {
        each.number: each.effective.isoformat() if each.effective else "not dated"
        for file in find([TEXTS])
        if file.form == "text"
        for each in sheets.publications(read(file).lines)
        if each.number
    }
    expected = {key: PUBLICATIONS[key] for key in PUBLICATIONS if key != RESTAURANTS}
    assert expected == printed


@with_texts
@each_article
def test_nothing_is_copied(path: Path) -> None:
    _, body = article(path)
    copied = [
        " ".join(each)
        for block in blocks(body)
        for each in sequences(uncited(block))
        if each in city_sequences()
    ]
    assert not copied


@with_texts
@each_article
def test_figures_are_those_of_the_texts(path: Path) -> None:
    _, body = article(path)
    wrong = []
    for block in blocks(body):
        cited = [text_figures(*citation) for citation in citations(block)]
        if cited and (unknown := figures(uncited(block)) - set().union(*cited)):
            wrong.append((sorted(unknown), block))
    assert not wrong


@with_texts
@each_article
def test_sections_are_those_of_the_texts(path: Path) -> None:
    _, body = article(path)
    wrong = [
        (name, section)
        for name, place in citations(body)
        for section in _SECTION.findall(place)
        if section not in texts()[name]
    ]
    assert not wrong
