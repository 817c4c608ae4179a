"""Small PDFs, made object by object so that they may be wrong on purpose."""

import io
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdf

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content: bytes, more: bytes = b"") -> bytes:
    head = b"<< /Length %d %s >>" % (len(content), more)
    return head + b"\nstream\n" + content + b"\nendstream"


def flate(content: bytes) -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode")


def joined(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """The file: objects, their table, and a trailer that leads to the root."""
    file = io.BytesIO(HEAD)
    file.seek(0, io.SEEK_END)
    places = {}
    for number, content in objects.items():
        places[number] = file.tell()
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start, size = file.tell(), max(objects) + 1
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        if number in places:
            file.write(b"%010d 00000 n \n" % places[number])
        else:
            file.write(b"0000000000 65535 f \n")
    trailer = b"<< /Size %d /Root %d 0 R >>" % (size, root)
    file.write(b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start))
    return file.getvalue()


def pages(
    *contents: bytes,
    page: bytes = b"/MediaBox [0 0 1584 1224]",
    resources: bytes = b"/Font << /F 3 0 R >>",
    root: bytes = b"",
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """A page for each content, given as the whole stream object. Objects 1 to 3 are the
    catalog, the tree and Helvetica as /F; `more` starts at 100.
    """
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        2: b"",
        3: FONT,
        **(more or {}),
    }
    kids = []
    for index, content in enumerate(contents):
        own = 1000 + 2 * index
        kids.append(b"%d 0 R" % own)
        objects[own] = (
            b"<< /Type /Page /Parent 2 0 R /Resources << %s >> /Contents %d 0 R %s >>"
            % (resources, own + 1, page)
        )
        objects[own + 1] = content
    tree = (len(kids), b" ".join(kids))
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % tree
    return joined(objects)


def text(words: str, x: float = 100, y: float = 100, size: float = 12) -> bytes:
    return b"BT /F %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, words.encode())


def good(number: int = 1) -> bytes:
    return stream(text(f"SHEET A{number}.0 of a small set"))


def strokes(count: int) -> bytes:
    return flate(b"0 0 m 900 900 l S\n" * count)


def inflating(size: int) -> bytes:
    """A stream of blanks whose file is about a thousandth of a thousandth of `size`."""
    packer = zlib.compressobj(9)
    block = packer.compress(b" " * 2**24) + packer.flush(zlib.Z_FULL_FLUSH)
    # Blocks after a full flush stand alone and can be repeated; the first has the head.
    later = zlib.compressobj(9, zlib.DEFLATED, -15)
    again = later.compress(b" " * 2**24) + later.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(block + again * (size // 2**24 - 1), 9)
    return stream(packed, b"/Filter [/FlateDecode /FlateDecode]")


def locked(content: bytes, **how: Any) -> bytes:
    """The file, encrypted by pypdf as told."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(**how)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def saved(content: bytes, folder: Path, name: str = "set.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def tree(kids: Sequence[bytes], count: int) -> bytes:
    """A file with one good page, and a tree of pages as told."""
    return joined(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, b" ".join(kids)),
            3: FONT,
            4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>",
            5: b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [2 0 R 5 0 R] >>",
        }
    )
