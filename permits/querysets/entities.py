"""Reads of people and firms: one of them, who may be the same, who worked with it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from permits.models import Entity, EntityPossible, EntityRedirect, Relationship

MOST_POSSIBLE = 20
_NAMED = ("id", "name", "kind", "roles", "permit_count")
_BOTH = tuple(f"{side}__{name}" for side in ("entity_a", "entity_b") for name in _NAMED)


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


def entity(entity_id: int) -> Entity | None:
    """The entity with its statistics and those of its role; one query.

    One that came after the last count of statistics has none.
    """
    found = Entity.objects.select_related("statistics__role").filter(pk=entity_id)
    return found.first()


def merged_into(entity_id: int) -> EntityRedirect | None:
    """Where an id that was merged leads; its `entity` may be gone too."""
    return EntityRedirect.objects.filter(pk=entity_id).first()


def entity_name(entity_id: int) -> tuple[int, str | None] | None:
    """Id and name; None if there is no such entity. One query."""
    found = Entity.objects.filter(pk=entity_id)
    return found.values_list("pk", "name").first()


def possible_twins(entity_id: int) -> list[Possible]:
    """Entities that may be the same, the likeliest first; one query."""
    pairs = (
        EntityPossible.objects.filter(Q(entity_a=entity_id) | Q(entity_b=entity_id))
        .select_related("entity_a", "entity_b")
        .only("findings", *_BOTH)
        .order_by("-points", "entity_a", "entity_b")[:MOST_POSSIBLE]
    )
    return [Possible(_other(pair, entity_id), pair.findings) for pair in pairs]


def partners_of(entity_id: int, limit: int) -> list[Partner]:
    """The strongest partners first; one query of at most twice as many pairs."""
    low = Relationship.objects.filter(entity_a=entity_id)
    high = Relationship.objects.filter(entity_b=entity_id)
    either = (
        low.order_by("-weight", "entity_b")
        .values("pk")[:limit]
        .union(high.order_by("-weight", "entity_a").values("pk")[:limit], all=True)
    )
    pairs = (
        Relationship.objects.filter(pk__in=either)
        .select_related("entity_a", "entity_b")
        .defer("permit_numbers", *_left_out("entity_a"), *_left_out("entity_b"))
        .order_by("-weight", "entity_a", "entity_b")[:limit]
    )
    return [Partner(_other(pair, entity_id), pair) for pair in pairs]


def ties_among(entity_ids: Collection[int], limit: int) -> QuerySet[Relationship]:
    """Who of these worked with whom, the strongest first."""
    among = Relationship.objects.filter(
        entity_a__in=entity_ids, entity_b__in=entity_ids
    ).only("entity_a_id", "entity_b_id", "weight", "shared_permits")
    return among.order_by("-weight", "entity_a", "entity_b")[:limit]


def _other(pair: EntityPossible | Relationship, entity_id: int) -> Entity:
    return pair.entity_b if pair.entity_a_id == entity_id else pair.entity_a


def _left_out(side: str) -> list[str]:
    """The columns of an entity that a list of them does not show."""
    columns = (field.attname for field in Entity._meta.concrete_fields)
    return [f"{side}__{name}" for name in columns if name not in _NAMED]
