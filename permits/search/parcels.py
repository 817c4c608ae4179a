"""Assessor's block and lot, however they are written."""

import re

from permits.search.reading import Context, Fields, Found
from permits.search.tokens import Line


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


_NUMBERED = r"\s*(?:numbers?|num|no\b|id|\#)?[.:\s\#]*"
_LABEL = rf"""(?:(?:assessor'?s?\s+)?
    (?:parcels?|apn|(?:map)?bl(?:oc)?k\s*[-/]?\s*lot){_NUMBERED})"""
_BLOCK = rf"""(?:assessor'?s?\s+)?(?:block|blk)s?{_NUMBERED}
    (?P<block>\d{{1,4}}[a-z]?)(?=lo?t|\b)"""
_LOT = rf"""(?:lot|lt)s?{_NUMBERED}(?P<lot>\d{{1,4}}[a-z]?)(?!\w)
    (?:\s*(?P<joint>-|to|thru|through|and|&|,)\s*(?P<last>\d{{1,4}}[a-z]?)(?!\w))?"""
# Further lots of a run: "030-033", "030 to 033".
_RUN = r"""(?:\s*(?P<joint>-|to\b|thru\b|through\b)\s*(?P<last>\d{1,4}[a-z]?)(?!\w))"""
_FULL_BLOCK = r"(?P<block>\d{4}[a-z]?)"
_FULL_LOT = r"(?P<lot>\d{3}[a-z]?)"
_SHORT_BLOCK = r"(?P<block>\d{3,4}[a-z]?)"

_ANYWHERE = (
    _pattern(rf"(?<!\w){_BLOCK}[\s,;/&-]*(?:and\s+)?{_LOT}"),
    _pattern(rf"(?<!\w){_LOT}[\s,;/&-]*(?:(?:and|of|in|on)\s+)?{_BLOCK}"),
    _pattern(
        rf"""(?<!\w)(?:{_LABEL}|(?<![/.-])){_SHORT_BLOCK}\s?/\s?
        (?P<lot>\d{{1,3}}[a-z]?){_RUN}(?![\w/])"""
    ),
    _pattern(
        rf"""(?<!\w){_LABEL}{_SHORT_BLOCK}\s*[-/\s]\s*
        (?P<lot>\d{{1,4}}[a-z]?)(?:-\d{{1,3}})?(?!\w)"""
    ),
    _pattern(rf"(?<!\w){_LABEL}{_FULL_BLOCK}{_FULL_LOT}(?!\w)"),
    _pattern(rf"(?<!\w){_SHORT_BLOCK}[\s,/-]*{_LOT}"),
    _pattern(rf"(?<![\w/.-]){_SHORT_BLOCK}\s?/\s?(?P<lot>\d{{1,3}}[a-z]?)(?![\w/])"),
    # "2500 block of mission" has its number in front and is an address.
    _pattern(rf"(?<![\w-])(?<!\d\s){_BLOCK}"),
)
# Written bare, two numbers are a parcel only if there is nothing else but a label.
_ALONE = (
    _pattern(rf"{_FULL_BLOCK}\s*-\s*(?P<lot>\d{{2,3}}[a-z]?)"),
    _pattern(rf"{_FULL_BLOCK}\s*[\s,]\s*(?P<lot>\d{{2,3}}[a-z]?)"),
    _pattern(rf"{_FULL_BLOCK}{_FULL_LOT}"),
    _pattern(rf"(?P<block>\d{{3}}[a-z]?)-{_FULL_LOT}"),
)
_WRAPPING = _pattern(
    r"""^(?:(?:show|find|all|permits?|property|history|report|at|for|on|of|the|parcel|\#)
    \s+)*|(?:\s+(?:permits?|history|report|parcel))*$"""
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def parcel(line: Line, _: Context) -> Found | None:
    for pattern in _ANYWHERE:
        match = pattern.search(line.folded)
        if match:
            return Found(_fields(match), (match.span(),))
    bare = _WRAPPING.sub("", line.folded.strip(" .,?!#"))
    for pattern in _ALONE:
        match = pattern.fullmatch(bare)
        if match:
            return Found(_fields(match), ((0, len(line.folded)),))
    return None


def _fields(match: re.Match[str]) -> Fields:
    groups = match.groupdict()
    fields: Fields = {"block": _padded(groups["block"], 4)}
    lot, last = groups.get("lot"), groups.get("last")
    if lot:
        fields["lot"] = _padded(lot, 3)
    if lot and last and _is_run(lot, last, groups["joint"]):
        fields["lot"] = _run(lot, last)
    return fields


def _is_run(first: str, last: str, joint: str) -> bool:
    """As "10-14" is a run of lots; "10, 14" are two, of which the first is kept."""
    if joint in {"and", "&", ","}:
        return first.isdigit() and last.isdigit() and int(last) == int(first) + 1
    return _padded(last, 3) != _padded(first, 3)


def _run(first: str, last: str) -> str:
    """Upwards, whichever end was typed first."""
    ends = sorted(_padded(end, 3) for end in (first, last))
    return "-".join(ends)


def _padded(number: str, width: int) -> str:
    digits = number.rstrip(_LETTERS)
    return (digits.zfill(width) + number[len(digits) :]).upper()
