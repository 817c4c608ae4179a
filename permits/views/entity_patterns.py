"""Patterns worth a look: figures beside those of a comparison group, no findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from permits import words
from permits.entities.statistics import (
    COSTLY,
    FAST_DAYS,
    INSPECTOR_SHARE,
    REGULAR,
)
from permits.models import Entity, EntityStatistics, RoleStatistics
from permits.querysets.permits import FEWEST_SIMILAR
from permits.views.entity_words import percent

# So many times the median of its role is a volume worth a look.
MUCH: Final = 3


@dataclass(frozen=True, slots=True)
class Pattern:
    """`figure` is of this person or firm, `group` of those it is compared with."""

    title: str
    figure: str
    group: str
    permits: tuple[str, ...] = ()


def patterns(entity: Entity, counted: EntityStatistics) -> list[Pattern]:
    """Those of the three that show; none where there is nobody to compare with."""
    role = counted.role
    if role is None:
        return []
    return [
        *_volume(entity, role),
        *_inspector(counted, role),
        *_fast(counted, role),
    ]


def _volume(entity: Entity, role: RoleStatistics) -> Iterator[Pattern]:
    usual = role.median_permits
    if usual is None or role.regulars < FEWEST_SIMILAR:
        return
    if entity.permit_count > MUCH * usual:
        yield Pattern(
            title="Many permits for the role",
            figure=f"Named on {entity.permit_count:,} permits, which is"
            f" {entity.permit_count / usual:.1f} times the median of its role.",
            group=f"The median is {usual:g} permits, of the n = {role.regulars:,}"
            f" people and firms whose commonest role is {role.role} and who are on at"
            f" least {REGULAR} permits.",
        )


def _inspector(counted: EntityStatistics, role: RoleStatistics) -> Iterator[Pattern]:
    of, most = counted.inspected_permits, counted.top_inspector_permits
    if of >= REGULAR and most >= INSPECTOR_SHARE * of:
        yield Pattern(
            title="One inspector on half of the inspected permits or more",
            figure=f"{counted.top_inspector} is recorded on {most:,} of the {of:,}"
            f" permits that have an inspector recorded ({percent(most, of)}).",
            group=f"Of the n = {role.inspected_entities:,} people and firms whose"
            f" commonest role is {role.role} and who have at least {REGULAR} such"
            f" permits, this is so for {role.one_inspector_entities:,}"
            f" ({percent(role.one_inspector_entities, role.inspected_entities)})."
            if role.inspected_entities
            else f"Nobody else whose commonest role is {role.role} is counted yet.",
        )


def _fast(counted: EntityStatistics, role: RoleStatistics) -> Iterator[Pattern]:
    of, fast = counted.costly_permits, counted.fast_permits
    if fast:
        cost = words.counted(of, "issued permit")
        group = (
            f"Of the n = {role.costly_permits:,} such permits of everybody whose"
            f" commonest role is {role.role}: {role.fast_permits:,}"
            f" ({percent(role.fast_permits, role.costly_permits)})."
            if role.costly_permits
            else f"Nobody else whose commonest role is {role.role} is counted yet."
        )
        yield Pattern(
            title=f"Issued in under {FAST_DAYS} days, above ${COSTLY:,}",
            figure=f"{fast:,} of {cost} above ${COSTLY:,} ({percent(fast, of)}), by the"
            " higher of estimated and revised cost.",
            group=group,
            permits=tuple(counted.fast_numbers),
        )
