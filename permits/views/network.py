"""Who worked with whom as a drawing: an arc diagram, made on the server.

One name under the other with its arcs beside it: names never overlap, and can be read
in a narrow window, which no drawing in a circle allows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from permits.entities.graph import HUB_PERMITS
from permits.models import Entity, Relationship
from permits.querysets.entities import Partner, Tie
from permits.views.entity_address import entity_url

# In the drawing's own units; it is shown about as wide as a telephone.
WIDTH: Final = 360
ROW: Final = 30
SPINE: Final = 112
LABEL: Final = 132
DEEPEST: Final = 104
SHALLOWEST: Final = 16
THINNEST: Final = 1.0
THICKEST: Final = 6.0
# The weight of a tie that is drawn thick, unless one weighs more.
CLOSE: Final = 4.0
# Of the label's size, in units: about what letters of the system's sans take.
WIDE: Final = 9.4
NARROW: Final = 6.8


@dataclass(frozen=True, slots=True)
class Node:
    """One person or firm; `y` is the middle of its row, `label` its name cut to fit."""

    name: str
    label: str
    url: str
    kind: str
    y: int
    is_hub: bool
    is_middle: bool

    @property
    def top(self) -> int:
        return self.y - ROW // 2


@dataclass(frozen=True, slots=True)
class Arc:
    """A tie of two rows. `path` bows to the left of the names."""

    path: str
    width: float
    is_own: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The nodes from top to bottom, the one in the middle first, and their ties."""

    nodes: list[Node]
    arcs: list[Arc]

    @property
    def height(self) -> int:
        return ROW * len(self.nodes)

    @property
    def has_hubs(self) -> bool:
        return any(node.is_hub for node in self.nodes)


def draw(
    subject: Entity, partners: Sequence[Partner], ties: Iterable[Tie | Relationship]
) -> Drawing:
    """The subject above its partners, in their order, which is the strongest first.

    The ties among the partners lie under the subject's own.
    """
    listed = [subject, *(partner.entity for partner in partners)]
    places = {entity.pk: place for place, entity in enumerate(listed)}
    own = [partner.shared for partner in partners]
    among = [tie for tie in ties if {tie.entity_a_id, tie.entity_b_id} <= places.keys()]
    heaviest = max([CLOSE, *(tie.weight for tie in [*own, *among])])
    arcs = [
        _arc(tie, places, heaviest, is_own=is_own)
        for is_own, group in ((False, among), (True, own))
        for tie in group
    ]
    return Drawing([_node(entity, place) for entity, place in _placed(listed)], arcs)


def _placed(listed: Iterable[Entity]) -> Iterable[tuple[Entity, int]]:
    return ((entity, place) for place, entity in enumerate(listed))


def _node(entity: Entity, place: int) -> Node:
    name = str(entity)
    return Node(
        name=name,
        label=fitted(name, WIDTH - LABEL),
        url=entity_url(entity.pk, entity.name),
        kind=entity.kind,
        y=_middle(place),
        is_hub=entity.permit_count > HUB_PERMITS,
        is_middle=place == 0,
    )


def _middle(place: int) -> int:
    return ROW * place + ROW // 2


def _arc(
    tie: Tie | Relationship, places: dict[int, int], heaviest: float, *, is_own: bool
) -> Arc:
    high, low = sorted((places[tie.entity_a_id], places[tie.entity_b_id]))
    # The square root keeps the arcs of a long list apart near the spine.
    share = sqrt((low - high) / max(len(places) - 1, 1))
    # A curve with both handles at x bows three quarters of the way there.
    x = round(SPINE - (SHALLOWEST + share * (DEEPEST - SHALLOWEST)) * 4 / 3)
    top, bottom = _middle(high), _middle(low)
    width = THINNEST + (THICKEST - THINNEST) * sqrt(tie.weight / heaviest)
    return Arc(
        path=f"M{SPINE} {top}C{x} {top} {x} {bottom} {SPINE} {bottom}",
        width=round(width, 1),
        is_own=is_own,
    )


def fitted(name: str, room: float) -> str:
    """The name, or as much of it as `room` units hold, and then an ellipsis."""
    if len(name) * WIDE + NARROW <= room:
        return name
    used = 0.0
    for place, letter in enumerate(name):
        used += WIDE if letter.isupper() or letter in "mwMW@&%" else NARROW
        if used > room - (NARROW if place < len(name) - 1 else 0):
            return name[:place].rstrip() + "…"
    return name
