"""What resolution hands over: entities, and pairs that may be the same."""

from typing import Literal, NamedTuple

Kind = Literal["firm", "person"]
Method = Literal["single", "exact", "evidence"]


class Entity(NamedTuple):
    """One person or firm and the contacts (by id, in order) that are it.

    `method`: "single" is one contact; "exact" joined only rows that share a whole
    key (name and number, say); "evidence" weighed findings at least once.
    `confidence` is that of the weakest link, 1.0 for a single contact.
    `reasons` are what linked its contacts, the commonest first, with how often.
    """

    kind: Kind
    contacts: tuple[str, ...]
    method: Method
    confidence: float
    reasons: tuple[tuple[str, int], ...]


class Possible(NamedTuple):
    """Two entities, by place in the list, that may be one: shown, never merged.

    `points` over the acceptance mean that a third entity fits as well.
    """

    one: int
    other: int
    points: float
    findings: tuple[tuple[str, float], ...]


class Resolution(NamedTuple):
    """All entities, in order of their first contact's id, and the open pairs.

    `unchanged` are places of entities that an earlier run decided on and that stay.
    """

    entities: list[Entity]
    possible: list[Possible]
    unchanged: frozenset[int] = frozenset()
