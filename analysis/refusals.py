"""Why a file is not read, in words for people."""

from collections.abc import Sequence
from typing import Final

# The bytes at the start of a file that `not_a_pdf` looks at.
HEAD: Final = 1024

UNREADABLE: Final = "The file could not be read."
SHEET_UNREADABLE: Final = "This sheet could not be read."
NOT_TRIED: Final = (
    "This sheet was not tried, because too many sheets near it could not be read."
)
TOO_MANY_LOST: Final = (
    "Too many sheets could not be read. Print the set to a new PDF and try again."
)

_WORDS: Final = {
    "password": (
        "The file needs a password to be opened. Save it without a password; the City "
        "refuses locked files too."
    ),
    "lock": (
        "The file is locked in a way that is not known here. Save it without security; "
        "the City refuses locked files too."
    ),
    "sheets": "The file has more than {most:,} pages. Split the set.",
    "empty": "The file has no pages.",
    "damaged": (
        "The file is damaged: it may have been cut off on its way. Save or export it "
        "again."
    ),
    "brotli": (
        "The file is compressed with Brotli, which most programs, Bluebeam among them, "
        "cannot open. Export it again for PDF 1.7 or 2.0 without Brotli."
    ),
}

# Starts of files that are often sent in place of a PDF.
_OTHER_KINDS: Final = (
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"AC10", "an AutoCAD drawing"),
    (b"%!PS", "a PostScript file"),
    (b"{\\rtf", "a text document"),
    (b"<", "a web page"),
)


def none_read(problems: Sequence[str]) -> str:
    """Why a set is given up of whose sheets none could be read."""
    if len(problems) == 1:
        return f"It has one sheet. {problems[0]}"
    return (
        f"None of its {len(problems):,} sheets could be read. Of the first:"
        f" {problems[0]}"
    )


def words(code: object, *, most: int) -> str:
    """What a code of the reader means; `most` sheets are taken."""
    return _WORDS.get(str(code), UNREADABLE).format(most=most)


def not_a_pdf(head: bytes) -> str:
    """Why a file that begins so is no PDF; empty if it is one."""
    if head.startswith(b"%PDF-"):
        return ""
    if not head:
        return "The file is empty."
    if b"%PDF-" in head:
        return (
            "The file has something before the PDF begins, so it may be two kinds of "
            "file at once. Export it again."
        )
    for start, kind in _OTHER_KINDS:
        if head.lstrip().startswith(start):
            return f"The file is not a PDF: it looks like {kind}."
    return "The file is not a PDF."
