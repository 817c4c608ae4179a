"""Sheet numbers as offices write them: G-0.01, A1.0, A-101, S2.1a, T24-1, or just 3."""

import re
from typing import Final

# One to three letters for the discipline (T24 is the energy code's), then figures in up
# to three parts, then a letter. Longer runs of figures are licences and jobs.
_NUMBER: Final = re.compile(
    r"(?P<discipline>T[-.]?24|[A-Z]{1,3})[-.]?\d{1,4}(?:[.-]\d{1,3}){0,2}-?[A-Z]{0,2}"
)
_DASHES: Final = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212", "------")
_EDGES: Final = ",;:()[]'\"*"
_RUN: Final = re.compile(r"\d+")
_FIGURE: Final = re.compile(r"[0-9]{1,3}")


def read(text: str) -> str | None:
    """The number as written, in capitals; None if the text is none."""
    plain = text.translate(_DASHES).strip(_EDGES).upper().removesuffix(".")
    return plain if _NUMBER.fullmatch(plain) else None


def is_figure(text: str) -> bool:
    """As "3" and "03": a number in sets that are numbered so, elsewhere a figure."""
    return bool(_FIGURE.fullmatch(text))


def key(number: str) -> str:
    """The same for A-1.0 and A1.0, or 3 and 03, which people take for one number."""
    if is_figure(number):
        return number.lstrip("0") or "0"
    return number.translate(_DASHES).upper().replace("-", "").replace(" ", "")


def shape(number: str) -> str:
    """How it is put together: "A#.#" of A2.1 and S3.0; a letter at its end is free."""
    bare = re.sub(r"(?<=\d)-?[A-Z]{1,2}$", "", number.upper())
    return _RUN.sub("#", re.sub(r"^[A-Z]+", "A", bare))


def at_start(title: str, *, like: str = "") -> str | None:
    """The number that a title begins with, as "A0.0 - COVER SHEET".

    A bare figure is one only where the sheet has one, in `like`.
    """
    first = re.split(r"[\s:_]", title.strip(), maxsplit=1)[0]
    if is_figure(first) and is_figure(like):
        return first
    return read(first)
