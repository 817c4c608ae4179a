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
# What is in front goes first: seconds for what it has under way.
FRONT_PATIENCE = 3.0
COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "bright_black")
PR_SET_PDEATHSIG = 1

Process = subprocess.Popen[str]


@dataclass(frozen=True, slots=True)
class Program:
    """One program: the name its lines carry, its command, what its environment adds."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    # What asks it to end in order, and whether it is in front of the others.
    stop_signal: signal.Signals = signal.SIGTERM
    in_front: bool = False


@dataclass(slots=True)
class Group:
    """Programs that live and die together. Use as a context: leaving it stops them."""

    console: Console
    folder: Path
    running: dict[str, Process] = field(default_factory=dict)
    programs: dict[str, Program] = field(default_factory=dict)
    # Those whose name another process has by now; some still finish what they do.
    earlier: list[Process] = field(default_factory=list)
    width: int = 0
    # Held while a line is printed and while a program is launched: a fork beside a
    # thread that prints would inherit the locks of printing.
    printing: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self, programs: Sequence[Program]) -> None:
        """Start all of them, and show what they say."""
        self.width = max(self.width, *(len(program.name) for program in programs))
        for program in programs:
            self.launch(program)

    def launch(self, program: Program) -> Process:
        """Start one; what runs by its name goes on, until it is told to leave."""
        with self.printing:
            process = _launch(program, self.folder)
        self.programs[program.name] = program
        self.earlier = [one for one in self.earlier if one.poll() is None]
        if replaced := self.running.get(program.name):
            self.earlier.append(replaced)
        self.running[program.name] = process
        colour = COLOURS[list(self.programs).index(program.name) % len(COLOURS)]
        prefix = Text(f"{program.name:<{self.width}} | ", style=colour)
        shown = threading.Thread(target=self._show, args=(process, prefix), daemon=True)
        shown.start()
        return process

    def dead(self) -> str | None:
        """Give what ended without being asked, in words, or None."""
        found = (ended(*each) for each in self.running.items())
        return next((what for what in found if what), None)

    def wait(self) -> str:
        """Return when one of them has ended, with what `dead` says."""
        while (what := self.dead()) is None:
            time.sleep(0.1)
        return what

    def stop(self) -> None:
        """Ask all of them to end, those in front first; end who takes too long."""
        front = {name for name in self.running if self.programs[name].in_front}
        self._ask([name for name in self.running if name in front])
        _wait([self.running[name] for name in front], FRONT_PATIENCE)
        self._ask([name for name in self.running if name not in front])
        for process in self.earlier:
            process.terminate()
        everyone = [*self.running.values(), *self.earlier]
        _wait(everyone, PATIENCE)
        for process in everyone:
            end(process)
        self.running.clear()
        self.earlier.clear()

    def _ask(self, names: Sequence[str]) -> None:
        for name in names:
            if self.running[name].poll() is None:
                self.running[name].send_signal(self.programs[name].stop_signal)

    def _show(self, process: Process, prefix: Text) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            with self.printing:
                self._print(prefix, line.rstrip("\n"))

    def _print(self, prefix: Text, line: str) -> None:
        if self.console.is_terminal:
            self.console.print(prefix + Text(line), soft_wrap=True)
        else:
            # Hundreds a second go to a file; colours would cost more than pages do.
            self.console.file.write(f"{prefix.plain}{line}\n")
            self.console.file.flush()


def ended(name: str, process: Process) -> str | None:
    """Say that and how it has ended; None if it runs."""
    code = process.poll()
    if code is None:
        return None
    how = f"exit code {code}" if code >= 0 else signal.Signals(-code).name
    return f"{name} ended by itself ({how})"


def _wait(processes: Sequence[Process], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))


def _launch(program: Program, folder: Path) -> Process:
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
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread prints, see launch()
    )


_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """Have Linux kill a child whose parent died, even by SIGKILL.

    A gentler signal would leave it writing to a log that nobody reads.
    """
    if sys.platform == "linux":
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def end(process: Process) -> None:
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
