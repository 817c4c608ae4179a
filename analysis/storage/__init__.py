"""Where plan sets and their pictures are kept: a folder of random names, or a bucket.

Nothing here is below an address that a web server serves. `PLANS_URL` says where, in
the same words as `BACKUP_URL`. A set has one folder; what is in it goes with it.
"""

import datetime as dt
import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Final, Protocol
from uuid import uuid4

from django.conf import settings
from django.core.files import File

from ops.backups.address import Address
from ops.backups.stores import Bucket as BackupBucket

SET: Final = "set.pdf"
# Bytes that are left free on the disk: the database and the logs live there too.
RESERVE: Final = 512 * 1024 * 1024
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class StorageError(Exception):
    """It could not be kept or read; the message is for the visitor."""


class DiskFullError(StorageError):
    pass


class GoneError(StorageError):
    """There is no such file, or none any more."""


class Store(Protocol):
    """What both kinds can do. Each raises StorageError if it cannot."""

    # A folder of this machine for uploads under way; the last step is a rename.
    incoming: Path

    def keep(self, path: Path, folder: str, name: str) -> None:
        """Take in a file of this machine, which is then gone from its place."""
        ...

    def open(self, folder: str, name: str) -> IO[bytes]: ...

    def local(self, folder: str, name: str) -> Any:
        """A context with the path of a copy on this machine, not to be changed."""
        ...

    def pictures(self, folder: str) -> Any:
        """A context with a folder of this machine to write pictures to."""
        ...

    def put(self, folder: str, path: Path) -> None:
        """Take in a picture that was written to the folder of `pictures`."""
        ...

    def remove(self, folder: str) -> None:
        """Remove the folder and all in it; one that is gone is no error."""
        ...

    def folders(self) -> Iterator[tuple[str, dt.datetime]]:
        """Every folder with its last change, uploads under way left out."""
        ...


def store() -> Store:
    """The one that `PLANS_URL` names."""
    address: Address = settings.PLANS_ADDRESS
    return Folder(address.folder) if address.folder else Bucket(address)


def new_name() -> str:
    return uuid4().hex


def is_name(name: str) -> bool:
    """Tell our own names from whatever else lies there."""
    return len(name) == 32 and not set(name) - set("0123456789abcdef")  # noqa: PLR2004


def changed(path: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)


def is_full(error: OSError) -> bool:
    """Whether the disk, or our share of it, has no room left."""
    return error.errno in _FULL


@contextmanager
def said(what: str) -> Iterator[None]:
    """Say what the system says in words that a visitor can use."""
    try:
        yield
    except FileNotFoundError as error:
        raise GoneError("The file is not there any more.") from error
    except OSError as error:
        if is_full(error):
            raise DiskFullError(
                "The site has no room for your file at the moment, so it was not kept."
                " Nothing of it remains here. Please try again in an hour."
            ) from error
        raise StorageError(
            f"The file could not be {what}. Please try again."
        ) from error


def require_room(size: int) -> None:
    """Raise DiskFullError if this machine has no room for so many bytes more."""
    folder = store().incoming
    with said("kept"):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    if free < size + RESERVE:
        with said("kept"):
            raise OSError(errno.ENOSPC, "too little is free")


class Folder:
    """Plan sets in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.incoming = root / "incoming"

    def keep(self, path: Path, folder: str, name: str) -> None:
        with said("kept"):
            self._made(folder)
            path.rename(self.root / folder / name)

    def _made(self, folder: str) -> Path:
        made = self.root / folder
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
        return made

    def open(self, folder: str, name: str) -> IO[bytes]:
        with said("read"):
            return (self.root / folder / name).open("rb")

    @contextmanager
    def local(self, folder: str, name: str) -> Iterator[Path]:
        path = self.root / folder / name
        if not path.exists():
            raise GoneError("The file is not there any more.")
        yield path

    @contextmanager
    def pictures(self, folder: str) -> Iterator[Path]:
        if not (self.root / folder).exists():
            raise GoneError("The file is not there any more.")
        yield self.root / folder

    def put(self, folder: str, path: Path) -> None:
        """Do nothing: it was written to where it stays."""

    def remove(self, folder: str) -> None:
        with said("removed"):
            try:
                shutil.rmtree(self.root / folder)
            except FileNotFoundError:
                return

    def folders(self) -> Iterator[tuple[str, dt.datetime]]:
        if self.root.is_dir():
            for path in filter(lambda path: is_name(path.name), self.root.iterdir()):
                yield path.name, changed(path)


class Bucket:
    """Plan sets in a bucket that speaks S3, with the keys that backups use."""

    def __init__(self, address: Address) -> None:
        self.address = address
        # Its settings are those of backups; keys, region and endpoint come from the
        # environment.
        self.storage = BackupBucket(address).storage
        self.incoming = settings.VAR_DIR / "plans" / "incoming"

    def keep(self, path: Path, folder: str, name: str) -> None:
        with self._said("kept"), path.open("rb") as file:
            self.storage.save(f"{folder}/{name}", File(file))
        path.unlink()

    def open(self, folder: str, name: str) -> IO[bytes]:
        # Not the storage's own file, which is held in memory.
        with ExitStack() as open_:
            copy = open_.enter_context(tempfile.TemporaryFile(dir=self._scratch()))
            with self._said("read"):
                self.storage.bucket.download_fileobj(self._key(folder, name), copy)
            copy.seek(0)
            # Whoever asked for it closes it.
            open_.pop_all()
        return copy

    @contextmanager
    def local(self, folder: str, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self._scratch()) as own:
            path = Path(own) / name
            with self._said("read"):
                self.storage.bucket.download_file(self._key(folder, name), str(path))
            yield path

    @contextmanager
    def pictures(self, folder: str) -> Iterator[Path]:  # noqa: ARG002 - as of Store
        with tempfile.TemporaryDirectory(dir=self._scratch()) as own:
            yield Path(own)

    def put(self, folder: str, path: Path) -> None:
        self.keep(path, folder, path.name)

    def remove(self, folder: str) -> None:
        with self._said("removed"):
            for found in self.storage.bucket.objects.filter(
                Prefix=self._key(folder, "")
            ):
                found.delete()

    def folders(self) -> Iterator[tuple[str, dt.datetime]]:
        newest: dict[str, dt.datetime] = {}
        start = f"{self.address.prefix}/" if self.address.prefix else ""
        with self._said("listed"):
            for found in self.storage.bucket.objects.filter(Prefix=start):
                folder = found.key.removeprefix(start).partition("/")[0]
                before = newest.get(folder, found.last_modified)
                newest[folder] = max(before, found.last_modified)
        yield from ((name, at) for name, at in newest.items() if is_name(name))

    def _key(self, folder: str, name: str) -> str:
        return "/".join([*filter(None, (self.address.prefix, folder)), name])

    def _scratch(self) -> Path:
        self.incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.incoming

    @contextmanager
    def _said(self, what: str) -> Iterator[None]:
        from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

        try:
            with said(what):
                yield
        except (Boto3Error, BotoCoreError, ClientError) as error:
            raise StorageError(
                f"The file could not be {what}. Please try again."
            ) from error
