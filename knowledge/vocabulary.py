"""The words people use beside those of the City: data/vocabulary.txt."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one of `said` is asked for, one of `meant` may be what answers."""

    said: tuple[str, ...]
    meant: tuple[str, ...]


@functools.cache
def entries() -> tuple[Entry, ...]:
    return tuple(_read(DATA / "vocabulary.txt"))


@functools.cache
def names(file: str) -> tuple[str, ...]:
    """The lines of one of the lists in data/, but for comments."""
    return tuple(_lines(DATA / f"{file}.txt"))


def _read(path: Path) -> Iterator[Entry]:
    for line in _lines(path):
        if "=" in line:
            left, _, right = line.partition("=")
            same = (*_phrases(left), *_phrases(right.replace("=", ",")))
            yield from (Entry((one,), tuple(set(same) - {one})) for one in same)
            continue
        said, colon, meant = line.partition(":")
        if not colon:
            raise ValueError(f"{path.name}: {line!r} is not 'said: meant'.")
        yield Entry(_phrases(said), _phrases(meant))


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split(",") if phrase.strip())


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if text := line.partition("#")[0].strip():
            yield text
