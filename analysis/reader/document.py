"""The PDF on standard input, opened by PDFium and by pypdf."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pypdf
import pypdfium2
from pypdf.errors import PyPdfError
from pypdfium2 import raw

from analysis.reader import page_tree

# Opens the file behind the descriptor again, with a position of its own.
PATH: Final = "/dev/stdin"

# What pypdf raises on files that are not what they should be.
UNREADABLE: Final = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Opened:
    """`pdf` draws and reads pages; `pages` are pypdf's dictionaries, if it can."""

    pdf: pypdfium2.PdfDocument

    @cached_property
    def pages(self) -> list[pypdf.generic.DictionaryObject]:
        try:
            return page_tree.pages(objects(), most=len(self.pdf))
        except UNREADABLE:
            return []

    def page(self, number: int) -> pypdf.generic.DictionaryObject | None:
        return self.pages[number - 1] if number <= len(self.pages) else None


@contextmanager
def opened() -> Iterator[Opened]:
    pdf = pypdfium2.PdfDocument(PATH)
    try:
        yield Opened(pdf)
    finally:
        pdf.close()


def objects() -> pypdf.PdfReader:
    """The file's objects; an owner's password alone does not lock them."""
    reader = pypdf.PdfReader(PATH)
    if reader.is_encrypted:
        reader.decrypt("")
    return reader


def refusal(error: pypdfium2.PdfiumError) -> dict[str, Any]:
    """Why PDFium did not open it, as a code of analysis/refusals.py."""
    code = getattr(error, "err_code", None)
    if code == raw.FPDF_ERR_PASSWORD:
        return {"refused": "password"}
    if code == raw.FPDF_ERR_SECURITY:
        return {"refused": "lock"}
    return {"refused": "brotli"} if _names_brotli() else {"broken": "damaged"}


def _names_brotli() -> bool:
    """Whether a filter of the file is Brotli's; PDFium knows none such."""
    sys.stdin.buffer.seek(0)
    end = b""
    while chunk := sys.stdin.buffer.read(1 << 20):
        if b"/BrotliDecode" in end + chunk:
            return True
        end = chunk[-16:]
    return False


def has_end() -> bool:
    """Whether it ends as a PDF does, with room for what mail programs append."""
    with open(PATH, "rb") as file:  # noqa: PTH123 - a descriptor more than a path
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        return b"%%EOF" in file.read()
