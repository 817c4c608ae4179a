"""The small tables shipped with the parser, read from `data/`."""

import functools
from pathlib import Path

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _listed(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(",") if item.strip()]


@functools.cache
def streets() -> tuple[tuple[str, str], ...]:
    """Pairs of street name and USPS suffix ("" where the street has none)."""
    return tuple(
        (name, "" if suffix == "-" else suffix)
        for suffix, names in _rows("streets.txt")
        for name in _listed(names)
    )


@functools.cache
def street_aliases() -> tuple[tuple[str, str, str], ...]:
    """Triples: what is typed, the street's name today, "renamed" or "short"."""
    return tuple((typed, name, why) for typed, name, why in _rows("street_aliases.txt"))


@functools.cache
def neighborhoods() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Official name of each neighborhood, with what else people call it."""
    return tuple(
        (name, tuple(_listed(aliases))) for name, aliases in _rows("neighborhoods.txt")
    )


@functools.cache
def words() -> frozenset[str]:
    return _words_of("words.txt")


@functools.cache
def given_names() -> frozenset[str]:
    return _words_of("given_names.txt")


@functools.cache
def surnames() -> frozenset[str]:
    return frozenset(dict(_rows("firm_names.txt"))["surnames"].split())


@functools.cache
def firms() -> frozenset[str]:
    return frozenset(dict(_rows("firm_names.txt"))["firms"].split())


def _words_of(name: str) -> frozenset[str]:
    return frozenset(word for row in _rows(name) for word in row[0].split())
