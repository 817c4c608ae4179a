"""A plan set of one sheet, written by hand: the load tests need no PDF library."""

_OBJECTS = (
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2448 1584]"
        " /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    ),
)
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def one_sheet(number: str) -> bytes:
    """Give a PDF of 34 by 22 inches with the sheet's number in its corner."""
    text = (
        f"BT /F 36 Tf 2200 90 Td ({number}) Tj ET BT /F 18 Tf 90 1500 Td (PLAN) Tj ET"
    )
    stream = f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"
    body = bytearray(b"%PDF-1.4\n")
    places = []
    for place, each in enumerate((*_OBJECTS, stream, _FONT), start=1):
        places.append(len(body))
        body += f"{place} 0 obj\n{each}\nendobj\n".encode()
    table = len(body)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(places) + 1
    body += f"xref\n0 {size}\n0000000000 65535 f \n{rows}".encode()
    body += f"trailer\n<< /Size {size} /Root 1 0 R >>\n".encode()
    body += f"startxref\n{table}\n%%EOF\n".encode()
    return bytes(body)
