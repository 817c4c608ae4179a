"""Who worked with whom: entities named on the same permits, and walks among them.

The rules that keep a busy expediter from joining half the city are in
docs/entities.md, with the reasons for the figures below.
"""

import time
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from psycopg import sql

from permits import derived
from permits.derived import EVERYTHING, Progress, quiet
from permits.entities.last_run import is_few, keep_graph, last_run
from permits.entities.statements import run, statement
from permits.models import EntityRun, Relationship

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


def build_graph(
    *, touched: frozenset[int] | None = None, progress: Progress = quiet
) -> Built:
    """Count who shares permits with whom, and make `relationships` say so.

    With `touched` (of a run of resolve_entities, or empty) only pairs are counted that
    share a permit on which something is new since the last build: resolve_entities
    notes the permits, which tell more than ids do. None: all pairs, as always if there
    is no build to go on from. Raises derived.BusyError if another run is at work.
    """
    start = time.perf_counter()
    with derived.rewriting():
        ((loads, removed),) = derived.rows(statement("read_loads"))
        last = last_run()
        written = dict.fromkeys(derived.WRITTEN, 0)
        if touched is None or last is None or not _goes_on(last, removed):
            written = _count_all(progress)
        elif due := _find_due(last):
            count = _count_due if is_few(due, last) else _count_all
            written = count(progress)
        if last is not None:
            keep_graph(last, loads=loads, removed=removed)
    if any(written.values()):
        derived.analyze("relationships")
    return Built(
        relationships=Relationship.objects.count(),
        seconds=round(time.perf_counter() - start, 2),
        **written,
    )


def _goes_on(last: EntityRun, removed: int) -> bool:
    """Whether there is a graph, and of permits that are all still there."""
    return last.graph_loads is not None and last.graph_removed == removed


def _find_due(last: EntityRun) -> int:
    run("find_due_permits", since=sql.Literal(last.graph_loads))
    derived.analyze("due_permits")
    ((due,),) = derived.rows("SELECT count(*) FROM due_permits")
    return int(due)


def _count_all(progress: Progress) -> dict[str, int]:
    return _relate(progress, EVERYTHING, EVERYTHING, EVERYTHING)


def _count_due(progress: Progress) -> dict[str, int]:
    run("find_due_pairs")
    return _relate(
        progress,
        sql.SQL("placed.permit_number IN (SELECT permit_number FROM pairs_permits)"),
        sql.SQL("(one.entity_id, other.entity_id) IN (SELECT * FROM due_pairs)"),
        sql.SQL("(held.entity_a_id, held.entity_b_id) IN (SELECT * FROM due_pairs)"),
    )


def _relate(
    progress: Progress,
    of_permits: sql.Composable,
    of_pairs: sql.Composable,
    held: sql.Composable,
) -> dict[str, int]:
    progress("Pairing the parties of each permit", 0)
    found = run(
        "relate",
        most_parties=sql.Literal(MOST_PARTIES),
        most_numbers=sql.Literal(MOST_NUMBERS),
        of_permits=of_permits,
        of_pairs=of_pairs,
    )
    progress("Writing relationships", found)
    return derived.replace(
        "relationships",
        new="next_relationships",
        key=_KEY,
        columns=_COLUMNS,
        scope=held,
    )


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
    walked = derived.rows(statement("ego", **parts))
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
