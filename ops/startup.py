"""What has to be in place before the programs of `manage.py up` start."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

SAMPLE_SIZE = 20_000

Say = Callable[[str], None]


def prepare(say: Say) -> None:
    """Bring the tables, the static files and the sample data up to date."""
    _migrate(say)
    _collect_static(say)
    _fill_empty_record(say)
    connection.close()


def _migrate(say: Say) -> None:
    say("Bringing the tables up to date")
    call_command("migrate", verbosity=0, interactive=False)


def _collect_static(say: Say) -> None:
    stamp = settings.VAR_DIR / "static.stamp"
    sources = _fingerprint()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == sources:
        return
    say("Collecting the static files")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(sources)


def _fingerprint() -> str:
    """Give a digest of the names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _fill_empty_record(say: Say) -> None:
    if a_permit_number() is not None:
        return
    say(f"Filling the empty record with {SAMPLE_SIZE:,} invented permits")
    call_command("make_sample", permits=SAMPLE_SIZE)


def a_permit_number() -> str | None:
    """Give the number of any permit of the record, or None if it is empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT permit_number FROM permits LIMIT 1")
        row = cursor.fetchone()
    return str(row[0]) if row else None
