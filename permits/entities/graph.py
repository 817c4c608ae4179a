"""Who worked with whom: entities named on the same permits, and walks among them.

The rules that keep a busy expediter from joining half the city are in
docs/entities.md, with the reasons for the figures below.
"""

import time
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from psycopg import sql

from permits.entities import tables
from permits.entities.tables import Progress, quiet
from permits.models import Relationship

# A permit with more parties than this says little about any two of them.
MOST_PARTIES = 40
MOST_NUMBERS = 20
# Who has more permits than this is shown in a network but not passed through.
HUB_PERMITS = 300
MOST_HOPS = 3
MOST_NODES = 150
FANOUT = 15
EDGES_PER_NODE = 4

_KEY = ("entity_a_id", "entity_b_id")
_COLUMNS = (
    *("shared_permits", "weight", "permit_numbers", "first_date", "last_date"),
    *("total_cost", "permits_with_cost", "neighborhoods"),
)


@dataclass(frozen=True, slots=True)
class Built:
    """The pairs there are, and the rows that were written to get there."""

    relationships: int
    removed: int
    changed: int
    added: int
    seconds: float

    def figures(self) -> dict[str, Any]:
        """What `--json` prints."""
        return asdict(self)

    def sentence(self) -> str:
        return (
            f"{self.relationships:,} pairs worked together: {self.added:,} new,"
            f" {self.changed:,} changed, {self.removed:,} no longer."
        )


def build_graph(*, progress: Progress = quiet) -> Built:
    """Count anew who shares permits with whom, and make `relationships` say so.

    Raises tables.BusyError if another run is at work.
    """
    start = time.perf_counter()
    with tables.rewriting():
        progress("Pairing the parties of each permit", 0)
        found = tables.run(
            "relate",
            most_parties=sql.Literal(MOST_PARTIES),
            most_numbers=sql.Literal(MOST_NUMBERS),
        )
        progress("Writing relationships", found)
        written = tables.replace(
            "relationships", new="next_relationships", key=_KEY, columns=_COLUMNS
        )
    tables.analyze("relationships")
    seconds = round(time.perf_counter() - start, 2)
    return Built(relationships=found, seconds=seconds, **written)


class Node(NamedTuple):
    """One entity of a network. `role` is its commonest, None if not recorded.

    A hub is too busy to be passed through: who else it knows is not shown.
    """

    id: int
    name: str | None
    kind: str
    role: str | None
    permit_count: int
    hop: int
    is_hub: bool


@dataclass(frozen=True, slots=True)
class Network:
    """Who is around one entity: nodes nearest first, the one asked for at the head.

    Edges run between the nodes, strongest first. `found` counts the nodes before the
    limit; `ran_out_of_time` says that not every step could be taken.
    """

    nodes: list[Node]
    edges: list[Relationship]
    found: int
    ran_out_of_time: bool


def ego(
    entity_id: int,
    *,
    hops: int = 2,
    max_nodes: int = 60,
    fanout: int = FANOUT,
    milliseconds: int = 200,
) -> Network:
    """The network around an entity, in two queries; no nodes if there is no such id.

    At most 3 hops and 150 nodes, whatever is asked for.
    """
    limits = {
        "start": entity_id,
        "hops": min(max(hops, 0), MOST_HOPS),
        "nodes": min(max(max_nodes, 1), MOST_NODES),
        "fanout": min(max(fanout, 1), FANOUT),
        "hub": HUB_PERMITS,
        "milliseconds": milliseconds,
    }
    parts = {name: sql.Literal(value) for name, value in limits.items()}
    walked = tables.rows(tables.statement("ego", **parts))
    nodes = [Node(*row[: len(Node._fields)]) for row in walked]
    ids = [node.id for node in nodes]
    among = Relationship.objects.filter(entity_a__in=ids, entity_b__in=ids)
    strongest = among.order_by("-weight", "entity_a", "entity_b")
    return Network(
        nodes=nodes,
        edges=list(strongest[: EDGES_PER_NODE * len(ids)]) if ids else [],
        found=walked[0][-2] if walked else 0,
        ran_out_of_time=bool(walked and walked[0][-1]),
    )


def partners(entity_id: int) -> QuerySet[Relationship]:
    """Every pair that the entity is in, the strongest first."""
    pairs = Relationship.objects.filter(Q(entity_a=entity_id) | Q(entity_b=entity_id))
    return pairs.order_by("-weight", "entity_a", "entity_b")
