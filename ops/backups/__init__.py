"""Backups: a dump, the uploads and a manifest, made, kept and proved restorable.

address -> store (where they are kept) · target -> programs (whose data, which pg_dump)
make -> manifest -> retention · restore (check | into) · nightly (the two jobs)
"""

from collections.abc import Callable

# Hears the step that is under way and the number of rows, or bytes, done so far.
Progress = Callable[[str, int], None]


class BackupError(Exception):
    """A backup could not be made, found or restored; the message says why."""


def quiet(_step: str, _done: int = 0) -> None:
    """Hear nothing."""
