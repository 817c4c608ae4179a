"""Pictures of sheets, as the reader sends them, to files."""

import base64
import binascii
import logging
from pathlib import Path
from typing import Any, Final, NamedTuple

from analysis import storage
from analysis.sheet_json import UntrustedError

logger = logging.getLogger(__name__)

# Of the picture as it is sent; pages of 2,600 pixels are far below.
_MOST: Final = 12_000_000


class Names(NamedTuple):
    """File names of one sheet's pictures, both WebP: whole, and small."""

    page: str
    thumbnail: str


def names(number: int) -> Names:
    return Names(f"sheet-{number:04}.webp", f"thumb-{number:04}.webp")


def save(said: dict[str, Any], folder: Path, number: int) -> None:
    """Write what the reader said of this sheet's pictures; it may have sent none.

    On a full disk the sheet is without: what is found on it is of more use.

    Raises:
        UntrustedError: it sent something else.
    """
    found = names(number)
    for key, name in (("image", found.page), ("thumbnail", found.thumbnail)):
        if key in said:
            _write(folder / name, _webp(said[key]))


def _webp(sent: object) -> bytes:
    """The bytes, if they begin as WebP does. Browsers decode them, we never do."""
    if not isinstance(sent, str) or len(sent) > _MOST:
        raise UntrustedError("The reader sent a picture that is too large.")
    try:
        picture = base64.b64decode(sent, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UntrustedError("The reader sent a picture that is none.") from error
    if picture[:4] != b"RIFF" or picture[8:12] != b"WEBP":
        raise UntrustedError("The reader sent a picture that is none.")
    return picture


def _write(path: Path, content: bytes) -> None:
    # A page that is being shown never sees half a picture.
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        if not storage.is_full(error):
            raise
        logger.warning("there is no room for %s", path.name)
