"""A plan set's PDF, read in jailed children (ops/jail.py, analysis/reader).

Opened first by `inspect`, then sheet by sheet with `read_sheets`, a child a batch. What
the children print is checked value by value (analysis/sheet_json.py).
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from analysis import page_images, refusals
from analysis.plan_set import PlanSet, Sheet
from analysis.sheet_json import UntrustedError, plan_set_from, sheet_from
from ops import jail

MODULE: Final = "analysis.reader"
# The City's largest sets have some hundred sheets.
MOST_SHEETS: Final = 2000
BATCH: Final = 10
# Children that `read` has at work at once.
CHILDREN: Final = 2
# After so many sheets of a batch that cannot be read, its others are not tried; after
# so many of a file it is given up.
MOST_LOST: Final = 3
MOST_LOST_IN_ALL: Final = 20
# A child that is killed from outside says nothing of the file: it is tried so often.
TRIES: Final = 3

_STRUCTURE: Final = jail.Limits(cpu_seconds=60, wall_seconds=180.0)
_BATCH: Final = jail.Limits(cpu_seconds=60, wall_seconds=240.0)
_ALONE: Final = jail.Limits(cpu_seconds=20, wall_seconds=90.0)
_MEASURE: Final = jail.Limits(cpu_seconds=5, wall_seconds=30.0)

# Sheets done, and of how many.
Progress = Callable[[int, int], None]
Said = TypeVar("Said")


class PdfError(Exception):
    """The file cannot be read; the message says why in words for people."""


class RefusedError(PdfError):
    """It is no PDF, needs a password, or is more than is taken."""


def inspect(path: Path, *, file_name: str) -> PlanSet:
    """What the file's structure says, without its sheets.

    Raises:
        RefusedError: no PDF, encrypted, too many sheets.
        PdfError: damaged, or its structure is more than the limits allow.
    """
    with path.open("rb") as file:
        if reason := refusals.not_a_pdf(file.read(refusals.HEAD)):
            raise RefusedError(reason)
    try:
        said = _unless_killed(lambda: _structure(path), tries=TRIES)
        _require_taken(said)
        return plan_set_from(said, file_name=file_name, size=path.stat().st_size)
    except (jail.JailError, UntrustedError) as error:
        raise PdfError(f"{refusals.UNREADABLE} {error}") from error


def _structure(path: Path) -> dict[str, Any]:
    return next(_ask(path, _STRUCTURE, do="inspect", most=MOST_SHEETS), {})


def _unless_killed(read: Callable[[], Said], *, tries: int) -> Said:
    """Read it, again where the child was killed. Raises what the last try raises."""
    for _ in range(tries - 1):
        with suppress(jail.KilledError):
            return read()
    return read()


def _require_taken(said: dict[str, Any]) -> None:
    if code := said.get("refused"):
        raise RefusedError(refusals.words(code, most=MOST_SHEETS))
    if code := said.get("broken"):
        raise PdfError(refusals.words(code, most=MOST_SHEETS))


def batches(pages: int) -> Iterator[range]:
    """Sheet numbers from 1 to `pages`, as many at a time as one child reads."""
    for first in range(1, pages + 1, BATCH):
        yield range(first, min(first + BATCH, pages + 1))


def read_sheets(
    path: Path, numbers: Sequence[int], *, images: Path | None = None
) -> Iterator[Sheet]:
    """These sheets in this order, as they are read; pictures of them into `images`.

    A sheet at which the child dies is tried once more alone, then only measured, and
    has a `problem`. Pictures are named by page_images.names.
    """
    left = list(numbers)
    lost = 0
    while left and lost < MOST_LOST:
        # Exhausted, or the child died at the first that is left.
        for sheet in _until_it_dies(path, tuple(left), images):
            del left[0]
            yield sheet
        if left:
            sheet = _alone(path, left.pop(0), images)
            lost += bool(sheet.problem)
            yield sheet
    for number in left:
        yield Sheet(number, 0.0, 0.0, problem=refusals.NOT_TRIED)


def _until_it_dies(
    path: Path, numbers: Sequence[int], images: Path | None
) -> Iterator[Sheet]:
    try:
        yield from _read(path, numbers, images, _BATCH)
    except (jail.JailError, UntrustedError):
        return


def _alone(path: Path, number: int, images: Path | None) -> Sheet:
    try:
        # It was tried in its batch.
        return _unless_killed(
            lambda: next(_read(path, [number], images, _ALONE)), tries=TRIES - 1
        )
    except (jail.JailError, UntrustedError, StopIteration) as error:
        return _measured(path, number, f"{refusals.SHEET_UNREADABLE} {error}".strip())


def _measured(path: Path, number: int, problem: str) -> Sheet:
    """The sheet's size, which is known without its content."""
    try:
        said = next(_ask(path, _MEASURE, do="measure", numbers=[number]))
        return replace(sheet_from(said, number=number), problem=problem)
    except (jail.JailError, UntrustedError, StopIteration):
        return Sheet(number, 0.0, 0.0, problem=problem)


def _read(
    path: Path, numbers: Sequence[int], images: Path | None, limits: jail.Limits
) -> Iterator[Sheet]:
    asked: dict[str, Any] = {"numbers": list(numbers), "images": images is not None}
    said = _ask(path, limits, do="read", **asked)
    for number, one in zip(numbers, islice(said, len(numbers)), strict=False):
        sheet = sheet_from(one, number=number)
        if images is not None:
            page_images.save(one, images, number)
        yield sheet
    # What it says after its last sheet is not asked for; that it ended well is.
    for _ in said:
        raise UntrustedError("The reader spoke of sheets that nobody asked for.")


def _ask(path: Path, limits: jail.Limits, **asked: Any) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        yield from jail.run(MODULE, [json.dumps(asked)], file=file, limits=limits)


def read(
    path: Path,
    *,
    file_name: str,
    images: Path | None = None,
    progress: Progress | None = None,
) -> PlanSet:
    """The whole set.

    Raises:
        PdfError: as `inspect`, or too many of its sheets cannot be read, or all.
    """
    plan_set = inspect(path, file_name=file_name)
    sheets: list[Sheet] = []
    for sheet in read_all(path, plan_set.pages, images=images):
        sheets.append(sheet)
        if progress:
            progress(len(sheets), plan_set.pages)
    require_some(sheets)
    return replace(plan_set, sheets=tuple(sheets))


def require_some(sheets: Collection[Sheet]) -> None:
    """Raise PdfError, with the first reason, if none of the set could be read."""
    problems = [sheet.problem for sheet in sheets]
    if problems and all(problems):
        raise PdfError(refusals.none_read(problems))


def read_all(path: Path, pages: int, *, images: Path | None = None) -> Iterator[Sheet]:
    """All sheets in order, CHILDREN batches at a time.

    Raises:
        PdfError: too many sheets cannot be read.
    """
    lost = 0
    with ThreadPoolExecutor(CHILDREN) as pool:
        waiting = [
            pool.submit(lambda some: list(read_sheets(path, some, images=images)), some)
            for some in batches(pages)
        ]
        try:
            for batch in waiting:
                for sheet in batch.result():
                    lost += bool(sheet.problem)
                    yield sheet
                if lost > MOST_LOST_IN_ALL:
                    raise PdfError(refusals.TOO_MANY_LOST)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
