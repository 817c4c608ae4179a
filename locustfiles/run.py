"""`python -m locustfiles.run --url U --users 50 --duration 60 --scenario all`.

Starts the processes of users, shows how it goes, prints the table and writes the JSON.
Exit code 1 if a scenario has over 5 % errors, 2 if the run could not be made.
"""

import argparse
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.live import Live

from locustfiles import faults, names, results, tables
from locustfiles.mixes import CHOICES
from locustfiles.part import Part
from locustfiles.record import Record, merged, read
from locustfiles.shapes import SHAPES
from locustfiles.site import KEY, Site, SiteError
from ops.load_client import SHORTEST_KEY

ROOT: Final = Path(__file__).resolve().parent.parent
SHORTEST_URL: Final = re.compile(r"https?://[^/]+/?")
MOST_NUMBER: Final = 100_000
PAUSE: Final = 0.5


class RunError(Exception):
    """The run cannot be made, or was not finished; the message says why."""


@dataclass(slots=True)
class Progress:
    """What each process last said."""

    said: dict[int, dict[str, Any]] = field(default_factory=dict)
    records: dict[int, Record] = field(default_factory=dict)

    def line(self) -> str:
        last = list(self.said.values())
        second = max((each["second"] for each in last), default=0.0)
        users = sum(each["users"] for each in last)
        requests = sum(each["requests"] for each in last)
        errors = sum(each["errors"] for each in last)
        p95 = max((each["p95"] for each in last), default=0.0)
        return (
            f"{second:5.0f} s  {users:,} users  {requests:,} requests"
            f"  {errors:,} errors  p95 of the last second {p95:,.0f} ms"
        )


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m locustfiles.run", description="A load test, with its figures."
    )
    parser.add_argument("--url", required=True, help="where the site is")
    parser.add_argument("--users", type=_number, help="most users at once")
    parser.add_argument("--duration", type=_number, help="seconds, coming included")
    parser.add_argument("--scenario", choices=CHOICES, help="what they do")
    parser.add_argument("--shape", choices=SHAPES, default="standard")
    parser.add_argument("--output", type=Path, help="file for the figures, as JSON")
    parser.add_argument("--processes", type=_number, default=1)
    parser.add_argument("--seed", type=int, default=1, help="what is asked, in order")
    parser.add_argument("--universe", type=float, default=1.0, help="times more pages")
    parser.add_argument("--names", type=Path, help="file of what to ask for, kept")
    parser.add_argument("--fault", choices=faults.FAULTS, help="what breaks meanwhile")
    parser.add_argument("--scaled", type=Path, help="scaled.json of the site to break")
    parser.add_argument("--csv", type=Path, help="permits that --fault ingest loads")
    return parser.parse_args(given)


def _number(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number <= MOST_NUMBER:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 100,000")
    return number


def part_of(given: argparse.Namespace) -> Part:
    """Give the whole run as one part; what is not given is the shape's. RunError."""
    url: str = given.url
    if not SHORTEST_URL.fullmatch(url):
        raise RunError(f"--url must be like http://127.0.0.1:8000, not {url!r}.")
    shape = SHAPES[given.shape]
    return Part(
        url=url.rstrip("/"),
        names="",
        scenario=given.scenario or shape.scenario,
        shape=given.shape,
        users=given.users or shape.users,
        seconds=given.duration or shape.seconds,
        seed=given.seed,
    )


def key() -> str:
    """Give the key that visitors sign their names with, or "". Raises RunError."""
    value = os.environ.get(KEY, "")
    if value and len(value) < SHORTEST_KEY:
        raise RunError(f"{KEY} must have at least {SHORTEST_KEY} characters.")
    return value


def gathered(given: argparse.Namespace, part: Part, console: Console) -> names.Names:
    """Give what to ask for: from the file, or from the site. Raises SiteError."""
    if given.names and given.names.exists():
        return names.read(given.names)
    with (
        console.status("Reading what there is to ask for") as status,
        Site(part.url, key()) as site,
    ):
        found = names.gather(site, given.seed, given.universe, status.update)
    if given.names:
        found.write(given.names)
    return found


def run(part: Part, parts: int, console: Console, fault: faults.Fault | None) -> Record:
    """Run the parts and give their record. Raises RunError."""
    progress = Progress()
    commands = [replace(part, number=number, parts=parts) for number in range(parts)]
    with _started(commands) as processes, Live(console=console, transient=True) as live:
        readers = [
            threading.Thread(target=_follow, args=(number, process, progress))
            for number, process in enumerate(processes)
        ]
        for reader in readers:
            reader.start()
        with faults.under_way(fault, part.seconds, console.print):
            while any(reader.is_alive() for reader in readers):
                live.update(progress.line())
                time.sleep(PAUSE)
    if len(progress.records) < parts:
        raise RunError("A process of users ended before its time; see above.")
    return merged(progress.records.values())


@contextmanager
def _started(parts: Sequence[Part]) -> Iterator[list[subprocess.Popen[str]]]:
    processes = [
        subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "locustfiles.generator", json.dumps(asdict(part))],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in parts
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _follow(number: int, process: "subprocess.Popen[str]", progress: Progress) -> None:
    for text in process.stdout or ():
        said = json.loads(text)
        if "record" in said:
            progress.records[number] = read(said["record"])
        else:
            progress.said[number] = said


def main(given: Sequence[str] | None = None) -> int:
    console = Console()
    asked = arguments(given)
    try:
        document = _document(asked, console)
    except (RunError, SiteError, faults.FaultError) as error:
        console.print(str(error), style="red", markup=False)
        return 2
    tables.show(console, document)
    if asked.output:
        results.write(document, asked.output)
    for name in (bad := results.failed(document)):
        console.print(f"{name}: over 5 % errors, or no answer at all.", style="red")
    return 1 if bad else 0


def _document(given: argparse.Namespace, console: Console) -> dict[str, Any]:
    part = part_of(given)
    if not key():
        console.print(
            f"{KEY} is not set: all users count as one visitor, whom the site refuses"
            " after two pages a second.",
            style="yellow",
        )
    fault = faults.find(given.fault, given.scaled, given.csv)
    found = gathered(given, part, console)
    console.print(f"{found.summary()}.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names.json"
        found.write(file)
        record = run(replace(part, names=str(file)), given.processes, console, fault)
    settings = asdict(part) | {
        "names": found.summary(),
        "parts": given.processes,
        "universe": given.universe,
        "fault": given.fault,
        "open_files": resource.getrlimit(resource.RLIMIT_NOFILE)[1],
    }
    return results.document(record, settings)


if __name__ == "__main__":
    # As Ctrl-C: what a fault has stopped goes on, and no process of users is left.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
