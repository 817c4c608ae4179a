"""Runs several programs as one: a common log, and nobody is left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn, Self

from rich.console import Console
from rich.text import Text

# Together with the servers' own stop this stays within ten seconds.
PATIENCE = 5.0
COLOURS = ("cyan", "magenta", "green", "yellow")
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Program:
    """One program: the name its lines carry, its command, what its environment adds."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]


@dataclass(slots=True)
class Group:
    """Programs that live and die together. Use as a context: leaving it stops them."""

    console: Console
    folder: Path
    running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, programs: Sequence[Program]) -> None:
        """Start all of them, then show what they say."""
        for program in programs:
            self.running[program.name] = _launch(program, self.folder)
        # Threads come last: a fork beside running threads may inherit a held lock.
        width = max(len(name) for name in self.running)
        for (name, process), colour in zip(self.running.items(), COLOURS, strict=False):
            prefix = Text(f"{name:<{width}} | ", style=colour)
            target = threading.Thread(
                target=self._show, args=(process, prefix), daemon=True
            )
            target.start()

    def dead(self) -> str | None:
        """Give what ended without being asked, in words, or None."""
        for name, process in self.running.items():
            code = process.poll()
            if code is not None:
                how = f"exit code {code}" if code >= 0 else signal.Signals(-code).name
                return f"{name} ended by itself ({how})"
        return None

    def wait(self) -> str:
        """Return when one of them has ended, with what `dead` says."""
        while (what := self.dead()) is None:
            time.sleep(0.1)
        return what

    def stop(self) -> None:
        """Ask all of them to end; after `PATIENCE` seconds, end them."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.running.values():
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        for process in self.running.values():
            _kill_group(process)
        self.running.clear()

    def _show(self, process: subprocess.Popen[str], prefix: Text) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.console.print(prefix + Text(line.rstrip("\n")), soft_wrap=True)


def _launch(program: Program, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own programs
        program.command,
        cwd=folder,
        env=dict(os.environ) | dict(program.environment) | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        # Ctrl-C reaches this process alone, which then stops the others in order.
        start_new_session=True,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread runs yet, see start()
    )


_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Have Linux kill a child whose parent died, even by SIGKILL.

    A gentler signal would leave it writing to a log that nobody reads.
    """
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _kill_group(process: subprocess.Popen[str]) -> None:
    """End what is left of the program and of what it started itself."""
    # All gone is fine; macOS calls a group of zombies a matter of permission.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def exit_on_signals(code: int) -> None:
    """Let Ctrl-C, SIGTERM and SIGHUP end this process in order, with `code`."""

    def leave(_number: int, _frame: FrameType | None) -> NoReturn:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        raise SystemExit(code)

    for number in STOPPING:
        signal.signal(number, leave)


STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
