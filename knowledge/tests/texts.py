"""Files to load, as small as they can be."""

from pathlib import Path

SHEET = """\
=== PAGE 1 ===
City and County of San Francisco London N. Breed, Mayor
INFORMATION SHEET
NO. {number}
DATE : {date}
CATEGORY : General
SUBJECT : {title}
DISCUSSION :
{text}
"""

ARTICLE = """\
---
title: {title}
agency: Department of Building Inspection
publication: G-20; SFBC 2025
effective: {effective}
checked: 2026-11-23
topics: fence, backyard
---
A low fence needs no permit.

## Height

{text}
"""

FENCES = "Fences not over 6 feet high at the rear of the property are exempt."


def sheet(
    folder: Path,
    name: str = "G-02.txt",
    *,
    number: str = "G-01",
    title: str = "Signature on Plans",
    date: str = "October 16, 2018",
    text: str = "All drawings are signed by their preparer.",
) -> Path:
    made = SHEET.format(number=number, date=date, title=title, text=text)
    return write(folder / name, made.encode())


def article(
    folder: Path,
    name: str = "fences.md",
    *,
    title: str = "Fences",
    effective: str = "2026-01-01",
    text: str = FENCES,
) -> Path:
    made = ARTICLE.format(title=title, effective=effective, text=text)
    return write(folder / name, made.encode())


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def pdf(*pages: str | None) -> bytes:
    """A PDF with a page for each text; None is a scan: a picture and no text."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        _stream(
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1"
            b" /ColorSpace /DeviceGray /BitsPerComponent 8",
            b"\x80",
        ),
    ]
    kids = []
    for text in pages:
        content = b"100 0 0 100 0 0 cm /I Do" if text is None else _lines(text)
        objects.append(_stream(b"", content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
            b" /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >>"
            b" /Contents %d 0 R >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(kids),
        len(kids),
    )
    return _file(objects)


def _lines(text: str) -> bytes:
    shown = b" T* ".join(b"(%s) Tj" % line.encode() for line in text.splitlines())
    return b"BT /F 12 Tf 14 TL 72 720 Td " + shown + b" ET"


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(content), content)


def _file(objects: list[bytes]) -> bytes:
    made, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%s"
        b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(made))
    )
