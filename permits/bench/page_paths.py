"""Which pages of each kind to ask for: the heaviest, popular ones, and any."""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.db import connection
from django.db.models import Model
from psycopg import sql

from permits.ingest.statements import names
from permits.models import Contact, Entity, Permit
from permits.views.entity_address import entity_url

# Of the pages of a kind, the share of the heaviest, each once; of the others, half are
# drawn by popularity (Zipf over the ranked ones), half are any.
HEAVIEST, ZIPF, RANKED = 0.1, 1.1, 2_000

# What makes a page heavy, the heaviest first.
BY_ROUTING = """
SELECT permit_number FROM permits
JOIN (
    SELECT application_number, count(*) AS steps FROM addenda GROUP BY 1
    ORDER BY 2 DESC LIMIT {limit}
) AS routed ON routed.application_number = permit_number
ORDER BY steps DESC, permit_number
"""
BY_LOCATIONS = """
SELECT permit_number FROM permit_locations
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 10
"""
BY_CONTACTS = """
SELECT permit_number FROM permits
JOIN (
    SELECT permit_number, count(*) AS named FROM contacts GROUP BY 1
    ORDER BY 2 DESC LIMIT 100
) AS counted USING (permit_number)
ORDER BY named DESC, permit_number LIMIT 10
"""
BY_PERMITS = """
SELECT block, lot FROM permit_locations
WHERE block IS NOT NULL AND lot IS NOT NULL
GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT {limit}
"""
BY_COMPLAINTS = """
SELECT block, lot FROM complaints
WHERE block IS NOT NULL AND lot IS NOT NULL
GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT 10
"""
BUSIEST = "SELECT id, name FROM entities ORDER BY permit_count DESC, id LIMIT {limit}"
MOST_PARTNERS = """
SELECT id, name FROM entities
JOIN (
    SELECT entity_id, count(*) AS pairs FROM (
        SELECT entity_a_id AS entity_id FROM relationships
        UNION ALL SELECT entity_b_id FROM relationships
    ) AS ends GROUP BY 1 ORDER BY 2 DESC LIMIT 10
) AS counted ON entity_id = id ORDER BY pairs DESC, id
"""
STATIONS = """
SELECT station FROM addenda WHERE station IS NOT NULL
GROUP BY 1 ORDER BY count(*) DESC, 1
"""
NEIGHBORHOODS = """
SELECT slug FROM neighborhoods LEFT JOIN permits
    ON neighborhoods_analysis_boundaries = name
GROUP BY 1 ORDER BY count(permit_number) DESC, 1
"""

Row = tuple[Any, ...]


def page_paths(number: int, seed: int) -> dict[str, list[str]]:
    """By kind of page, `number` addresses, the heaviest first; fewer if there are."""
    chosen = random.Random(seed)  # noqa: S311 - a benchmark wants the same each time
    return {
        "home": ["/"] * number,
        "permit": [_path("permits", row) for row in _drawn(_PERMITS, number, chosen)],
        "parcel": [
            _path("parcels", row)
            for row in _drawn(_PARCELS, number, chosen)
            if all(row)
        ],
        "entity": [entity_url(*row) for row in _drawn(_ENTITIES, number, chosen)],
        "station list": ["/stations/"] * number,
        "station": [_path("stations", row) for row in _few(STATIONS, number)],
        "neighborhood list": ["/neighborhoods/"] * number,
        "neighborhood": [
            _path("neighborhoods", row) for row in _few(NEIGHBORHOODS, number)
        ],
        "search of an entity": list(_of_entities(number, chosen)),
        "search people": list(_people(number, chosen)),
        "search parcels": list(_places(number, chosen)),
    }


class _Source(NamedTuple):
    """Where pages of a kind come from: a table, its columns, and what is heavy."""

    model: type[Model]
    fields: tuple[str, ...]
    ranking: str
    heavy: tuple[str, ...] = ()


_PERMITS = _Source(Permit, ("permit_number",), BY_ROUTING, (BY_LOCATIONS, BY_CONTACTS))
_PARCELS = _Source(Permit, ("block", "lot"), BY_PERMITS, (BY_COMPLAINTS,))
_ENTITIES = _Source(Entity, ("id", "name"), BUSIEST, (MOST_PARTNERS,))


def _of_entities(number: int, chosen: random.Random) -> Iterator[str]:
    for entity, _ in _drawn(_ENTITIES, number, chosen):
        params = {"entity": entity}
        if chosen.random() < 0.5:  # noqa: PLR2004 - half of them
            params["status"] = chosen.choice(("issued", "complete", "filed"))
        yield _search(params)


def _people(number: int, chosen: random.Random) -> Iterator[str]:
    """Names in full and in part, in any order, and licenses."""
    fields = ("first_name", "last_name", "firm_name", "license1")
    for first, last, firm, license_ in _any(Contact, fields, number, chosen):
        texts = [text for text in (firm, license_) if text]
        if first and last:
            texts += [f"{first} {last}", f"{last} {first}", f"{first} {last[:3]}", last]
        if firm:
            texts.append(firm.split()[0])
        if texts:
            yield _search({"in": "people", "q": chosen.choice(texts)})


def _places(number: int, chosen: random.Random) -> Iterator[str]:
    fields = ("block", "lot", "street_number", "street_name")
    for block, lot, street_number, street in _any(Permit, fields, number, chosen):
        texts = [f"{block}/{lot}", block, f"{street_number} {street}", street]
        yield _search({"in": "parcels", "q": chosen.choice(texts) or ""})


def _drawn(source: _Source, number: int, chosen: random.Random) -> list[Row]:
    columns = len(source.fields)
    ranked = [row[:columns] for row in _rows(source.ranking, limit=RANKED)]
    heavy = [row[:columns] for query in source.heavy for row in _rows(query)]
    first = list(dict.fromkeys([*ranked[:1], *heavy, *ranked]))
    first = first[: max(1, round(HEAVIEST * number))]
    left = number - len(first)
    weights = list(accumulate(1 / place**ZIPF for place in range(1, len(ranked) + 1)))
    popular = chosen.choices(ranked, cum_weights=weights, k=left // 2)
    return first + popular + _any(source.model, source.fields, left - left // 2, chosen)


def _few(ranking: str, number: int) -> list[Row]:
    """All there are, the heaviest first, over and over."""
    rows = _rows(ranking)
    return [rows[place % len(rows)] for place in range(number if rows else 0)]


def _any(
    model: type[Model], fields: Sequence[str], number: int, chosen: random.Random
) -> list[Row]:
    """Some rows of a table, scattered over all of it."""
    table = sql.Identifier(model._meta.db_table)
    ((held,),) = _rows("SELECT count(*) FROM {table}", table=table)
    rows = _rows(
        "SELECT {columns} FROM {table} TABLESAMPLE BERNOULLI ({share}) REPEATABLE (1)",
        columns=names(fields),
        table=table,
        share=min(100.0, 200.0 * number / max(held, 1)),
    )
    return chosen.sample(rows, min(number, len(rows)))


def _rows(query: str, **parts: sql.Composable | float) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(query).format(**parts))
        return [tuple(row) for row in cursor.fetchall()]


def _path(kind: str, parts: Row) -> str:
    return f"/{kind}/{'/'.join(quote(part, safe='') for part in parts)}/"


def _search(params: dict[str, str]) -> str:
    return f"/search/?{urlencode(params)}"
