"""Years: "since 2020", "last 3 years", "the 90s", "2018-2020"."""

import datetime as dt
import re
from collections.abc import Callable

from permits.search.day_dates import YEAR as _YEAR
from permits.search.reading import Context, Fields, Found
from permits.search.tokens import Line


def _phrase(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


# A verb of time goes with the year: "filed in 2023" is a date, not the status "filed".
_VERB = r"""(?:(?:issued|filed|approved|submitted|applied|dated|done|made|pulled|built)
    \s+)?"""
_START = rf"(?<![\w$-]){_VERB}"
_BARE = r"(?<![\w$-])"
_NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "couple": 2,
    "couple of": 2,
    "three": 3,
    "few": 3,
    "four": 4,
    "five": 5,
    "several": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_COUNT = (
    r"(?P<count>\d{1,2}|couple\s+of|" + "|".join(_NUMBERS.keys() - {"couple of"}) + ")"
)
_DAYS = {"day": 1, "week": 7, "month": 30.4}

_BETWEEN = _phrase(
    rf"""{_START}(?:between|from|in|during)\s+(?P<first>{_YEAR})
    \s*(?:-|to|and|through|thru|until|till)\s*(?P<last>{_YEAR})(?!\w)"""
)
_TO = _phrase(
    rf"""{_BARE}(?P<first>{_YEAR})\s*(?:to|through|thru|until|till)\s*
    (?P<last>{_YEAR})(?!\w)"""
)
_SINCE = _phrase(
    rf"""{_START}(?:since|(?:starting|beginning)(?:\s+in)?|>=)\s*(?P<year>{_YEAR})
    (?:\s*(?:on(?:wards?)?|forward))?(?!\w)"""
)
_FROM_ON = _phrase(
    rf"""{_BARE}(?:from\s+)?(?P<year>{_YEAR})\s*
    (?:on(?:wards?)|(?:and|or)\s+(?:later|after|newer|up)|\+
    |to\s+(?:now|present|today|date))(?!\w)"""
)
_AFTER = _phrase(
    rf"""{_START}(?:after|post|later\s+than|newer\s+than|>)[\s-]*
    (?P<year>{_YEAR})(?!\w)"""
)
_BEFORE = _phrase(
    rf"""{_START}(?:before|prior\s+to|earlier\s+than|older\s+than|pre|<)[\s-]*
    (?P<year>{_YEAR})(?!\w)"""
)
_UNTIL = _phrase(
    rf"""{_START}(?:until|till|through|thru|up\s+to|by|<=)\s*(?P<year>{_YEAR})(?!\w)"""
)
_OR_EARLIER = _phrase(
    rf"""{_BARE}(?P<year>{_YEAR})\s+(?:and|or)\s+(?:before|earlier|older)(?!\w)"""
)
_IN = _phrase(
    rf"""{_START}(?:in|during|for|from|within|year|throughout)[\s:]+
    (?:the\s+)?(?:year\s+)?(?P<year>{_YEAR})(?!\w|\s*-\s*\d)"""
)
_DECADE = _phrase(
    rf"""{_START}(?:(?P<open>since)\s+|in\s+)?(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?
    (?P<decade>(?:19[5-9]|20[0-4])0|'?[5-9]0)'?s(?!\w)"""
)
_LAST_N = _phrase(
    rf"""{_START}(?:in|over|during|within|from|for)?\s*(?:the\s+)?
    (?:last|past|previous|prior)\s+{_COUNT}\s+
    (?P<unit>year|yr|month|week|day|decade)s?(?!\w)"""
)
_N_AGO = _phrase(rf"""{_START}(?:about\s+)?{_COUNT}\s+(?:years|yrs)\s+ago(?!\w)""")
_NAMED = _phrase(
    rf"""{_START}(?:in|over|during|from|(?P<open>since))?\s*(?:the\s+)?
    (?P<which>last|past|this|current|previous|prior)\s+
    (?P<unit>year|decade|month|week)(?!\w)"""
)
_TODAY = _phrase(rf"""{_START}(?P<which>today|yesterday|year\s+to\s+date|ytd)(?!\w)""")
_ALONE = _phrase(
    rf"""(?<![\w$.\#/-])(?:year\s+)?(?P<first>{_YEAR})(?:\s*-\s*(?P<last>{_YEAR}))?
    (?![\w/-]|\.\d)"""
)


def _span_of_years(match: re.Match[str], _: dt.date) -> Fields:
    first = int(match["first"])
    last = int(match["last"] or first)
    return {"year_from": min(first, last), "year_to": max(first, last)}


def _since(match: re.Match[str], _: dt.date) -> Fields:
    return {"year_from": int(match["year"])}


def _after(match: re.Match[str], _: dt.date) -> Fields:
    return {"year_from": int(match["year"]) + 1}


def _before(match: re.Match[str], _: dt.date) -> Fields:
    return {"year_to": int(match["year"]) - 1}


def _until(match: re.Match[str], _: dt.date) -> Fields:
    return {"year_to": int(match["year"])}


def _in(match: re.Match[str], _: dt.date) -> Fields:
    return {"year_from": int(match["year"]), "year_to": int(match["year"])}


def _decade(match: re.Match[str], _: dt.date) -> Fields:
    first = int(match["decade"].strip("'").rjust(4, "x").replace("xx", "19"))
    if match["open"]:
        return {"year_from": first}
    return {"year_from": first, "year_to": first + 9}


def _last_n(match: re.Match[str], today: dt.date) -> Fields:
    count = _counted(match)
    unit = match["unit"]
    if unit in _DAYS:
        first = today - dt.timedelta(days=count * _DAYS[unit])
        return {"year_from": first.year}
    return {"year_from": today.year - count * (10 if unit == "decade" else 1)}


def _ago(match: re.Match[str], today: dt.date) -> Fields:
    year = today.year - _counted(match)
    return {"year_from": year, "year_to": year}


def _counted(match: re.Match[str]) -> int:
    count = match["count"]
    return int(count) if count.isdecimal() else _NUMBERS[" ".join(count.split())]


def _named(match: re.Match[str], today: dt.date) -> Fields:
    this = match["which"] in {"this", "current"}
    if match["unit"] == "decade":
        first = today.year // 10 * 10
        return {"year_from": first if this else today.year - 10}
    if match["unit"] != "year":
        days = 0 if this else _DAYS[match["unit"]]
        return {"year_from": (today - dt.timedelta(days=days)).year}
    year = today.year if this else today.year - 1
    if match["which"] == "past" or match["open"]:
        return {"year_from": year}
    return {"year_from": year, "year_to": year}


def _today(match: re.Match[str], today: dt.date) -> Fields:
    days = 1 if match["which"] == "yesterday" else 0
    return {"year_from": (today - dt.timedelta(days=days)).year}


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date], Fields]], ...]
_RULES = (
    (_BETWEEN, _span_of_years),
    (_TO, _span_of_years),
    (_FROM_ON, _since),
    (_OR_EARLIER, _until),
    (_SINCE, _since),
    (_AFTER, _after),
    (_BEFORE, _before),
    (_UNTIL, _until),
    (_IN, _in),
    (_DECADE, _decade),
    (_LAST_N, _last_n),
    (_N_AGO, _ago),
    (_NAMED, _named),
    (_TODAY, _today),
)


def years(line: Line, context: Context) -> Found | None:
    """Years with words that say what they are."""
    fields: Fields = {}
    spans = []
    for pattern, read in _RULES:
        match = pattern.search(line.folded)
        if match:
            line = line.without((match.span(),))
            fields = {**read(match, context.today), **fields}
            spans.append(match.span())
    return Found(fields, tuple(spans)) if spans else None


def bare_years(line: Line, context: Context) -> Found | None:
    """A year or two by themselves, once no address can claim the number."""
    match = _ALONE.search(line.folded)
    if match is None or int(match["first"]) > context.today.year + 1:
        return None
    return Found(_span_of_years(match, context.today), (match.span(),))
