"""The file's structure: what analysis.plan_set.PlanSet has beside its sheets."""

from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
from pypdfium2 import raw

from analysis.reader import catalog, document

MOST_BOOKMARKS: Final = 5_000
_DEEPEST_BOOKMARK: Final = 15
_MOST_ATTACHMENTS: Final = 1_000
_LONGEST: Final = 200

# PDF 32000-1, table 22: the bit of each thing that a file may allow.
_PERMISSIONS: Final = {
    "print": 1 << 2,
    "modify": 1 << 3,
    "copy": 1 << 4,
    "annotate": 1 << 5,
    "fill forms": 1 << 8,
    "assemble": 1 << 10,
    "print well": 1 << 11,
}


def inspect(most: int) -> dict[str, Any]:
    try:
        pdf = pypdfium2.PdfDocument(document.PATH)
    except pypdfium2.PdfiumError as error:
        return document.refusal(error)
    try:
        pages = len(pdf)
        if pages > most:
            return {"refused": "sheets"}
        return {"pages": pages, **_read(pdf)} if pages else {"broken": "empty"}
    finally:
        pdf.close()


def _read(pdf: pypdfium2.PdfDocument) -> dict[str, Any]:
    said = catalog.read() | _security(pdf)
    try:
        said["bookmarks"] = list(_bookmarks(pdf))
        said["attachments"] = list(_attachments(pdf))
        said["producer"] = pdf.get_metadata_value("Producer")[:_LONGEST]
    except (pypdfium2.PdfiumError, UnicodeError, RecursionError):
        said["problems"].append("Its bookmarks or attachments could not be read.")
    if not document.has_end():
        said["problems"].append("Its end is missing: it may have been cut off.")
    return said


def _security(pdf: pypdfium2.PdfDocument) -> dict[str, Any]:
    """Permissions are the user's: an owner's password would lift them."""
    encrypted = raw.FPDF_GetSecurityHandlerRevision(pdf) >= 0
    allowed = raw.FPDF_GetDocUserPermissions(pdf)
    forbids = [what for what, bit in _PERMISSIONS.items() if not allowed & bit]
    return {"encrypted": encrypted, "forbids": forbids if encrypted else []}


def _bookmarks(pdf: pypdfium2.PdfDocument) -> Iterator[tuple[str, int | None, int]]:
    """Title, sheet from 1, depth."""
    found = pdf.get_toc(max_depth=_DEEPEST_BOOKMARK)
    for bookmark, _ in zip(found, range(MOST_BOOKMARKS), strict=False):
        place = bookmark.get_dest()
        index = place.get_index() if place else None
        sheet = None if index is None else index + 1
        yield bookmark.get_title()[:_LONGEST], sheet, bookmark.level


def _attachments(pdf: pypdfium2.PdfDocument) -> Iterator[str]:
    """Names alone: what is attached is not opened."""
    for index in range(min(pdf.count_attachments(), _MOST_ATTACHMENTS)):
        yield pdf.get_attachment(index).get_name()[:_LONGEST]
