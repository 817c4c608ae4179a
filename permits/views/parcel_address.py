"""The address of a parcel's page."""

import re
from typing import Final

from permits.views.address import address

_BLOCK: Final = re.compile(r"(\d{1,4})([A-Z]?)", re.ASCII)
_LOT: Final = re.compile(r"(\d{1,4})([A-Z]?)", re.ASCII)


def canonical(block: str | None, lot: str | None) -> tuple[str, str] | None:
    """`26t`, `7` as the city writes them: `0026T`, `007`. None if they are neither."""
    number = _BLOCK.fullmatch((block or "").strip().upper())
    place = _LOT.fullmatch((lot or "").strip().upper())
    if number is None or place is None:
        return None
    return number[1].zfill(4) + number[2], place[1].zfill(3) + place[2]


def parcel_url(block: str | None, lot: str | None) -> str:
    """The page of everything at the lot; "" where there cannot be one."""
    found = canonical(block, lot)
    return address("parcel", *found) if found else ""
