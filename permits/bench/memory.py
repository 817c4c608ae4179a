"""How much memory a piece of work needs, with its children and the server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

EVERY = 0.5
MB = 2**20


@dataclass(slots=True)
class Seen:
    """Bytes held together: before the work, and the most while it went on."""

    before: int = 0
    peak: int = 0

    def figures(self) -> dict[str, int]:
        """In MB. A benchmark's own labels are in the peak, and not above the start."""
        above = self.peak - self.before
        return {"peak_mb": self.peak // MB, "peak_mb_above_start": above // MB}


@contextmanager
def watched(*pids: int) -> Iterator[Seen]:
    """See what these processes and their children hold, twice a second.

    Sizes are proportional (PSS): pages that processes share count once in all.
    """
    seen = Seen(before=_held(pids))
    through = threading.Event()

    def look() -> None:
        while not through.wait(EVERY):
            seen.peak = max(seen.peak, _held(pids))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        through.set()
        watcher.join()
        seen.peak = max(seen.peak, _held(pids))


def _held(pids: tuple[int, ...]) -> int:
    return sum(_pss(process) for pid in pids for process in _family(pid))


def _family(pid: int) -> list[psutil.Process]:
    """The process and its children; none if it runs on another machine."""
    try:
        process = psutil.Process(pid)
        return [process, *process.children()]
    except psutil.NoSuchProcess:
        return []


def _pss(process: psutil.Process) -> int:
    try:
        size: int = process.memory_full_info().pss
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
    return size
