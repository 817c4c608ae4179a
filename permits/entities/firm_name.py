"""A firm's name, reduced to what stays the same however it is written."""

import re
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from permits.entities.plain_text import ascii_upper
from permits.entities.trade_words import (
    FULL_WORD,
    LEGAL_FORMS,
    LONG,
    LONG_SPELLINGS,
    SMALL_WORDS,
    TRADE_WORDS,
)


class FirmName(NamedTuple):
    """`key`: all words, unabbreviated, no blanks. `proper`: those that are no trade.

    `letters` is the text as written, letters and digits only: a name cut off by a
    form's field width is a prefix of its full `letters`. `aliases` are the keys of
    the two names in "Ann Lee dba Lee Plumbing".
    """

    key: str
    proper: str
    trade: frozenset[str]
    letters: str
    aliases: tuple[str, ...]


_STATUS = re.compile(r"\*.*$")
_NOTES = re.compile(
    r"\((?:SUSPEND|REVOK|EXPIR|CANCEL|INACTIVE|DO NOT USE)[^)]*\)?"
    r"|\b(?:BOND|LIC(?:ENSE)?) SUSPEND\w*"
)
_DBA = re.compile(r"\b(?:D\s*[./]?\s*B\s*[./]?\s*A|DOING BUSINESS AS|AKA)\b\.?")
_SPACED_FORMS = (
    (re.compile(r"\bL[ .]+L[ .]+C\b\.?"), "LLC"),
    (re.compile(r"\bL[ .]+L[ .]+P\b\.?"), "LLP"),
    (re.compile(r"\bP[ .]+C\b\.?"), "PC"),
)
_JOIN_INITIALS = re.compile(r"\b([A-Z0-9]) (?=[A-Z0-9]\b)")
_NOT_WORD = re.compile(r"[^A-Z0-9]+")


@lru_cache(maxsize=200_000)
def _in_full(word: str, *, opening: bool) -> str:
    """The word unabbreviated; a trade word misspelt by one letter is put right."""
    full = FULL_WORD.get(word)
    if full or opening or len(word) < LONG:
        return full or word
    for spelling in LONG_SPELLINGS:
        if (
            word[0] == spelling[0]
            and abs(len(word) - len(spelling)) <= 1
            and OSA.distance(word, spelling, score_cutoff=1) <= 1
        ):
            return FULL_WORD[spelling]
    return word


def _words(text: str) -> list[str]:
    for pattern, form in _SPACED_FORMS:
        text = pattern.sub(form, text)
    text = text.replace("'", "").replace("&", " AND ").replace("+", " AND ")
    text = _NOT_WORD.sub(" ", text).strip()
    words = _JOIN_INITIALS.sub(r"\1", text).split()
    while len(words) > 1 and (words[-1] in LEGAL_FORMS or words[-1] in SMALL_WORDS):
        words.pop()
    return [word for word in words if word not in SMALL_WORDS]


def _key(words: list[str]) -> str:
    return "".join(_in_full(word, opening=i == 0) for i, word in enumerate(words))


def parse_firm(text: str) -> FirmName | None:
    """The firm's name, or None where the text names none ("N/A", "***")."""
    upper = ascii_upper(text).strip().lstrip("*").strip()
    upper = _NOTES.sub(" ", _STATUS.sub("", upper))
    parts = [words for part in _DBA.split(upper) if (words := _words(part))]
    if not parts or "".join(parts[0]) in {
        "NA",
        "NONE",
        "UNKNOWN",
        "TBD",
        "OWNER",
        "SELF",
    }:
        return None
    aliases = tuple(_key(words) for words in parts) if len(parts) > 1 else ()
    full = [_in_full(word, opening=i == 0) for i, word in enumerate(parts[-1])]
    if len(parts) > 1 and not TRADE_WORDS.intersection(full):
        full = [_in_full(word, opening=i == 0) for i, word in enumerate(parts[0])]
    proper = "".join(word for word in full if word not in TRADE_WORDS)
    return FirmName(
        key="".join(full),
        proper=proper,
        trade=TRADE_WORDS.intersection(full),
        letters="".join("".join(words) for words in parts),
        aliases=aliases,
    )
