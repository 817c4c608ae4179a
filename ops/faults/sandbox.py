"""A site of its own for the faults: own folder, own servers, nothing of the real one.

`manage.py faults` starts itself once more in there (`--inside`), reads an outcome a
line, and removes the folder. Faults that stop servers refuse to be run anywhere else.
"""

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from ops.faults import table
from ops.faults.outcome import Outcome

MARK = "faults-only"
PERMITS = 2_000
LAST_LINES = 15
# What would lead to the real site's servers, or change how this one behaves.
UNSET = frozenset(
    {
        *("DATABASE_URL", "DATABASE_UNPOOLED_URL", "REDIS_URL", "SECRET_KEY"),
        *("SFPERMITS_ROLE", "PROMETHEUS_MULTIPROC_DIR", "SFPERMITS_METRICS_SLOT"),
        *("HEARTBEAT_URL", "SENTRY_DSN", "BACKUP_URL", "ALLOWED_HOSTS", "PORT"),
    }
)


class SandboxError(Exception):
    """The faults could not be run; the message has what was said last."""


def outcomes(names: Sequence[str]) -> Iterator[Outcome]:
    """Give each outcome as it is known. Raises SandboxError."""
    with tempfile.TemporaryDirectory(prefix="sfpermits-faults-") as name:
        folder = Path(name)
        (folder / MARK).touch()
        kept = {key: value for key, value in os.environ.items() if key not in UNSET}
        with (folder / "faults.log").open("w+") as log:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "manage.py", "faults", "--inside", *names],
                cwd=settings.BASE_DIR,
                env=kept | {"SFPERMITS_VAR": name},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            with process, ExitStack() as interrupted:
                # It stops what it has started, in order.
                interrupted.callback(process.terminate)
                yield from map(_read, process.stdout or ())
                interrupted.pop_all()
            if process.returncode:
                log.seek(0)
                raise SandboxError("".join(log.readlines()[-LAST_LINES:]).strip())


def _read(line: str) -> Outcome:
    return Outcome(**json.loads(line))


def inside(names: Sequence[str]) -> Iterator[str]:
    """Fill the record and give each outcome as a line. Raises SandboxError."""
    if not (settings.VAR_DIR / MARK).exists():
        raise SandboxError("Faults are made on a site of their own: without --inside.")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("make_sample", permits=PERMITS, stdout=sys.stderr)
    for outcome in table.run(names):
        yield json.dumps(dataclasses.asdict(outcome))
