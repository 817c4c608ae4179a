"""Make a backup: all tables as they were at one moment, and the uploads."""

import datetime as dt
import tarfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.utils import timezone

from ops.backups import BackupError, Progress, programs, quiet, stores, tables, target
from ops.backups.manifest import (
    DUMP,
    UPLOADS,
    Manifest,
    describe,
    is_partial,
    moment_of,
    name_at,
    write,
)
from ops.backups.retention import kept
from ops.backups.stores import Store
from ops.backups.target import Target

# A load that has a table for itself is waited for.
LOCK_WAIT = "600s"
# The dump is read once and kept long: what more costs in time saves little.
COMPRESSION = "gzip:3"
UNDER_WAY = dt.timedelta(days=1)


def back_up(
    *,
    without_city_data: bool = False,
    of: Target | None = None,
    to: Store | None = None,
    progress: Progress = quiet,
) -> Manifest:
    """Make a backup, keep it, and remove those that are old. Raises BackupError.

    It is one of the site's database, to the place that `BACKUP_URL` names, unless
    others are given.
    """
    store = to or stores.store()
    name = _free_name(store, without_city_data=without_city_data)
    with stores.scratch() as scratch:
        folder = scratch / name
        folder.mkdir()
        left_out = tables.from_the_city() if without_city_data else []
        manifest = _fill(folder, of or target.ours(), left_out, progress)
        write(manifest, folder)
        progress("Keeping the files", manifest.size)
        store.keep(folder, name)
    removed = prune(store, name)
    progress(f"Old backups removed: {len(removed)}", 0)
    return manifest


def _free_name(store: Store, *, without_city_data: bool) -> str:
    """Name it by the moment, or by the first second after it that has no backup."""
    taken = {*store.names(), *store.unfinished()}
    moment = timezone.now()
    while (name := name_at(moment, without_city_data=without_city_data)) in taken:
        moment += dt.timedelta(seconds=1)
    return name


def _fill(
    folder: Path, source: Target, left_out: Sequence[str], progress: Progress
) -> Manifest:
    start = time.monotonic()
    with _frozen(source) as (connection, snapshot):
        server = connection.info.server_version // 10_000
        progress("Counting rows", 0)
        counted = tables.counts(connection)
        counted |= {table: 0 for table in left_out if table in counted}
        dumper = programs.for_server(server)
        made_at = timezone.now()
        programs.run(
            dumper.folder / "pg_dump",
            _dump_arguments(folder / DUMP, snapshot, left_out),
            source,
            at_table=programs.counting("Dumping", counted, progress),
        )
    # After the rows that speak of them: a file may be there without a row, never a row
    # without its file.
    uploads = _pack(Path(settings.MEDIA_ROOT), folder / UPLOADS, progress)
    files = [DUMP, UPLOADS] if uploads else [DUMP]
    return Manifest(
        name=folder.name,
        made_at=made_at.isoformat(),
        version=settings.VERSION,
        postgres=server,
        program=dumper.major,
        files={file: describe(folder / file) for file in files},
        tables=counted,
        left_out=tuple(left_out),
        uploads=uploads,
        seconds=round(time.monotonic() - start, 1),
    )


@contextmanager
def _frozen(source: Target) -> Iterator[tuple[psycopg.Connection, str]]:
    """A transaction and the name by which pg_dump sees the very same rows."""
    with source.connected() as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, row[0]


def _dump_arguments(file: Path, snapshot: str, left_out: Sequence[str]) -> list[str]:
    return [
        "--format=custom",
        f"--compress={COMPRESSION}",
        f"--file={file}",
        f"--snapshot={snapshot}",
        f"--lock-wait-timeout={LOCK_WAIT}",
        *(f'--exclude-table-data=public."{table}"' for table in left_out),
    ]


def _pack(folder: Path, archive: Path, progress: Progress) -> int:
    """Put every file below `folder` into the archive; returns how many there are."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    if not paths:
        return 0
    packed = 0
    # Plans are compressed as they are.
    with tarfile.open(archive, "w") as tar:
        for path in paths:
            progress("Packing the uploads", packed)
            try:
                tar.add(path, arcname=str(path.relative_to(folder)))
            except FileNotFoundError:  # expired, and removed since it was listed
                continue
            except OSError as error:
                raise BackupError(f"{path.name} cannot be read: {error}.") from error
            packed += 1
    return packed


def prune(store: Store, newest: str) -> list[str]:
    """Remove what retention does not keep; returns the names.

    The two kinds are counted apart. What was begun and not ended is removed, once it is
    so much older than `newest` that it cannot be under way.
    """
    names = store.names()
    old = [name for kind in (False, True) for name in _old(names, partial=kind)]
    before = moment_of(newest) - UNDER_WAY
    begun = [name for name in store.unfinished() if moment_of(name) < before]
    for name in (removed := [*old, *begun]):
        store.remove(name)
    return removed


def _old(names: Sequence[str], *, partial: bool) -> list[str]:
    made = {moment_of(name): name for name in names if is_partial(name) == partial}
    return [made[moment] for moment in sorted(set(made) - kept(made))]
