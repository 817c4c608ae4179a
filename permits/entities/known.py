"""What an earlier run decided, for the contacts that are resolved beside new ones."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from permits.entities.entities import Kind, Method


class Held(NamedTuple):
    """An entity that stays one: how it came about, as in `Entity`."""

    kind: Kind
    method: Method
    confidence: float
    reasons: tuple[tuple[str, int], ...]


class Known(NamedTuple):
    """Decisions that stand, and pairs that were left open.

    `entity_of` has the contacts of the entities that are held, all of each. `counted`
    are all contacts that the register has counted already.
    """

    entity_of: Mapping[str, int]
    entities: Mapping[int, Held]
    open: Collection[tuple[int, int]]
    counted: Collection[str]


NOTHING = Known({}, {}, (), frozenset())
