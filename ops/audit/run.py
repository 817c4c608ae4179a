"""The audit: asks the pages, explains their statements, and says what is over."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, NamedTuple

from django.db import connection

from ops.audit import explain, pages, plan, stored
from ops.audit.capture import Page, Statement, asking
from ops.audit.explain import Explained

# Of one statement, so many askings are explained: those that took the longest.
EXPLAINED_EACH: Final = 3
LISTED: Final = 10
# Of what PostgreSQL takes a table to hold, which may be a little behind.
NEARLY_ALL: Final = 0.5
Progress = Callable[[str, int, int], None]


class Asked(NamedTuple):
    """One kind of page, with milliseconds of its statements as they were run."""

    route: str
    pages: int
    statements_median: float
    statements_max: int
    sql_ms_max: float
    slowest: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. `is_right` says that nothing is over a limit or went wrong."""

    slow_ms: float
    sizes: Mapping[str, int]
    asked: Sequence[Asked]
    statements: int
    explained: Sequence[Explained]
    writing: Sequence[str]
    wrong: Sequence[Page]
    empty: Sequence[str]
    left_out: Mapping[str, str]
    suggestions: Mapping[plan.Scan, str]
    stored: stored.Stored

    @property
    def slowest(self) -> Sequence[Explained]:
        return self.explained[:LISTED]

    @property
    def over(self) -> Sequence[Explained]:
        return [one for one in self.explained if one.ms > self.slow_ms]

    @property
    def read_through(self) -> Sequence[plan.Scan]:
        """Scans to the end of a table; what stops at a limit costs what is shown."""
        return [
            scan
            for scan in self.suggestions
            if scan.is_sequential
            and scan.read >= NEARLY_ALL * self.sizes.get(scan.table, 0)
        ]

    @property
    def is_right(self) -> bool:
        return not (self.over or self.read_through or self.wrong)


def run(
    *,
    size: int = 20,
    slow_ms: float = 50,
    routes: Iterable[str] = (),
    progress: Progress = lambda _what, _done, _of: None,
) -> Report:
    """Ask `size` pages of each kind (of `routes` alone, if given) and explain.

    Changes nothing. `progress` hears what is at hand, how many are done, of how many.
    """
    chosen, empty = _chosen(size, frozenset(routes), progress)
    asked = _ask(chosen, progress)
    explained, writing = _explain(_worst(asked), slow_ms, progress)
    return Report(
        slow_ms=slow_ms,
        sizes=stored.sizes(),
        asked=[_summary(route, group) for route, group in _by_route(asked).items()],
        statements=sum(len(page.statements) for page in asked),
        explained=explained,
        writing=writing,
        wrong=[one for one in asked if not pages.is_right(one.route, one.status)],
        empty=empty,
        left_out=pages.left_out(),
        suggestions=_suggestions(explained),
        stored=stored.slowest(LISTED),
    )


def _chosen(
    size: int, routes: frozenset[str], progress: Progress
) -> tuple[list[tuple[str, str]], list[str]]:
    """Pairs of route and address, and the routes that have none."""
    kinds = {
        route: choose
        for route, choose in pages.registered().items()
        if not routes or route in routes
    }
    chosen, empty = [], []
    for done, (route, choose) in enumerate(kinds.items()):
        progress(f"choosing: {route}", done, len(kinds))
        found = list(dict.fromkeys(choose(size)))
        chosen += [(route, path) for path in found]
        if not found:
            empty.append(route)
    return chosen, empty


def _ask(chosen: Sequence[tuple[str, str]], progress: Progress) -> list[Page]:
    asked = []
    with asking() as ask:
        for done, (route, path) in enumerate(chosen):
            progress(f"asking: {route}", done, len(chosen))
            asked.append(ask(route, path))
    return asked


def _by_route(asked: Iterable[Page]) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = defaultdict(list)
    for page in asked:
        found[page.route].append(page)
    return found


def _summary(route: str, asked: Sequence[Page]) -> Asked:
    counts = [len(page.statements) for page in asked]
    ms = {page.path: sum(one.ms for one in page.statements) for page in asked}
    slowest = max(ms, key=lambda path: ms[path])
    return Asked(
        route, len(asked), median(counts), max(counts), round(ms[slowest], 1), slowest
    )


def _worst(asked: Iterable[Page]) -> list[Statement]:
    """Of each distinct statement the askings that took the longest."""
    askings: dict[Any, list[Statement]] = defaultdict(list)
    for page in asked:
        for one in page.statements:
            askings[explain.shape(one.sql), one.settings].append(one)
    return [
        one
        for found in askings.values()
        for one in sorted(found, key=lambda each: -each.ms)[:EXPLAINED_EACH]
    ]


def _explain(
    statements: Sequence[Statement], slow_ms: float, progress: Progress
) -> tuple[list[Explained], list[str]]:
    """The worst asking of each statement, the slowest first; and what only writes."""
    worst: dict[str, Explained] = {}
    writing: dict[str, None] = {}
    for done, one in enumerate(statements):
        progress(f"explaining: {one.route}", done, len(statements))
        shape = explain.shape(one.sql)
        found = explain.explain(one, slow_ms=slow_ms)
        if found is None:
            writing[shape] = None
        elif shape not in worst or found.ms > worst[shape].ms:
            worst[shape] = found
    return sorted(worst.values(), key=lambda each: -each.ms), list(writing)


def _suggestions(explained: Iterable[Explained]) -> dict[plan.Scan, str]:
    """Of each table and condition the scan that read the most, with what may help."""
    widest: dict[tuple[str, str], plan.Scan] = {}
    for scan in sorted(
        (scan for one in explained for scan in one.scans), key=lambda each: each.read
    ):
        widest[scan.table, scan.kind] = scan
    return {
        scan: plan.suggestion(scan, _columns(scan.table), stored.indexes(scan.table))
        for scan in sorted(widest.values(), key=lambda each: -each.read)
    }


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described]
