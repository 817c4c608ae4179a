"""What has to be in place before the programs of `manage.py up` start."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.module_loading import autodiscover_modules

SAMPLE_SIZE = 20_000
# A page of each kind, and what of the record it needs.
PAGES = (
    ("/permits/{}/", "SELECT permit_number FROM permits"),
    (
        "/parcels/{}/{}/",
        "SELECT block, lot FROM permits WHERE block IS NOT NULL AND lot IS NOT NULL",
    ),
    ("/entities/{}/", "SELECT id FROM entities"),
    ("/stations/{}/", "SELECT station FROM addenda WHERE station IS NOT NULL"),
    ("/neighborhoods/{}/", "SELECT slug FROM neighborhoods"),
)

Say = Callable[[str], None]
_steps: list[Callable[[Say], None]] = []


def register(step: Callable[[Say], None]) -> None:
    """Have every start do this too, last; it says what it does, if anything.

    Its module is called `startup`, so that it is found. What can go wrong in it must
    not keep the site from starting.
    """
    _steps.append(step)


def prepare(say: Say) -> None:
    """Bring the tables, the static files and the sample data up to date."""
    _migrate(say)
    _collect_static(say)
    _fill_empty_record(say)
    _refresh(say)
    run_registered(say)
    connection.close()


def run_registered(say: Say) -> None:
    """Do what the apps have every start do."""
    autodiscover_modules("startup")
    for step in _steps:
        step(say)


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
    if not _is_empty():
        return
    say(f"Filling the empty record with {SAMPLE_SIZE:,} invented permits")
    call_command("make_sample", permits=SAMPLE_SIZE, no_refresh=True)


def _refresh(say: Say) -> None:
    """Make what is missing: of a new record, a new version, or a run that was cut."""
    try:
        call_command("refresh", verbosity=0)
    except (CommandError, SystemExit):
        say("Some of the figures could not be brought up to date; pages show the last")


def _is_empty() -> bool:
    return _first("SELECT permit_number FROM permits") is None


def record_pages() -> list[str]:
    """Give the address of any page of each kind that the record has something for."""
    found = [(pattern, _first(query)) for pattern, query in PAGES]
    return [
        pattern.format(*(quote(str(value), safe="") for value in row))
        for pattern, row in found
        if row
    ]


def _first(query: str) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{query} LIMIT 1")
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row
