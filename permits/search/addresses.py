"""Addresses: a number and a street, with the unit in any position."""

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from permits.search.reading import Context, Fields, Found
from permits.search.streets import (
    Street,
    misspelt_street_at,
    street_at,
    unknown_street_at,
)
from permits.search.suffixes import SUFFIXES
from permits.search.tokens import Line, Span, Word
from permits.search.words import DIRECTIONS, FILLER, UNIT_MARKERS

_NUMBER = re.compile(
    r"""(?<![\w$.#/½-])
    (?:(?:the\s+)?(?P<block>\d{1,5})\s+(?:block|blk)(?:\s+of)?
     |(?P<first>\d{1,5})
      (?:\s?(?:-|to)\s?(?P<last>\d{1,5}))?
      (?P<half>\s?½|[\s-]1/2)?
      (?P<letter>-?[a-z]|\s[abcd](?=\s))?
     |(?P<word>one|two|three|four|five)
     )(?=[\s,\n]|$)\s*,?\s*""",
    re.VERBOSE,
)
_MARKER = "|".join(sorted(UNIT_MARKERS, key=len, reverse=True))
_VALUE = (
    r"(?P<unit>\d{1,5}(?:-?[a-z]{1,2}|-\d{1,4})?|[a-z]{1,2}(?:-?\d{1,5})?(?:-?[a-z])?)"
)
_UNIT = re.compile(
    rf"[\s,]*(?:(?:{_MARKER})(?:\.|\b)\s*(?:no\.?\s*)?\#?\s*|\#\s*){_VALUE}(?P<floor>)?(?![\w/])"
)
_BARE_UNIT = re.compile(
    r"[\s,]+(?:(?P<unit>\d{1,4}-?[a-z]?|\d-\d{1,4}|[a-z]-?\d{1,4}|ph\d*[a-z]?|[a-z])"
    r"(?=\s*(?:[,\n?.]|$))|(?P<floor>\d{1,2})(?:st|nd|rd|th)\s+fl(?:oor)?(?!\w))"
)
_UNIT_BEFORE = re.compile(
    rf"(?:(?:{_MARKER})(?:\.|\b)\s*\#?\s*|\#\s*){_VALUE}[\s,-]+(?:at\s+|of\s+|,\s*)?$"
)
_NUMBER_BEHIND = re.compile(
    r"[\s,]+(?:no\.?\s*|\#\s*)?(?P<first>\d{2,5})(?:\s?-\s?(?P<last>\d{1,5}))?(?=\s*(?:[,\n?.]|$))"
)
_NUMBER_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_YEARS = range(1950, 2050)


@dataclass(frozen=True, slots=True)
class _Address:
    number: str
    street: Street
    span: Span


def address(line: Line, context: Context) -> Found | None:
    words = line.words()
    read = _number_first(line, words, context) or _number_last(line, words, context)
    if read is None:
        return None
    street = read.street
    fields: Fields = {"street_number": read.number, "street_names": (street.name,)}
    if street.suffix:
        fields["street_suffix"] = street.suffix
    unit, span = _unit(line, read.span)
    if unit:
        fields["unit"] = unit.upper()
    return Found(fields, (span,), street.corrections)


def _number_first(
    line: Line, words: Sequence[Word], context: Context
) -> _Address | None:
    for match in _NUMBER.finditer(line.folded):
        at = next(
            (i for i, w in enumerate(words) if w.start >= match.end()), len(words)
        )
        street = _street(words, at, context, is_block=bool(match["block"]))
        if street:
            end = words[street.end - 1].end
            return _Address(_number(match), street, (match.start(), end))
    return None


def _street(
    words: Sequence[Word], at: int, context: Context, *, is_block: bool
) -> Street | None:
    vocabulary = context.vocabulary
    street = street_at(words, at, vocabulary, correct=context.correct)
    if street:
        is_thing = not is_block and _is_thing(street, words, context)
        return None if is_thing else _with_other_suffix(street, words)
    if at >= len(words) or not words[at].is_letters:
        return None
    if context.correct:
        sort = vocabulary.nearest_sort(words[at].key)
        street = misspelt_street_at(words, at, vocabulary)
        if street and (street.suffix or sort in {None, "street"}):
            return street
    return unknown_street_at(words, at, vocabulary)


def _with_other_suffix(street: Street, words: Sequence[Word]) -> Street:
    """As in "1 Market Plaza": a suffix or direction no such street has is dropped."""
    if street.end != len(words) - 1:
        return street
    key = words[street.end].key
    is_idle = key in DIRECTIONS or (key in SUFFIXES and not street.suffix)
    return dataclasses.replace(street, end=street.end + 1) if is_idle else street


def _is_thing(street: Street, words: Sequence[Word], context: Context) -> bool:
    """As "100 main panel", "2 garden walls": a number of things, not a house number."""
    if not street.plain or street.end >= len(words):
        return False
    follower = words[street.end].key
    if follower in FILLER or follower in UNIT_MARKERS:
        return False
    return context.vocabulary.is_word(follower)


def _number(match: re.Match[str]) -> str:
    if match["block"]:
        low = int(match["block"]) // 100 * 100
        return f"{low}-{low + 99}"
    if match["word"]:
        return _NUMBER_WORDS[match["word"]]
    number = match["first"]
    if match["last"]:
        return f"{number}-{_full(number, match['last'])}"
    if match["half"]:
        number += " 1/2"
    return number + (match["letter"] or "").strip(" -").upper()


def _full(first: str, last: str) -> str:
    """The end of a range as people write it: "1234-36" ends at 1236."""
    short = len(last) < len(first) and int(first[-len(last) :]) < int(last)
    return first[: -len(last)] + last if short else last


def _number_last(
    line: Line, words: Sequence[Word], context: Context
) -> _Address | None:
    """As "mission st 2500-2600": a number behind the street, at the end of a piece."""
    for at in range(len(words)):
        street = street_at(words, at, context.vocabulary, correct=context.correct)
        if street is None or street.plain:
            continue
        end = words[street.end - 1].end
        match = _NUMBER_BEHIND.match(line.folded, end)
        if match and not _is_year(match) and (street.suffix or at == 0):
            number = match["first"]
            if match["last"]:
                number += "-" + _full(number, match["last"])
            return _Address(number, street, (words[at].start, match.end()))
    return None


def _is_year(match: re.Match[str]) -> bool:
    last = match["last"] or match["first"]
    return int(match["first"]) in _YEARS and int(last) in _YEARS


def _unit(line: Line, span: Span) -> tuple[str | None, Span]:
    start, end = span
    behind = _UNIT.match(line.folded, end) or _BARE_UNIT.match(line.folded, end)
    unit = (behind["unit"] or behind["floor"]) if behind else ""
    if behind and not (unit.isdigit() and int(unit) in _YEARS):
        return unit, (start, behind.end())
    before = _UNIT_BEFORE.search(line.folded[:start])
    if before:
        return before["unit"], (before.start(), end)
    return None, span
