"""The text of a PDF, page by page, read in the jail (ops/jail.py)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ops import jail

MODULE: Final = "knowledge.pdf_text_reader"
LIMITS: Final = jail.Limits(cpu_seconds=120, wall_seconds=180.0)


class PdfError(Exception):
    """The file is no PDF, or is locked with a password."""


@dataclass(frozen=True, slots=True)
class Page:
    """`scanned`: it has pictures and no text. `damaged`: it could not be read."""

    number: int
    text: str
    scanned: bool
    damaged: bool = False


def pages(path: Path) -> Iterator[Page]:
    """The pages in their order.

    Raises:
        PdfError: it cannot be opened.
        JailError: its reader broke a limit or crashed.
    """
    with path.open("rb") as file:
        for said in jail.run(MODULE, file=file, limits=LIMITS):
            if reason := said.get("refused"):
                raise PdfError(f"The PDF cannot be opened: {str(reason)[:200]}.")
            yield Page(
                number=int(said["page"]),
                text=str(said["text"]),
                scanned=bool(said["scanned"]),
                damaged="damaged" in said,
            )
