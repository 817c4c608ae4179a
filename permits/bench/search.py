"""How fast search is at the size of the city's record: the view, and its SQL alone.

Run as `manage.py bench search`. Uses the current database if it holds enough permits;
else a scratch database beside it, filled once by the sample generator and the loader
and kept for the next run.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.utils import timezone

from permits import querysets, sample
from permits.bench import scratch
from permits.bench.asking import summary, timed, uncached
from permits.ingest.run import ingest
from permits.models import Permit
from permits.search import matches
from permits.search.conditions import conditions
from permits.search.explain import plan
from permits.search.filters import Filters
from permits.search.matches import Statement
from permits.search.parse import parse
from permits.search.query import statement_for
from permits.search.vocabulary import Vocabulary

SCRATCH = "sfpermits_bench"
# Of 100 searches, how many are of each kind.
MIX = {
    "address": 25,
    "street": 10,
    "words": 25,
    "phrase": 5,
    "number": 8,
    "parcel": 5,
    "neighborhood": 7,
    "filtered": 15,
}
ZIPF = 1.1
COMMON = ("st", "new", "replace", "remodel", "kitchen", "the")
STATUSES = ("issued", "complete", "filed", "expired")
Params = list[tuple[str, str]]
Progress = Callable[[str], None]


def run(
    *,
    size: int = 1_300_000,
    queries: int = 500,
    seed: int = 1,
    progress: Progress = lambda _words: None,
) -> dict[str, Any]:
    """Milliseconds at p50, p95 and p99, and which plans read a table through."""
    with _record(size, seed, progress):
        progress("asking")
        searches = make_searches(queries, seed)
        return measure(searches) | {"permits": Permit.objects.count(), "seed": seed}


def measure(searches: Sequence[Params]) -> dict[str, Any]:
    """Each search as bare SQL and through the whole view, uncached, on warm pages.

    The two take turns, so that whatever else the machine does slows both alike. What
    the first run of each statement costs, before its pages are in PostgreSQL's own
    memory, is `first_sql_ms`.
    """
    vocabulary = Vocabulary.base()
    statements = [_statement(params, vocabulary) for params in searches]
    client = Client()
    first: list[float] = []
    sql: list[float] = []
    view: list[float] = []
    python: list[float] = []
    with uncached():
        for params in searches[:20]:
            _get(client, params)
        for made, params in zip(statements, searches, strict=True):
            first.append(timed(partial(matches.run, made)))
            sql.append(timed(partial(matches.run, made)))
            spent = time.process_time()
            view.append(timed(partial(_get, client, params)))
            python.append((time.process_time() - spent) * 1000)
    return {
        "queries": len(searches),
        "view_ms": summary(view),
        "sql_ms": summary(sql),
        "first_sql_ms": summary(first),
        "ratio_p95": round(summary(view)["p95"] / summary(sql)["p95"], 2),
        "python_cpu_ms": summary(python),
        "load_average": [round(load, 1) for load in os.getloadavg()],
        "slowest": _slowest(searches, view),
        "common_words_sql_ms": _common(vocabulary),
        "sequential_scans": sum(_reads_through(made) for made in statements),
    }


def _get(client: Client, params: Params) -> None:
    response = client.get(f"/search/?{urlencode(params)}")
    # A permit number leads to its permit.
    if response.status_code not in {200, 302}:
        raise RuntimeError(f"/search/ answered {response.status_code} to {params}.")


def _slowest(
    searches: Sequence[Params], milliseconds: Sequence[float]
) -> list[dict[str, object]]:
    worst = sorted(zip(milliseconds, searches, strict=True), reverse=True)[:5]
    return [{"ms": round(ms, 1), "search": urlencode(params)} for ms, params in worst]


def _common(vocabulary: Vocabulary) -> dict[str, float]:
    made = [(word, _statement([("q", word)], vocabulary)) for word in COMMON]
    return {word: round(timed(partial(matches.run, one)), 1) for word, one in made}


def _reads_through(made: Statement) -> bool:
    return any(scan.startswith("Seq Scan") for scan in plan(made))


def _statement(params: Params, vocabulary: Vocabulary) -> Statement:
    filters = Filters.from_params(dict(params))
    query = parse(filters.q, vocabulary=vocabulary, today=timezone.localdate())
    return statement_for(conditions(query, filters), filters, 25)


def make_searches(number: int, seed: int) -> list[Params]:
    """Searches drawn from the record at hand, popular things more often (Zipf)."""
    chosen = random.Random(seed)  # noqa: S311 - a benchmark wants the same each time
    source = _Source(chosen, list(_sampled_permits(seed)))
    kinds = chosen.choices(list(MIX), weights=list(MIX.values()), k=number)
    return [source.of(kind) for kind in kinds]


def _sampled_permits(seed: int) -> Iterator[Permit]:
    """A few thousand permits of the whole record."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT permit_number FROM permits"
            " TABLESAMPLE BERNOULLI (1) REPEATABLE (%s) LIMIT 5000",
            [seed],
        )
        numbers = [row[0] for row in cursor.fetchall()]
    sampled = Permit.objects.filter(pk__in=numbers).only(*querysets.RESULT_FIELDS)
    return sampled.order_by("pk").iterator()


class _Source:
    """What is searched for: parts of real permits, ranked by how common they are."""

    def __init__(self, chosen: random.Random, permits: list[Permit]) -> None:
        self.chosen = chosen
        self.permits = permits
        self.words = self._ranked(
            word
            for permit in permits
            for word in (permit.description or "").split()
            if word.isalpha() and len(word) > 2  # noqa: PLR2004 - no initials
        )
        self.streets = self._ranked(p.street_name for p in permits if p.street_name)
        self.hoods = self._ranked(
            p.neighborhoods_analysis_boundaries
            for p in permits
            if p.neighborhoods_analysis_boundaries
        )

    @staticmethod
    def _ranked(values: Iterator[str]) -> list[str]:
        return [value for value, _ in Counter(values).most_common()]

    def _zipf(self, ranked: list[str]) -> str:
        weights = [1 / (place + 1) ** ZIPF for place in range(len(ranked))]
        return self.chosen.choices(ranked, weights=weights)[0]

    def of(self, kind: str) -> Params:
        permit = self.chosen.choice(self.permits)
        words = [self._zipf(self.words) for _ in range(self.chosen.randint(1, 3))]
        text = " ".join(dict.fromkeys(words))
        typed = {
            "address": f"{permit.street_number} {permit.street_name}",
            "street": self._zipf(self.streets),
            "words": text,
            "phrase": f'"{" ".join((permit.description or text).split()[:3])}"',
            "number": permit.permit_number,
            "parcel": f"{permit.block}/{permit.lot}",
            "neighborhood": f"{self._zipf(self.hoods)} {self._zipf(self.words)}",
            "filtered": text,
        }
        params = [("q", typed[kind])]
        return params + self._filters() if kind == "filtered" else params

    def _filters(self) -> Params:
        offered = [
            ("status", self.chosen.choice(STATUSES)),
            ("type", self.chosen.choice("3488")),
            ("neighborhood", self._zipf(self.hoods)),
            ("year", str(self.chosen.randint(2010, 2025))),
        ]
        return self.chosen.sample(offered, self.chosen.randint(1, 2))


@contextmanager
def _record(size: int, seed: int, progress: Progress) -> Iterator[None]:
    """The connection, on a database with that many permits."""
    if scratch.permits_held() >= size:
        yield
        return
    with scratch.database(SCRATCH, keep=True):
        _fill(size, seed, progress)
        yield


def _fill(size: int, seed: int, progress: Progress) -> None:
    if scratch.permits_held() >= size:
        return
    progress(f"loading {size:,} generated permits (kept for the next run)")
    table = sample.table(permits=size, seed=seed, today=timezone.localdate())
    ingest(dataset="permits", table=table)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
