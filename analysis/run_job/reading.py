"""Sheets of a set as they come, two jailed children at a time."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

from analysis import pdf
from analysis.plan_set import Sheet


def sheets_of(path: Path, numbers: Sequence[int], pictures: Path) -> Iterator[Sheet]:
    """These sheets, nearly in their order. The children end with the generator.

    Raises whatever reading one of the batches raises, after what came before it.
    """
    come: Queue[Sheet | BaseException | None] = Queue()
    over = threading.Event()

    def read(batch: Sequence[int]) -> None:
        try:
            for sheet in _until(over, path, batch, pictures):
                come.put(sheet)
        except BaseException as error:
            come.put(error)
            raise
        come.put(None)

    batches = [
        numbers[first : first + pdf.BATCH]
        for first in range(0, len(numbers), pdf.BATCH)
    ]
    with ThreadPoolExecutor(pdf.CHILDREN) as pool:
        try:
            for batch in batches:
                pool.submit(read, batch)
            left = len(batches)
            while left:
                found = come.get()
                if isinstance(found, BaseException):
                    raise found
                if found is None:
                    left -= 1
                else:
                    yield found
        finally:
            over.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _until(
    over: threading.Event, path: Path, batch: Sequence[int], pictures: Path
) -> Iterator[Sheet]:
    for sheet in pdf.read_sheets(path, batch, images=pictures):
        yield sheet
        if over.is_set():
            return
