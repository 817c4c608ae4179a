"""EPR-002: text can be searched."""

import re
from collections.abc import Sequence
from typing import Final

from analysis import sheet_facts
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, listed, quote
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SheetFacts

_READS: Final = re.compile(r"[(\"']*[A-Za-z]{2,}[A-Za-z'/&-]*[.,:;)\"']*")
# Half of the words of an English sheet are letters; of a font without a table, hardly
# any read as words at all.
READS_WELL: Final = 0.25
# Of the letters that are drawn, so many have words that can be searched.
MOSTLY_WORDS: Final = 0.5
_TAKEN: Final = ("TrueType", "OpenType", "Type0")
_SHX: Final = re.compile(r"SHX", re.IGNORECASE)


def check(plan_set: PlanSet, _submission: Submission) -> Sequence[Finding]:
    drawings = [
        one for one in sheet_facts.of(plan_set).drawings if not one.sheet.problem
    ]
    closed = [one for one in drawings if one.sheet.unsearchable and not _has_words(one)]
    partly = [one for one in drawings if one.sheet.unsearchable and _has_words(one)]
    other = [one for one in drawings if one not in closed and _other_fonts(one)]
    shx = [one for one in drawings if _is_annotated(one)]
    found = []
    if closed:
        found.append(
            about("fail", f"Text cannot be searched on {called(closed)}.", closed)
        )
    if shx:
        why = f"Text of {called(shx)} is drawn in SHX fonts; only annotations have it."
        found.append(about("warn", why, shx))
    if other:
        names = sorted({name for one in other for name in _other_fonts(one)})
        why = (
            f"{called(other)}: text can be searched, but is set in {listed(names[:4])}."
        )
        found.append(about("warn", why, other))
    if partly:
        why = (
            f"{called(partly)}: there is text that can be searched, and much that looks"
            " like letters drawn as shapes. It may be hatching or symbols."
        )
        found.append(about("cannot tell", why, partly))
    return found or [about("pass", "Text on all sheets can be searched.")]


def _has_words(one: SheetFacts) -> bool:
    """Whether what is there reads as words, and is not a small part of the
    lettering.
    """
    words = [word.text for word in one.sheet.words]
    reading = [text for text in words if _READS.fullmatch(text)]
    if len(words) < sheet_facts.FEWEST_WORDS or len(reading) < READS_WELL * len(words):
        return False
    return sum(map(len, words)) >= MOSTLY_WORDS * one.sheet.drawn_letters


def _other_fonts(one: SheetFacts) -> list[str]:
    """Fonts that are neither TrueType nor OpenType; those of hidden text do not
    count.
    """
    sheet = one.sheet
    if sheet.hidden_words * 2 > len(sheet.words):
        return []
    # A page may name fonts that nothing on it is set in.
    used = {_plain(word.font) for word in sheet.words}
    return [
        f"{quote(font.name)} ({font.kind})"
        for font in sheet.fonts
        if not font.kind.startswith(_TAKEN) and _plain(font.name) in used
    ]


def _plain(name: str) -> str:
    """Without the six letters that mark a subset."""
    return name.split("+", 1)[-1]


def _is_annotated(one: SheetFacts) -> bool:
    return any(_SHX.search(mark.author) for mark in one.sheet.annotations)


RULE: Final = Rule(
    id="EPR-002",
    title="Text is searchable, in TrueType or OpenType fonts",
    severity="warn",
    meaning="Plan checkers search for code references; drawn letters are not found.",
    remedy="Use TrueType or OpenType fonts, or run text recognition over the set (in"
    " Bluebeam: Document, OCR) and save it.",
    source=exhibit_f("Drawing production"),
    check=check,
)
