"""Scale notes: 1/4" = 1'-0", 1" = 20', 1:100, and that there is none (NTS)."""

import re
from typing import Final

_ALIKE: Final = str.maketrans("\u201c\u201d\u2033\u2019\u2018\u2032", "\"\"\"'''")
_LENGTH: Final = r"(?:\d+[ -])?\d+(?:\.\d+)?(?:\s?/\s?\d+)?"
_SCALE: Final = re.compile(
    rf"""{_LENGTH}\s*(?:"|''|IN\.?|INCH(?:ES)?)\s*=\s*\d+\s*
        (?:'|FT\.?|FEET|FOOT)(?:\s*-?\s*\d+\s*(?:"|''))?
    | (?<![\d:])1\s?:\s?(?:[1-9]\d{{0,3}})(?![\d:])
    | \bN\.?T\.?S\b\.? | \bNOT\ TO\ SCALE\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DEFERS: Final = re.compile(r"\bAS (?:NOTED|SHOWN|INDICATED)\b", re.IGNORECASE)


def notes(text: str) -> list[str]:
    """Each scale named in the text, in its order, as written."""
    return [" ".join(found[0].split()) for found in _SCALE.finditer(plain(text))]


def defers(text: str) -> bool:
    """Whether it says that the scale stands elsewhere ("as noted")."""
    return bool(_DEFERS.search(text))


def plain(text: str) -> str:
    return text.translate(_ALIKE)
