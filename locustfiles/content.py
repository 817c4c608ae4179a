"""Whether an answer is the page that was asked for: cheap looks at its bytes.

The generator shares the machine with what it measures, so of a compressed page only
the start is read, where its title and its own address are.
"""

import zlib
from collections.abc import Iterable
from typing import Final

HEAD: Final = 3_000
# What zlib takes as "find out whether it is gzip".
_GZIP: Final = 31
REFUSED: Final = frozenset({403, 429})


def head(body: bytes, encoding: str) -> bytes:
    """Give the first bytes of the page, in lower case. Raises zlib.error."""
    if encoding == "gzip":
        body = zlib.decompressobj(_GZIP).decompress(body, HEAD)
    return body[:HEAD].lower()


def excerpt(body: bytes, encoding: str, most: int = 160) -> str:
    """Give a piece of a wrong answer for people: from its title on, if it has one."""
    try:
        start = head(body, encoding)
    except zlib.error:
        start = body
    text = " ".join(
        start[max(0, start.find(b"<title")) :].decode(errors="replace").split()
    )
    return text[:most]


def error(
    status: int, body: bytes, encoding: str, marks: Iterable[bytes], wanted: int = 200
) -> str:
    """Tell in a few words what is wrong with an answer; "" if nothing is."""
    if status != wanted:
        kind = "refused" if status in REFUSED else "status"
        return f"{kind} {status} instead of {wanted}"
    if not body:
        return "empty page"
    try:
        start = head(body, encoding)
    except zlib.error:
        return "compressed page cannot be read"
    for mark in marks:
        if mark not in start:
            return "another page than was asked for"
    return ""
