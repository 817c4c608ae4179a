"""What was read of a set, packed so that another attempt can go on from there.

JSON, since text of a sheet may hold what PostgreSQL's own cannot, and compressed, since
a sheet has thousands of words. Read back it is checked as what the reader sends is.
"""

import json
import zlib
from dataclasses import astuple, fields
from typing import Any

from analysis.plan_set import PlanSet, Sheet
from analysis.sheet_json import (
    UntrustedError,
    plan_set_from,
    sheet_from,
    sheet_json,
)


class StaleError(Exception):
    """It was packed by another version of this code: read it again."""


def pack_sheet(sheet: Sheet) -> bytes:
    return _pack(sheet_json(sheet))


def unpack_sheet(packed: bytes, *, number: int) -> Sheet:
    """Give the sheet as it was packed. Raises StaleError."""
    try:
        return sheet_from(_unpack(packed), number=number)
    except UntrustedError as error:
        raise StaleError from error


def pack_structure(plan_set: PlanSet) -> bytes:
    """Pack the set without its sheets."""
    names = {field.name for field in fields(plan_set)} - {"sheets", "file_name", "size"}
    said = {name: getattr(plan_set, name) for name in names}
    said["bookmarks"] = [astuple(bookmark) for bookmark in plan_set.bookmarks]
    return _pack(said)


def unpack_structure(packed: bytes, *, file_name: str, size: int) -> PlanSet:
    """Give the set as it was packed. Raises StaleError."""
    try:
        return plan_set_from(_unpack(packed), file_name=file_name, size=size)
    except UntrustedError as error:
        raise StaleError from error


def _pack(said: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(said).encode())


def _unpack(packed: bytes) -> dict[str, Any]:
    try:
        said = json.loads(zlib.decompress(packed))
    except (ValueError, zlib.error) as error:
        raise StaleError from error
    if not isinstance(said, dict):
        raise StaleError
    return said
