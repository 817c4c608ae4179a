"""Text as the city's clerks would have typed it: upper-case ASCII words."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^A-Z0-9]+")


def ascii_upper(text: str) -> str:
    """Upper case without accents; characters that have no ASCII form are dropped."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = text.encode("ascii", "ignore").decode("ascii")
    return text.upper()


def plain(text: str) -> str:
    """Upper-case words separated by single blanks; apostrophes and dots close up."""
    upper = ascii_upper(text).replace("'", "").replace(".", " ").replace("`", "")
    return _NOT_WORD.sub(" ", upper).strip()
