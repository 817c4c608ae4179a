"""Restore a backup: into a scratch database to prove it, or into an empty one."""

import secrets
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from ops.backups import BackupError, Progress, programs, quiet, stores, tables, target
from ops.backups.manifest import DUMP, UPLOADS, Manifest, describe, is_partial
from ops.backups.stores import Store
from ops.backups.target import Target

# The newest with all tables; the newest at all if there is none.
LATEST = "latest"
MARK = "_check_"
LONGEST_NAME = 63
ABANDONED = """
    SELECT datname FROM pg_database d WHERE starts_with(datname, %s)
    AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)
"""


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that came back whole."""

    manifest: Manifest
    seconds: float
    uploads: int = 0


def check(
    name: str = LATEST, *, of: Store | None = None, progress: Progress = quiet
) -> Restored:
    """Restore into a scratch database of our server and compare every table's rows.

    The database is removed in the end. Raises BackupError for what is not as the
    manifest has it.
    """
    ours = target.ours()
    with _opened(name, of, progress) as (manifest, folder), _scratch(ours) as scratch:
        start = time.monotonic()
        _restore(manifest, folder, scratch, progress)
        _compare(manifest, scratch)
        uploads = _count_uploads(manifest, folder)
        return Restored(manifest, round(time.monotonic() - start, 1), uploads)


def restore_into(
    name: str,
    into: Target,
    *,
    uploads: Path | None = None,
    of: Store | None = None,
    progress: Progress = quiet,
) -> Restored:
    """Restore into a database that has no tables, whole or not at all.

    Uploads go to the folder `uploads`, if one is named; it has to be empty too. Raises
    BackupError.
    """
    with into.connected() as connection:
        if not tables.is_empty(connection):
            raise BackupError(
                f"{into.name} has tables: a backup only goes into an empty database."
            )
    if uploads and uploads.exists() and any(uploads.iterdir()):
        raise BackupError(f"{uploads} is not empty.")
    with _opened(name, of, progress) as (manifest, folder):
        start = time.monotonic()
        _restore(manifest, folder, into, progress)
        _compare(manifest, into)
        _finish(manifest, into, progress)
        unpacked = _unpack(manifest, folder, uploads) if uploads else 0
        return Restored(manifest, round(time.monotonic() - start, 1), unpacked)


@contextmanager
def _opened(
    name: str, of: Store | None, progress: Progress
) -> Iterator[tuple[Manifest, Path]]:
    """The backup's manifest and a folder with its files, which are those it names."""
    store = of or stores.store()
    name = _found(store, name)
    manifest = store.manifest(name)
    progress("Reading the files", manifest.size)
    with store.files(name) as folder:
        for file, expected in manifest.files.items():
            try:
                found = describe(folder / file)
            except OSError as error:
                raise BackupError(f"{name}: {file} cannot be read: {error}.") from error
            if found != expected:
                raise BackupError(
                    f"{name}: {file} is damaged: {found.size:,} bytes with the digest"
                    f" {found.sha256[:12]}…, not {expected.size:,} with"
                    f" {expected.sha256[:12]}…."
                )
        yield manifest, folder


def _found(store: Store, name: str) -> str:
    names = store.names()
    if not names:
        raise BackupError("There is no backup.")
    if name == LATEST:
        whole = [each for each in names if not is_partial(each)]
        return (whole or names)[-1]
    if name not in names:
        raise BackupError(f"There is no backup {name!r}; the latest is {names[-1]}.")
    return name


@contextmanager
def _scratch(ours: Target) -> Iterator[Target]:
    """A new database beside ours; removed in the end, and whatever was left before."""
    prefix = ours.name[: LONGEST_NAME - len(MARK) - 8] + MARK
    name = prefix + secrets.token_hex(4)
    scratch = ours.beside(name)
    with ours.connected(autocommit=True) as connection:
        _remove_abandoned(connection, prefix)
        _execute(connection, "CREATE DATABASE {} TEMPLATE template0", name)
        try:
            # Whoever looks for abandoned ones sees that this is in use.
            with scratch.connected(autocommit=True):
                yield scratch
        finally:
            _execute(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _remove_abandoned(connection: psycopg.Connection, prefix: str) -> None:
    found = connection.execute(ABANDONED, [prefix])
    for (name,) in found.fetchall():
        _execute(connection, "DROP DATABASE IF EXISTS {}", name)


def _execute(
    connection: psycopg.Connection, statement: LiteralString, name: str
) -> None:
    try:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise BackupError(f"The scratch database {name}: {error}".strip()) from error


def _restore(
    manifest: Manifest, folder: Path, into: Target, progress: Progress
) -> None:
    """Raises BackupError, and then nothing was restored."""
    with into.connected() as connection:
        server = connection.info.server_version // 10_000
    # The archive may be of a newer program than the server asks for.
    chosen = programs.for_server(max(server, manifest.program))
    arguments = [
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
    ]
    programs.run(
        chosen.folder / "pg_restore",
        [*arguments, str(folder / DUMP)],
        into,
        at_table=programs.counting("Restoring", manifest.tables, progress),
    )


def _compare(manifest: Manifest, restored: Target) -> None:
    with restored.connected() as connection:
        found = tables.counts(connection)
    if wrong := tables.differences(manifest.tables, found):
        raise BackupError(
            f"{manifest.name} did not come back whole: {'; '.join(wrong)}."
        )


def _finish(manifest: Manifest, into: Target, progress: Progress) -> None:
    """What the dump does not hold: statistics, and that tables were left out."""
    progress("Measuring the tables", manifest.rows)
    with into.connected(autocommit=True) as connection:
        for statement in tables.after_leaving_out() if manifest.left_out else []:
            connection.execute(statement.encode())
        connection.execute("VACUUM (ANALYZE)")


def _count_uploads(manifest: Manifest, folder: Path) -> int:
    """Read the archive to its end. Raises BackupError if a file is missing."""
    if UPLOADS not in manifest.files:
        return 0
    with tarfile.open(folder / UPLOADS) as tar:
        found = sum(member.isfile() for member in tar)
    if found != manifest.uploads:
        raise BackupError(
            f"{manifest.name} has {found} uploads instead of {manifest.uploads}."
        )
    return found


def _unpack(manifest: Manifest, folder: Path, into: Path) -> int:
    if UPLOADS not in manifest.files:
        return 0
    into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(folder / UPLOADS) as tar:
        tar.extractall(into, filter="data")
    return manifest.uploads
