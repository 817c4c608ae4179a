"""Where backups are kept: in a folder, or in a bucket that speaks S3."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.core.files import File

from ops.backups import BackupError
from ops.backups.address import Address
from ops.backups.manifest import FILE, NAME, PART, Manifest


class Store(Protocol):
    """What both kinds can do. Each raises BackupError if it cannot."""

    def names(self) -> list[str]:
        """The complete backups, oldest first."""
        ...

    def unfinished(self) -> list[str]:
        """What begun backups have left: those without a manifest."""
        ...

    def manifest(self, name: str) -> Manifest: ...

    def keep(self, folder: Path, name: str) -> None:
        """Take in the files of a folder, the manifest last; the folder may be gone."""
        ...

    def files(self, name: str) -> Any:
        """A context that gives a local folder with the backup's files."""
        ...

    def remove(self, name: str) -> None: ...


def store(address: Address | None = None) -> Store:
    """The one that `BACKUP_URL` names, unless another is given."""
    given: Address = address or settings.BACKUP_ADDRESS
    return Folder(given.folder) if given.folder else Bucket(given)


class Folder:
    """Backups in a folder of this machine, one folder each."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        return [name for name in self._all() if (self.root / name / FILE).exists()]

    def unfinished(self) -> list[str]:
        complete = set(self.names())
        return [name for name in self._all() if name not in complete]

    def _all(self) -> list[str]:
        if not self.root.is_dir():
            return []
        found = (path.name for path in self.root.iterdir() if path.is_dir())
        return sorted(name for name in found if NAME.match(name.removesuffix(PART)))

    def manifest(self, name: str) -> Manifest:
        try:
            return Manifest.from_json((self.root / name / FILE).read_text())
        except OSError as error:
            raise BackupError(f"There is no backup {name} in {self.root}.") from error

    def keep(self, folder: Path, name: str) -> None:
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = self.root / f"{name}{PART}"
            # Across file systems this copies; the last step is a rename all the same.
            shutil.move(folder, part)
            part.rename(self.root / name)
        except OSError as error:
            raise BackupError(f"{self.root} cannot be written: {error}.") from error

    @contextmanager
    def files(self, name: str) -> Iterator[Path]:
        yield self.root / name

    def remove(self, name: str) -> None:
        # Without its manifest it is none, should this end half way.
        (self.root / name / FILE).unlink(missing_ok=True)
        shutil.rmtree(self.root / name)


class Bucket:
    """Backups in a bucket, through django-storages.

    Keys, region and endpoint are those of the environment (`AWS_ACCESS_KEY_ID`,
    `AWS_SECRET_ACCESS_KEY`, `AWS_DEFAULT_REGION`, `AWS_ENDPOINT_URL_S3`).
    """

    def __init__(self, address: Address) -> None:
        # Slow to import, and needed by few.
        from botocore.config import Config  # type: ignore[import-untyped]
        from storages.backends.s3 import S3Storage  # type: ignore[import-untyped]

        self.address = address
        self.storage = S3Storage(
            bucket_name=address.bucket,
            location=address.prefix,
            file_overwrite=True,
            gzip=False,
            client_config=Config(
                connect_timeout=10,
                read_timeout=60,
                retries={"max_attempts": 3, "mode": "standard"},
                # Not every server that speaks S3 knows the newer checksums; ours are
                # in the manifest.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def names(self) -> list[str]:
        return [name for name in self._all() if self._has_manifest(name)]

    def unfinished(self) -> list[str]:
        return [name for name in self._all() if not self._has_manifest(name)]

    def _all(self) -> list[str]:
        with self._said():
            folders, _ = self.storage.listdir("")
        return sorted(name for name in folders if NAME.match(name))

    def _has_manifest(self, name: str) -> bool:
        with self._said():
            return bool(self.storage.exists(f"{name}/{FILE}"))

    def manifest(self, name: str) -> Manifest:
        if not self._has_manifest(name):
            raise BackupError(f"There is no backup {name} in {self.address}.")
        with self._said(), self.storage.open(f"{name}/{FILE}") as file:
            return Manifest.from_json(file.read().decode())

    def keep(self, folder: Path, name: str) -> None:
        paths = sorted(folder.iterdir(), key=lambda path: path.name == FILE)
        for path in paths:
            with self._said(), path.open("rb") as file:
                self.storage.save(f"{name}/{path.name}", File(file))

    @contextmanager
    def files(self, name: str) -> Iterator[Path]:
        with scratch() as folder:
            for file in [FILE, *self.manifest(name).files]:
                key = "/".join(filter(None, (self.address.prefix, name, file)))
                # Not through the storage's own files, which are held in memory.
                with self._said():
                    self.storage.bucket.download_file(key, str(folder / file))
            yield folder

    def remove(self, name: str) -> None:
        with self._said():
            self.storage.delete(f"{name}/{FILE}")
            _, files = self.storage.listdir(name)
            for file in files:
                self.storage.delete(f"{name}/{file}")

    @contextmanager
    def _said(self) -> Iterator[None]:
        from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

        try:
            yield
        except (Boto3Error, BotoCoreError, ClientError, OSError) as error:
            raise BackupError(f"{self.address}: {error}") from error


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of this machine for files under way; removed in the end."""
    import tempfile

    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    # Not in /tmp, which may be small or memory.
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="backup-") as name:
        yield Path(name)
