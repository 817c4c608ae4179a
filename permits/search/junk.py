"""Lines that ask nothing of the permit record: probes, phone numbers, bare symbols."""

import re


def _all(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


# Escaping and bound parameters keep us safe from these; they are only not worth a
# search. Each pattern is chosen so that no description of building work matches.
_PROBES = _all(
    r"<\s*[/!?]?\s*(?:script|img|svg|iframe|body|html|a|b|div|style|input|form)\b",
    r"<\s*/?\s*(?:meta|link|object|embed|h\d|p|marquee|video|audio|xml)\b|<!doctype",
    r"\bjavascript\s*:|\bon(?:error|load|click|mouseover)\s*=",
    r"['\"]\s*\)*\s*(?:or|and)\s+['\"(]*\w*['\")]*\s*(?:=|like|is)",
    r"\b(?:or|and)\s+(\d+)\s*=\s*\1\b",
    r"\b(?:drop|alter|truncate|create)\s+(?:table|database|schema)\b",
    r"\bunion\s+(?:all\s+)?select\b|\bselect\s+\*\s+from\b",
    r"\bselect\s+[\w,\s().]+?\s+from\s+\w+\s*(?:;|--|where|$)",
    r"\b(?:insert\s+into|delete\s+from)\s+\w+|\bupdate\s+\w+\s+set\s+\w+\s*=",
    r"['\";]\s*--|;\s*(?:exec|shutdown|waitfor)\b|\bwaitfor\s+delay",
    r"\b(?:pg_)?sleep\s*\(|\.\./|\.\.\\|/etc/passwd|\bcmd\.exe\b",
    r"%00|%3c|%27|\\x[0-9a-f]{2}|&#?\w+;|\$\{|\{\{|\{%|#\{|\$\(|`",
)
_NO_SEARCH = _all(
    # Telephone numbers, with and without area code.
    r"(?:(?:tel|phone|call|fax)[.:\s]*)?(?:\+?1[\s.-]*)?(?:\(\d{3}\)|\d{3}[\s.-])"
    r"[\s.-]*\d{3}[\s.-]*\d{4}(?:\s*(?:x|ext\.?)\s*\d+)?",
    r"(?!(?:19|20)\d\d[01]\d)\+?1?[2-9]\d{2}[2-9]\d{6}",
    r"\d{3}[-.]\d{4}",
    # Latitude and longitude; there is no search by distance.
    r"\(?-?\d{1,3}\.\d+°?\s*[nsew]?\s*[,;\s]\s*-?\d{1,3}\.\d+°?\s*[nsew]?\)?",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"(?:https?://|www\.)\S+",
    r"([^\d])\1{5,}",
)
_LONGEST_WORD = 50


def is_junk(text: str) -> bool:
    if not any(character.isalnum() for character in text):
        return True
    if any(pattern.search(text) for pattern in _PROBES):
        return True
    if any(pattern.fullmatch(text) for pattern in _NO_SEARCH):
        return True
    return any(len(word) > _LONGEST_WORD for word in text.split()) and text.isascii()
