"""Reads of people and firms: one of them, who may be the same, who worked with it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db.models import Q

from ops.compiled import compiled
from ops.database import reading
from permits.models import Entity, EntityPossible, EntityRedirect, Relationship
from permits.querysets.freshness import Freshness, row_and_freshness

MOST_POSSIBLE = 20
_NAMED = ("id", "name", "kind", "roles", "permit_count")
_BOTH = tuple(f"{side}__{name}" for side in ("entity_a", "entity_b") for name in _NAMED)


# Not put together by the ORM, which takes longer over it than the database.
_SQL: Final = Path(__file__).parent / "sql"
_PARTNERS: Final = (_SQL / "partners_of.sql").read_text()
_TIES: Final = (_SQL / "ties_among.sql").read_text()


class Tie(NamedTuple):
    """Two that are named on the same permits, by their ids."""

    entity_a_id: int
    entity_b_id: int
    weight: float


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody named on the same permits, and what the two share."""

    entity: Entity
    shared: Relationship


@dataclass(frozen=True, slots=True)
class Possible:
    """An entity that may be the same one; the findings are [{reason, points}]."""

    entity: Entity
    findings: list[dict[str, object]]


_entity = row_and_freshness(
    lambda entity_id: Entity.objects.select_related("statistics__role").filter(
        pk=entity_id
    ),
    int,
)


def entity_and_freshness(entity_id: int) -> tuple[Entity, Freshness] | None:
    """The entity with its statistics and those of its role, and what is loaded.

    One query for both. One that came after the last count of statistics has none.
    """
    return _entity(entity_id)


def merged_into(entity_id: int) -> EntityRedirect | None:
    """Where an id that was merged leads; its `entity` may be gone too."""
    return EntityRedirect.objects.filter(pk=entity_id).first()


def entity_name(entity_id: int) -> tuple[int, str | None] | None:
    """Id and name; None if there is no such entity. One query."""
    found = Entity.objects.filter(pk=entity_id)
    return found.values_list("pk", "name").first()


def possible_twins(entity_id: int) -> list[Possible]:
    """Entities that may be the same, the likeliest first; one query."""
    pairs = _pairs(entity_id)
    return [Possible(_other(pair, entity_id), pair.findings) for pair in pairs]


_pairs = compiled(
    lambda entity_id: (
        EntityPossible.objects.filter(Q(entity_a=entity_id) | Q(entity_b=entity_id))
        .select_related("entity_a", "entity_b")
        .only("findings", *_BOTH)
        .order_by("-points", "entity_a", "entity_b")[:MOST_POSSIBLE]
    ),
    int,
)


def partners_of(entity_id: int, limit: int) -> list[Partner]:
    """The strongest partners first; one query of at most twice as many pairs."""
    asked = {"entity": entity_id, "limit": limit}
    return [_partner(pair) for pair in Relationship.objects.raw(_PARTNERS, asked)]


def _partner(pair: Any) -> Partner:
    """A pair with the columns of the other side, as partners_of.sql names them."""
    entity = Entity(
        id=pair.partner_id,
        name=pair.partner_name,
        kind=pair.partner_kind,
        roles=json.loads(pair.partner_roles),
        permit_count=pair.partner_permits,
    )
    return Partner(entity, pair)


def ties_among(entity_ids: Collection[int], limit: int) -> list[Tie]:
    """Who of these worked with whom, the strongest first; one query."""
    with reading().cursor() as cursor:
        cursor.execute(_TIES, {"entities": list(entity_ids), "limit": limit})
        return [Tie(*row) for row in cursor.fetchall()]


def _other(pair: EntityPossible, entity_id: int) -> Entity:
    return pair.entity_b if pair.entity_a_id == entity_id else pair.entity_a
