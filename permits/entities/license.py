"""Licence and business registration numbers as they are written on permit forms."""

import re

_LABEL = re.compile(
    r"^(?:CA|CSLB|STATE)?\s*(?:LIC(?:ENSE|ENCE)?S?)?\s*(?:NO|NUM|NUMBER)?\s*[.:#\s]+"
)
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\d{4,7}")
_PROFESSIONAL = re.compile(r"(SE|GE|RCE|CE|PE|LS|[CSEMLAR])0*(\d{3,5})")
# A, B, B-2, C-4 to C-61 or D-1 to D-99, a blank or mark, then the number.
_CLASS_THEN_NUMBER = re.compile(
    r"^(?:A|B|B-?2|[CD]-?\d{1,2})[\s#,/-]+#?\s*0*(\d{5,7})$"
)
# Class and number in one: six digits, or seven that begin with 1.
_LETTER_CLASS = re.compile(r"[AB]0*(1\d{6}|\d{6})")
_TWO_DIGIT_CLASS = re.compile(r"[CD]\d\d([1-9]\d{5}|1\d{6})")
_ONE_DIGIT_CLASS = re.compile(r"[CD]\d0*([1-9]\d{5}|1\d{6})")
_ACCOUNT = re.compile(r"\d{4,10}")
_STAND_INS = frozenset(("123456", "1234567", "654321"))


def _stands_in(digits: str) -> bool:
    return len(set(digits)) == 1 or digits in _STAND_INS


def _contractor(digits: str) -> str:
    number = digits.lstrip("0")
    return number if _NUMBER.fullmatch(number) and not _stands_in(digits) else ""


def _glued(text: str) -> str:
    """The number of "C10987654" or "B775561": class and number without a blank."""
    if found := _LETTER_CLASS.fullmatch(text):
        return _contractor(found[1])
    found = _TWO_DIGIT_CLASS.fullmatch(text) or _ONE_DIGIT_CLASS.fullmatch(text)
    return _contractor(found[1]) if found else ""


def parse_license(text: str) -> str:
    """The licence as a key, or "" where there is none to compare.

    Contractors (State Licence Board): the digits, no leading zeros ("987654").
    Architects and engineers: letter and digits ("C12345", "S4567", "SE4567").
    A class alone ("C-10"), a stand-in ("000000", "EXEMPT") or other text is "".
    """
    upper = text.upper().strip()
    if not upper or not _DIGITS.search(upper):
        return ""
    upper = _LABEL.sub("", upper).strip(" #.:")
    if found := _CLASS_THEN_NUMBER.match(upper):
        return _contractor(found[1])
    compact = re.sub(r"[^A-Z0-9]", "", upper)
    if compact.isdigit():
        return _contractor(compact)
    found = _PROFESSIONAL.fullmatch(compact)
    if found and not _stands_in(found[2]):
        return found[1] + found[2]
    return _glued(compact)


def is_contractor(license_key: str) -> bool:
    """Whether a key of `parse_license` is a contractor's number."""
    return license_key.isdigit()


def parse_business_number(text: str) -> str:
    """The San Francisco business account number without leading zeros, or ""."""
    found = _DIGITS.search(text)
    if not found:
        return ""
    number = found[0].lstrip("0")
    return number if _ACCOUNT.fullmatch(number) and not _stands_in(found[0]) else ""
