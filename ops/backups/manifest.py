"""What a backup holds. One without a manifest is none: it is written last."""

import dataclasses
import datetime as dt
import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from ops.backups import BackupError

FILE = "manifest.json"
DUMP, UPLOADS = "database.dump", "uploads.tar"
FORMAT = 1
CHUNK = 1 << 20
# The moment in UTC, so that names sort by age, and what was left out.
PARTIAL = "-without-city-data"
NAME = re.compile(rf"^(\d{{8}}T\d{{6}}Z)({PARTIAL})?$")
# A folder that is not yet the backup of that name.
PART = ".part"
MOMENT = "%Y%m%dT%H%M%SZ"


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup."""

    size: int  # in bytes
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """A backup: its files, and the rows of each table as they were at one moment."""

    name: str
    made_at: str
    version: str
    postgres: int
    program: int
    files: Mapping[str, Kept]
    tables: Mapping[str, int]
    left_out: tuple[str, ...] = ()
    uploads: int = 0
    seconds: float = 0.0

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    @property
    def size(self) -> int:
        return sum(kept.size for kept in self.files.values())

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT} | dataclasses.asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raises BackupError for what is no manifest of ours."""
        try:
            found: dict[str, Any] = json.loads(text)
            if found.pop("format") != FORMAT:
                raise BackupError("The manifest is of another version of this program.")
            files = {name: Kept(**kept) for name, kept in found.pop("files").items()}
            left_out = tuple(found.pop("left_out"))
            return cls(files=files, left_out=left_out, **found)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(f"The manifest cannot be read: {error}.") from error


def name_at(moment: dt.datetime, *, without_city_data: bool) -> str:
    """Name a backup made at the moment."""
    kind = PARTIAL if without_city_data else ""
    return f"{moment.astimezone(dt.UTC):{MOMENT}}{kind}"


def moment_of(name: str) -> dt.datetime:
    """When the backup of that name was made. Raises BackupError."""
    found = NAME.match(name.removesuffix(PART))
    if not found:
        raise BackupError(f"{name!r} is not the name of a backup.")
    return dt.datetime.strptime(found[1], MOMENT).replace(tzinfo=dt.UTC)


def is_partial(name: str) -> bool:
    """Whether the backup of that name was made without the city's data."""
    return name.endswith(PARTIAL)


def describe(path: Path) -> Kept:
    """Give a file's size and digest, read a piece at a time."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Kept(path.stat().st_size, digest.hexdigest())


def write(manifest: Manifest, folder: Path) -> None:
    """Put it into the folder whole or not at all, once the other files are on disk."""
    for name in manifest.files:
        _flush(folder / name)
    part = folder / f"{FILE}{PART}"
    part.write_text(manifest.to_json())
    _flush(part)
    part.rename(folder / FILE)
    _flush(folder)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
