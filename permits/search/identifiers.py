"""Permit numbers and contractors' licences, however they are written."""

import re

from permits.search.reading import Context, Fields, Found
from permits.search.tokens import Line

_LABEL = r"""(?:(?:(?:building|electrical|plumbing|mechanical|site|trade|addend\w+)\s+)?
    (?:permit|application|appl|app|bpa|complaint|nov|tracking|reference
    |record)s?\s*(?:application\s*)?(?:numbers?|num|nr|no|id|\#)?\s*[.:\#]*\s*)"""
_ASKED = (
    r"(?:(?:what(?:'s|\s+is)\s+)?(?:the\s+)?status\s+(?:of|for)\s+(?:the\s+|my\s+)?)"
)
# Year, month, day and sequence, run together or printed in groups.
_DATED = r"""(?:19|20)\d\d[-\s./]?(?:0[1-9]|1[0-2])[-\s./]?(?:0[1-9]|[12]\d|3[01])
    [-\s./]?\d{3,4}"""
_TRADE = r"(?:ew|pm|pp|pw|mp|me|e|p|m|w|h)[-\s]?(?:\d{6,12}|(?:19|20)\d\d-\d{3,8})"
_OTHER_TRADE = r"[a-z]{2,3}-?(?:19|20)\d{6,10}"
_SITE = r"\d{7}[-\s]?s"
_LONG = r"(?:19|20)\d{10}|(?:19|20)\d{7}"

_BARE = re.compile(
    rf"""(?<![\w/.-]){_ASKED}?{_LABEL}?[\#]?\s?
    (?P<id>{_DATED}|{_LONG}|{_SITE}|{_TRADE}|{_OTHER_TRADE})(?:-?s\d?)?(?![\w-])""",
    re.VERBOSE,
)
# With a label in front, the old seven-digit numbers are permits too.
_LABELLED = re.compile(
    rf"(?<!\w){_ASKED}?{_LABEL}(?P<id>\d{{6,7}}|\d{{9}}|\d{{11,12}})(?![\w-])",
    re.VERBOSE,
)

_LICENSE_LABEL = r"""(?:(?:general\s+)?(?:contractor'?s?'?|architect'?s?|engineer'?s?
    |state|cslb|business|plumber'?s?|electrician'?s?)\s+)*(?:licen[sc]ed?|lic|cslb)(?!\w)\.?\s*
    (?:numbers?|num|nr|no|id)?\s*[.:\#]*\s*(?:is\s+)?(?:class\s+)?"""
_LICENSE = re.compile(
    rf"""(?<!\w)(?:(?:[abc]-?\d{{0,2}}\s+)?{_LICENSE_LABEL}
    |contractor\s*\#?\s*(?=\d{{5,7}}\b)|architect\s*\#?\s*(?=c-?\d))
    (?:(?P<architect>c-?\d{{5}})|(?:(?:a|b|c|c-?\d{{1,2}}|d-?\d{{1,2}})[-\s]?)?
    (?P<digits>\d{{4,8}}))(?![\w-])""",
    re.VERBOSE,
)
_CLASS = re.compile(
    rf"""(?<![\w-])(?:{_LICENSE_LABEL})?(?:class\s+)?c[-\s]?(?P<class>[2-9]|[1-6]\d)
    (?![\w-])(?:\s+licen[sc]ed?)?""",
    re.VERBOSE,
)
_LETTER_CLASS = re.compile(
    r"""(?<!\w)(?:licen[sc]e\s+)?class\s+(?P<class>[ab])
    (?=\s+(?:licen[sc]e|contractor)|$)""",
    re.VERBOSE,
)
_BARE_LICENSE = re.compile(
    r"\s*\#?\s*(?:[abc](?:-?\d{2})?[-\s]?)?(?P<digits>\d{6})\s*|\s*(?P<architect>c-?\d{5})\s*"
)


def permit_number(line: Line, _: Context) -> Found | None:
    match = _BARE.search(line.folded) or _LABELLED.search(line.folded)
    if match is None:
        return None
    number = re.sub(r"[-\s./]", "", match["id"]).upper()
    return Found({"permit_number": number}, (match.span(),))


def license_number(line: Line, _: Context) -> Found | None:
    match = _LICENSE.search(line.folded) or _BARE_LICENSE.fullmatch(line.folded)
    if match:
        groups = match.groupdict()
        # An architect's number is the letter and five figures; elsewhere the letter
        # in front is only the class of the licence.
        number = (
            (groups.get("architect") or groups["digits"])
            .lstrip("0")
            .replace("-", "")
            .upper()
        )
        return Found({"license": number}, (match.span(),)) if number else None
    return _license_class(line)


def _license_class(line: Line) -> Found | None:
    match = _CLASS.search(line.folded)
    if match:
        fields: Fields = {"license": f"C-{match['class']}"}
        return Found(fields, (match.span(),))
    match = _LETTER_CLASS.search(line.folded)
    if match:
        return Found({"license": match["class"].upper()}, (match.span(),))
    return None
