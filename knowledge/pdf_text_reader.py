"""Inside the jail (ops/jail.py): prints each page of the PDF on standard input."""

import json
import sys
from typing import Any

import pypdfium2
from pypdfium2 import raw


def main() -> None:
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        _say(refused=str(error))
        return
    for number in range(len(document)):
        _say(page=number + 1, **_page(document, number))


def _page(document: pypdfium2.PdfDocument, number: int) -> dict[str, Any]:
    try:
        page = document[number]
        text = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError as error:
        return {"text": "", "scanned": False, "damaged": str(error)}
    # What PDFium puts where a word was broken at the end of a line.
    text = text.replace("\ufffe", "-").replace("\x02", "-")
    return {"text": text, "scanned": not text.strip() and _has_pictures(page)}


def _has_pictures(page: pypdfium2.PdfPage) -> bool:
    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])
    return next(pictures, None) is not None


def _say(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
