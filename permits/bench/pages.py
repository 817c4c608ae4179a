"""How fast each kind of page is at the size of the city's record, with nothing cached.

Run as `manage.py bench pages`. Uses the current database if it holds enough permits;
else a scratch database beside it, filled once by the sample generator, the loader and
the refreshes, and kept for the next run.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from permits.bench import BenchError, scratch
from permits.bench.asking import summary, timed, uncached
from permits.bench.page_paths import page_paths
from permits.models import Contact, Permit, RoutingStep

SCRATCH = "sfpermits_bench_pages"
# Rows that one scan of a whole table may read.
MOST_SCANNED = 10_000
# Of the pages of each kind, so many have their statements explained, heaviest first.
EXPLAINED = 40
OK = 200
FEWEST = 2
BARE = 150
_COMMENTS = re.compile(r"^\s*--.*$", re.MULTILINE)
_SETTINGS = re.compile(r"(?:\s*SET LOCAL [^;]+;\s*)+")
_BY_NUMBER = "SELECT * FROM permits WHERE permit_number = '{}'"
Progress = Callable[[str], None]


def run(
    *,
    size: int = 1_300_000,
    pages: int = 300,
    seed: int = 1,
    keep: str = SCRATCH,
    progress: Progress = lambda _words: None,
) -> dict[str, Any]:
    """For each kind of page milliseconds, queries, and tables read through.

    `keep` names the scratch database. Raises BenchError where a page is not right.
    """
    if pages < FEWEST:
        raise BenchError(f"--pages is at least {FEWEST}.")
    with record(keep, size, seed, progress):
        progress("choosing the pages")
        kinds = page_paths(pages, seed)
        figures = {
            "permits": Permit.objects.count(),
            "contacts": Contact.objects.count(),
            "routing_steps": RoutingStep.objects.count(),
            "seed": seed,
            "made_in": scratch.seconds_of_steps(),
        }
        return figures | measure(kinds, progress)


@contextmanager
def record(keep: str, size: int, seed: int, progress: Progress) -> Iterator[None]:
    """The connection, on a database with that many permits and all that is of them."""
    if scratch.permits_held() >= size:
        yield
        return
    with scratch.database(keep, keep=True):
        scratch.fill(size, seed, progress)
        yield


def measure(kinds: dict[str, list[str]], progress: Progress) -> dict[str, Any]:
    with uncached():
        client = Client()
        found = {}
        bare = bare_selects()
        for kind, paths in kinds.items():
            progress(f"asking {kind} pages")
            found[kind] = measure_kind(client, paths)
        bare_ms = summary(bare + bare_selects())
        for figures in found.values():
            figures["times_bare_select"] = round(
                figures["view_ms"]["p95"] / bare_ms["p95"], 1
            )
        return {
            "bare_select_ms": bare_ms,
            "load_average": [round(load, 1) for load in os.getloadavg()],
            "pages": found,
        }


def bare_selects() -> list[float]:
    """What any page costs at least: one permit by its number, some hundred times."""
    numbers = Permit.objects.values_list("permit_number", flat=True)[:BARE]
    return [timed(partial(_replay, [_BY_NUMBER.format(n)])) for n in numbers]


def measure_kind(client: Client, paths: Sequence[str]) -> dict[str, Any]:
    """Each page three times: counting its queries, those alone, and the whole view.

    `first_ms` is of the first time, when its rows may not be in memory yet.
    """
    first, sql, view, python = [], [], [], []
    queries: list[int] = []
    scans: set[str] = set()
    for place, path in enumerate(paths):
        with CaptureQueriesContext(connection) as captured:
            first.append(timed(partial(_get, client, path)))
        asked = [query["sql"] for query in captured.captured_queries]
        queries.append(len(asked))
        sql.append(timed(partial(_replay, asked)))
        spent = time.process_time()
        view.append(timed(partial(_get, client, path)))
        python.append((time.process_time() - spent) * 1000)
        if place < EXPLAINED:
            scans.update(read_through(asked))
    view_ms, sql_ms = summary(view), summary(sql)
    return {
        "pages": len(paths),
        "view_ms": view_ms,
        "sql_ms": sql_ms,
        "python_cpu_ms": summary(python),
        "first_ms": summary(first),
        "ratio_p95": round(view_ms["p95"] / max(sql_ms["p95"], 0.1), 2),
        "queries_max": max(queries),
        "tables_read_through": sorted(scans),
        "slowest": _slowest(paths, view),
    }


def _slowest(paths: Sequence[str], view: Sequence[float]) -> list[dict[str, Any]]:
    worst = sorted(zip(view, paths, strict=True), reverse=True)
    listed = dict.fromkeys(path for _, path in worst)
    most = {path: ms for ms, path in reversed(worst)}
    return [{"ms": round(most[path], 1), "path": path} for path in list(listed)[:3]]


def _get(client: Client, path: str) -> None:
    response = client.get(path)
    if response.status_code != OK:
        raise BenchError(f"{path} answered {response.status_code}.")


def _replay(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            if cursor.description:
                cursor.fetchall()


def read_through(statements: Sequence[str]) -> Iterator[str]:
    """Tables of which a scan without an index read more than `MOST_SCANNED` rows."""
    for statement in statements:
        settings, query = _parts(statement)
        if not query.lstrip("( \n").upper().startswith(("SELECT", "WITH")):
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            if settings:
                cursor.execute(settings)
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {query}")
            plan = cursor.fetchone()[0]
        (whole,) = json.loads(plan) if isinstance(plan, str) else plan
        yield from _scans(whole["Plan"])


def _parts(statement: str) -> tuple[str, str]:
    """The settings that stand before a query, and the query without comments."""
    bare = _COMMENTS.sub("", statement).strip()
    settings = _SETTINGS.match(bare)
    end = settings.end() if settings else 0
    return bare[:end], _COMMENTS.sub("", bare[end:]).strip()


def _scans(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
        if rows * node["Actual Loops"] > MOST_SCANNED:
            yield node["Relation Name"]
    for part in node.get("Plans", ()):
        yield from _scans(part)
