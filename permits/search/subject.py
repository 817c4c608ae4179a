"""The person or firm whose permits are asked for."""

from dataclasses import replace

from permits.models import Entity, EntityRedirect
from permits.search.filters import Filters


def with_subject(filters: Filters) -> Filters:
    """The same with the name of its entity, and the id that a merged one leads to.

    One query, or two if no entity has that id; none if no entity is asked for. That one
    is unknown, `problems` say; it finds nothing, as all permits would not be what was
    asked for.
    """
    asked = filters.entity
    if asked is None:
        return filters
    found = Entity.objects.filter(pk=asked).only("name").first()
    if found is None:
        return _redirected(filters, asked)
    return replace(filters, entity_name=str(found))


def _redirected(filters: Filters, asked: int) -> Filters:
    merged = EntityRedirect.objects.filter(pk=asked).select_related("entity").first()
    if merged is None:
        told = f"No person or firm is recorded under number {asked}."
        return replace(filters, problems=(*filters.problems, told))
    entity = merged.entity
    told = f"Number {asked} is now part of number {entity.pk}, {entity}."
    return replace(
        filters,
        entity=entity.pk,
        entity_name=str(entity),
        problems=(*filters.problems, told),
    )
