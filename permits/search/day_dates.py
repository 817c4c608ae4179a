"""Full dates, of which the search needs the year: "07/12/2018", "July 2018"."""

import re

from permits.search.tokens import Line

YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_MONTH = r"""(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?
    |aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"""
_MM = r"(?:0?[1-9]|1[0-2])"
_DD = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATES = re.compile(
    rf"""(?<![\w/.-])(?:
      (?P<iso>{YEAR})[-/.]{_MM}(?:[-/.]{_DD})?
    | {_MM}[-/.]{_DD}[-/.](?P<us>{YEAR})
    | {_MM}/{_DD}/(?P<short>\d\d)
    | {_MM}/(?P<month>{YEAR})
    | (?:{_DAY}\s+)?{_MONTH}\s+(?:{_DAY},?\s+)?(?P<named>{YEAR})
    | (?:q[1-4]|fy|spring|summer|fall|autumn|winter)\s?(?P<quarter>{YEAR})
    )(?![\w/-])""",
    re.VERBOSE,
)
_LAST_SHORT_YEAR = 49


def dates_as_years(line: Line) -> Line:
    """The same line with every full date cut down to its year, blanks for the rest.

    Search knows years only; so "since 07/12/2018" becomes "since 2018".
    """

    def year_only(match: re.Match[str]) -> str:
        found = next(value for value in match.groupdict().values() if value)
        year = _century(found) if match["short"] else found
        return year.rjust(match.end() - match.start())

    if not any(character.isdigit() for character in line.folded):
        return line
    folded = _DATES.sub(year_only, line.folded)
    return (
        line
        if folded == line.folded
        else Line(_merge(line.typed, line.folded, folded), folded)
    )


def _merge(typed: str, before: str, after: str) -> str:
    return "".join(
        t if b == a else a for t, b, a in zip(typed, before, after, strict=True)
    )


def _century(short: str) -> str:
    return ("20" if int(short) <= _LAST_SHORT_YEAR else "19") + short
