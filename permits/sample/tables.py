"""All data sets of one sample, as the loader takes them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from permits.ingest.source import RawRow, RawTable

from . import (
    complaints,
    contacts,
    inspections,
    lots,
    routing,
    trade_contacts,
    trade_permits,
    violations,
)
from .heads import Head
from .rows import COLUMNS
from .scene import Pass, Scene, Values


class Part(NamedTuple):
    """One data set: its columns, and its rows (without stamps) from the permits."""

    columns: tuple[str, ...]
    rows: Callable[[Scene, Iterable[Head]], Iterator[Values]]


# In the order to load them in: places, permits, then what refers to those.
PLACES = {
    "neighborhoods": Part(lots.NEIGHBORHOOD_COLUMNS, lots.neighborhood_rows),
    "parcels": Part(lots.PARCEL_COLUMNS, lots.parcel_rows),
}
OTHERS = {
    "electrical_permits": Part(
        trade_permits.ELECTRICAL_COLUMNS, trade_permits.electrical_rows
    ),
    "plumbing_permits": Part(
        trade_permits.PLUMBING_COLUMNS, trade_permits.plumbing_rows
    ),
    "contacts": Part(contacts.COLUMNS, contacts.rows),
    "electrical_contacts": Part(
        trade_contacts.ELECTRICAL_COLUMNS, trade_contacts.electrical_rows
    ),
    "plumbing_contacts": Part(
        trade_contacts.PLUMBING_COLUMNS, trade_contacts.plumbing_rows
    ),
    "addenda": Part(routing.COLUMNS, routing.rows),
    "inspections": Part(inspections.COLUMNS, inspections.rows),
    "complaints": Part(complaints.COLUMNS, complaints.rows),
    "violations": Part(violations.COLUMNS, violations.rows),
}
DATASETS = (*PLACES, "permits", *OTHERS)


def tables(
    *, permits: int, seed: int = 1, today: dt.date
) -> Iterator[tuple[str, RawTable]]:
    """Each data set of `DATASETS` with its name, in the order to load them in.

    A table may be read once, at any time and in any order. All of them tell of the
    same permits, parcels, people and firms. The outlines of neighborhoods are drawn
    around the sample's own addresses and are not the city's.
    """
    scene = Scene(permits, seed, today)
    origin = f"{permits:,} invented permits, seed {seed}"
    for name, part in PLACES.items():
        yield name, table_of(scene, part, origin)
    yield (
        "permits",
        RawTable(
            source="sample",
            origin=origin,
            columns=COLUMNS,
            rows=scene.heads.recorded(),
            read_share=scene.heads.records.share,
        ),
    )
    for name, part in OTHERS.items():
        yield name, table_of(scene, part, origin)


def table_of(scene: Scene, part: Part, origin: str) -> RawTable:
    reading = Pass(scene)
    return RawTable(
        source="sample",
        origin=origin,
        columns=part.columns,
        rows=numbered(part, scene, reading),
        read_share=reading.share,
    )


def numbered(part: Part, scene: Scene, heads: Iterable[Head]) -> Iterator[RawRow]:
    """The part's rows with line numbers, and stamps where it has columns for them."""
    loaded = scene.date - dt.timedelta(days=1)
    stamps: Values = (f"{loaded}T23:55:00.000", f"{scene.date}T03:32:03.000")
    if part.columns[-1] != "data_loaded_at":
        stamps = ()
    for line, values in enumerate(part.rows(scene, heads), start=2):
        yield RawRow(line, values + stamps)
