"""How well plan sets are checked, and how fast.

Run as `manage.py bench plans --json --seed N`: sets with seeded defects are drawn into
a temporary folder, read and checked; a rule fires where its verdict is fail or warn.
"""

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2

from analysis import checks, pdf
from analysis.bench.plan_maker.make import Made, make, make_clean, write
from analysis.bench.plan_scores import Said, Scores, said
from permits.bench.memory import watched

SETS = 200
SIXTY = 60
# What an uncomplicated reader does with each page: its words, and a small picture.
_REFERENCE_SCALE = 24 / 72
Progress = Callable[[str], None]


@dataclass(slots=True)
class Seconds:
    """Where the time goes, over all sets."""

    made: float = 0.0
    read: float = 0.0
    checked: float = 0.0


@dataclass(slots=True)
class _Run:
    scores: Scores = field(default_factory=Scores)
    seconds: Seconds = field(default_factory=Seconds)
    sheets: int = 0
    # Sets that were refused though they should not be, or the other way round.
    unread: list[dict[str, str]] = field(default_factory=list)


def run(
    *,
    size: int = SETS,
    seed: int = 1,
    sheets: int | None = None,
    progress: Progress = lambda _words: None,
) -> dict[str, Any]:
    """Shares from 0 to 1; `sheets` in every set and in the large one, if not by lot."""
    done = _Run()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for index in range(size):
            start = time.perf_counter()
            made = make(seed, index, sheets=sheets)
            done.seconds.made += time.perf_counter() - start
            _check(made, folder, done)
            if index % 10 == 9:  # noqa: PLR2004 - every ten sets
                progress(f"{index + 1} of {size} sets")
        progress("a large set")
        large = speed(make_clean(seed, sheets=sheets or SIXTY), folder)
    taken = done.seconds.read + done.seconds.checked
    return {
        "sets": size,
        "seed": seed,
        "sheets": done.sheets,
        "sets_per_second": round(size / taken, 2),
        "sheets_per_second": round(done.sheets / taken, 1),
        "make_seconds": round(done.seconds.made, 1),
        "read_seconds": round(done.seconds.read, 1),
        "check_seconds": round(done.seconds.checked, 1),
        "large_set": large,
        "unread": done.unread,
        **done.scores.figures(),
    }


def _check(made: Made, folder: Path, done: _Run) -> None:
    path = write(made, folder)
    try:
        told = _told(made, path, done.seconds)
    except pdf.PdfError as error:
        told = {made.labels.refused: Said("fail", evidence=str(error))}
        if not made.labels.refused:
            done.unread.append({"seed": made.labels.seed, "words": str(error)})
    else:
        if made.labels.refused:
            done.unread.append({"seed": made.labels.seed, "words": "read after all"})
    finally:
        path.unlink()
    done.sheets += made.labels.sheets
    done.scores.add(made.labels, told)


def _told(made: Made, path: Path, seconds: Seconds) -> dict[str, Said]:
    start = time.perf_counter()
    plan_set = pdf.read(path, file_name=made.labels.file_name)
    read = time.perf_counter()
    if made.says_size is not None:
        plan_set = replace(plan_set, size=made.says_size)
    results = checks.run_all(plan_set, made.submission)
    seconds.read += read - start
    seconds.checked += time.perf_counter() - read
    return {rule.id: said(findings) for rule, findings in results}


def speed(made: Made, folder: Path) -> dict[str, Any]:
    """One set: seconds, the peak of all processes, and a plain reader's seconds."""
    path = write(made, folder)
    seconds = Seconds()
    with watched(os.getpid()) as memory:
        _told(made, path, seconds)
    taken = seconds.read + seconds.checked
    reference = _reference_seconds(path)
    return {
        "sheets": made.labels.sheets,
        "file_mb": round(path.stat().st_size / 1e6, 1),
        "seconds": round(taken, 2),
        "read_seconds": round(seconds.read, 2),
        "check_seconds": round(seconds.checked, 2),
        "reference_seconds": round(reference, 2),
        "ratio": round(taken / reference, 2),
        **memory.figures(),
    }


def _reference_seconds(path: Path) -> float:
    """Words and a small picture of each page, in this process and one after another."""
    start = time.perf_counter()
    document = pypdfium2.PdfDocument(path)
    try:
        for page in document:
            page.get_textpage().get_text_bounded()
            page.render(scale=_REFERENCE_SCALE)
            page.close()
    finally:
        document.close()
    return time.perf_counter() - start
