"""Takes in an upload as it comes: counted, hashed, and never held in memory."""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, NoReturn

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from analysis import refusals
from analysis.storage import StorageError, new_name, said, store

MEGABYTE: Final = 1024 * 1024
FIELD: Final = "file"
# The City's limit of an upload, EPR-006, and that of an addendum.
LIMIT: Final = 250 * MEGABYTE
ADDENDUM_LIMIT: Final = 350 * MEGABYTE
EXPORT: Final = "Export the drawings as one PDF from the program that made them."
# Bytes after which other requests of the process get their turn.
TURN: Final = MEGABYTE


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived whole, still among the incoming ones."""

    path: Path
    file_name: str
    size: int
    sha256: str

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)


class RefusedError(Exception):
    """The upload cannot be taken; the message says what it is and what to do."""

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail


def too_large(size: int, limit: int) -> RefusedError:
    """`size` in bytes may be more than was read."""
    beyond = "" if limit == ADDENDUM_LIMIT else " (350 MB for an addendum)"
    return RefusedError(
        413,
        "The file is too large",
        f"It is {size / MEGABYTE:,.0f} MB or more; the City takes plan sets of up to"
        f" {limit // MEGABYTE} MB{beyond}. Export the set again with pictures at a"
        " lower resolution, or split it as the City's guidelines say.",
    )


class PlanUpload(FileUploadHandler):
    """Writes the field `file` to the incoming folder; other files are passed over.

    Afterwards `received` has the file, or `refused` says why it was not taken. The rest
    of what is sent is then read and dropped, so that the browser shows the answer.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received: Received | None = None
        self.refused: RefusedError | None = None
        self._file: IO[bytes] | None = None
        self._path = Path()

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Open the file that will hold it."""
        super().new_file(field_name, *args, **kwargs)
        if field_name != FIELD or self.received or self.refused or self._file:
            raise SkipFile
        self._head, self._size, self._turn = b"", 0, 0
        self._hash = hashlib.sha256()
        self._guarded(self._open)

    def _open(self) -> None:
        folder = store().incoming
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path = folder / new_name()
        self._file = self._path.open("xb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Check, count, hash and write one piece."""
        self._head += raw_data[: refusals.HEAD - len(self._head)]
        self._size += len(raw_data)
        if len(self._head) == refusals.HEAD:
            self._require_pdf()
        if self._size > ADDENDUM_LIMIT:
            self._refuse(too_large(self._size, ADDENDUM_LIMIT))
        self._hash.update(raw_data)
        self._guarded(lambda: self._write(raw_data))
        self._give_way()

    def _require_pdf(self) -> None:
        if reason := refusals.not_a_pdf(self._head):
            self._refuse(RefusedError(415, "This is not a PDF", f"{reason} {EXPORT}"))

    def _write(self, data: bytes) -> None:
        assert self._file is not None
        self._file.write(data)

    def _give_way(self) -> None:
        if self._size - self._turn >= TURN:
            self._turn = self._size
            time.sleep(0)

    def file_complete(self, file_size: int) -> None:
        """Note what has arrived; Django is given nothing of it."""
        if self._file is None:
            return
        try:
            self._require_pdf()
            self._guarded(self._file.close)
        except SkipFile:
            return
        self._file = None
        name, sha256 = self.file_name or "", self._hash.hexdigest()
        self.received = Received(self._path, name, file_size, sha256)

    def upload_interrupted(self) -> None:
        """Leave nothing behind when the sender goes away."""
        self._drop()
        if self.received:
            self.received.discard()

    def _guarded(self, do: Callable[[], object]) -> None:
        try:
            with said("kept"):
                do()
        except StorageError as error:
            self._refuse(RefusedError(507, "The file could not be kept", str(error)))

    def _refuse(self, reason: RefusedError) -> NoReturn:
        self.refused = reason
        self._drop()
        raise SkipFile

    def _drop(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            # What is still in the buffer may not fit on the disk either.
            with suppress(OSError):
                file.close()
            self._path.unlink(missing_ok=True)
