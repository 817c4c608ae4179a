"""A page as a scanner leaves it: one picture of it, slightly crooked."""

import io
from random import Random

import pypdfium2
from PIL import Image

_DOTS = 60


def picture_of(pdf: bytes, chosen: Random) -> Image.Image:
    """The first page in grey at 60 dots an inch."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        page = document[0].render(scale=_DOTS / 72, grayscale=True).to_pil()
    finally:
        document.close()
    crooked: Image.Image = page.convert("L").rotate(
        chosen.uniform(-0.35, 0.35), fillcolor=250
    )
    return crooked
