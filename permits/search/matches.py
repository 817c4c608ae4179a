"""One statement that finds, counts, groups and orders the matches of a search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ops.database import reading
from permits.search.conditions import TSQUERY, Conditions
from permits.search.cursor import Cursor

# Counts are exact, and facets of all matches, up to here; beyond, of the newest ones.
CAP: Final = 10_000
# Of a facet that has a filter: its values are counted a second time, without it.
FACET_CAP: Final = 1_000
# Of the permits that have the words of a phrase, so many of the newest are looked at
# for where the words stand: two microseconds each.
LOOKED: Final = 15_000
FACET_LOOKED: Final = 3_000
# How many of the newest matches are ranked.
RANKED: Final = 500
FACETS: Final = ("status", "type", "year", "neighborhood", "cost")
COLUMNS = {
    "status": "status",
    "type": "permit_type",
    "year": "year",
    "neighborhood": "neighborhood",
    "cost": "cost_band",
}
# Two whole numbers and the permit number put the matches in order; in each, what is
# not recorded comes last.
LAST = 10**14
_NEWEST = "coalesce(date '1800-01-01' - filed_date, 10000000)"
KEYS = {
    "best": (f"coalesce(-rank, {LAST})", _NEWEST),
    # Without words there is nothing to rank by; the cursor has the same form.
    "unranked": (str(LAST), _NEWEST),
    "newest": (_NEWEST, "0"),
    "oldest": ("coalesce(filed_date - date '1800-01-01', 10000000)", "0"),
    "cost": (f"coalesce(-cost, {LAST})", _NEWEST),
    "cost_low": (f"coalesce(cost, {LAST})", _NEWEST),
}
_SCAN = "SELECT ctid AS place, {columns} FROM permit_search WHERE {conditions}"
_IS_PHRASE = f"search_vector @@ ({TSQUERY}) AS is_phrase"
_NEAR = "{name}_near AS MATERIALIZED ({rows} LIMIT {looked} + 1), "
# Not counted where there are more matches than are wanted: the rest is not read then.
_LOOKED_AT = (
    "SELECT '{label}', NULL, CASE WHEN (SELECT count(*) FROM {name}_main) <= {cap}"
    " THEN (SELECT count(*) FROM {name}_near) ELSE 0 END,"
    " NULL, NULL::bigint, NULL::bigint"
)
_FROM_NEAR = "SELECT place, {columns} FROM {name}_near WHERE is_phrase"
# The stored order is looked through in three windows, the newest first: a common word
# fills the limit from the first one, at a tenth of the cost.
_WINDOWS: Final = tuple(f" AND tokens && '{{w:{window}}}'" for window in range(3))
_GIVEN = "(%(first)s, %(second)s, %(after_number)s)"
_SQL = Path(__file__).parent / "sql"
_MATCHES = (_SQL / "matches.sql").read_text()
_RANKED = (_SQL / "ranked.sql").read_text()
_UNRANKED = (_SQL / "unranked.sql").read_text()
# For this statement alone: a parallel plan would mix the stored order, and one that
# reads the table through is as wrong at a hundred rows as it is at a million, only
# harder to notice. Sent together with it, so it is one trip to the database.
BEFORE = (
    "SET LOCAL enable_seqscan = off; SET LOCAL max_parallel_workers_per_gather = 0; "
)
SETTINGS: Final = 2
AFTER = (
    "; SET LOCAL enable_seqscan TO DEFAULT"
    "; SET LOCAL max_parallel_workers_per_gather TO DEFAULT"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL that yields rows of (facet, value, count, permit number, key, key).

    `count` rows say how many matches there are, `near` rows how many permits were
    looked at for a phrase, `page` rows are one page of the matches and one more, all
    others count the values of a facet. If not all were looked at and there were fewer
    than `fewest` matches, `whole` says what there is.
    """

    sql: str
    params: dict[str, Any]
    fewest: int = 0
    whole: "Statement | None" = None


@dataclass(frozen=True, slots=True)
class Place:
    """One match on the page, and where it stands in the order."""

    permit_number: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Matches:
    """What the statement found; counts above CAP mean "more than CAP"."""

    places: list[Place]
    counts: dict[str, int]
    values: dict[str, dict[str | None, int]]

    def is_capped(self, facet: str) -> bool:
        """Whether there are more matches than the facet's values were counted over."""
        alone = self.counts.get(f"count_{facet}")
        if alone is None:
            return self.counts["count"] > CAP or self.is_partial
        return alone > FACET_CAP or self.counts.get(f"near_{facet}", 0) > FACET_LOOKED

    @property
    def is_partial(self) -> bool:
        """Whether older permits have the words of the phrase and were not looked at."""
        return self.counts.get("near", 0) > LOOKED


def statement(
    made: Conditions,
    *,
    sort: str,
    chosen: frozenset[str],
    cursor: Cursor | None,
    size: int,
) -> Statement:
    """The statement of one page; a facet in `chosen` is counted without its filter."""
    params = made.params | {"size": size + 1}
    relations = [_relation("hits", made, CAP, LOOKED)]
    counts = [_counts("hits", "count", [f for f in FACETS if f not in chosen])]
    counts += _near(made, "hits", "near", CAP)
    for facet in sorted(chosen):
        name = f"of_{facet}"
        relations.append(_relation(name, made, FACET_CAP, FACET_LOOKED, without=facet))
        counts.append(_counts(name, f"count_{facet}", [facet]))
        counts += _near(made, name, f"near_{facet}", FACET_CAP)
    ranks = sort == "best" and bool(made.words)
    if ranks:
        # The first page never gets to the matches beyond those that are ranked.
        text = _RANKED + (_UNRANKED if cursor else "") + ")"
        relations.append(_filled(text, ranked=str(RANKED), tsquery=TSQUERY))
    relations.append(_page(sort if ranks or sort != "best" else "unranked", cursor))
    if cursor:
        params |= {"first": cursor.first, "second": cursor.second}
        params["after_number"] = cursor.permit_number
    page = "SELECT 'page', NULL, NULL::bigint, permit_number, first, second FROM page"
    parts = " UNION ALL ".join([*counts, page])
    whole = None
    if made.has_phrase:
        whole = statement(
            replace(made, has_phrase=False),
            sort=sort, chosen=chosen, cursor=cursor, size=size,
        )  # fmt: skip
    return Statement(f"WITH {', '.join(relations)} {parts}", params, size + 1, whole)


def counting(made: Conditions, cap: int) -> Statement:
    """The statement of a count up to `cap` + 1, without facets or page."""
    relation = _relation("hits", made, cap, LOOKED)
    counts = [_counts("hits", "count", []), *_near(made, "hits", "near", cap)]
    whole = None
    if made.has_phrase:
        whole = counting(replace(made, has_phrase=False), cap)
    sql = f"WITH {relation} {' UNION ALL '.join(counts)}"
    return Statement(sql, made.params, 1, whole)


def run(made: Statement) -> Matches:
    found = _run(made)
    is_enough = not found.is_partial or found.counts["count"] >= made.fewest
    return found if made.whole is None or is_enough else _run(made.whole)


def _run(made: Statement) -> Matches:
    found = Matches([], {}, {facet: {} for facet in FACETS})
    rows = execute(made.sql, made.params)
    for facet, value, count, permit_number, first, second in rows:
        if facet == "page":
            found.places.append(Place(permit_number, first, second))
        elif facet in found.values:
            found.values[facet][value] = count
        else:
            found.counts[facet] = count
    found.places.sort(key=lambda p: (p.first, p.second, p.permit_number))
    return found


def execute(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Rows of one statement under the settings that a search is planned with."""
    with reading().cursor() as cursor:
        cursor.execute(BEFORE + sql + AFTER, params)
        for _ in range(SETTINGS):
            cursor.nextset()
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _relation(
    name: str, made: Conditions, cap: int, looked: int, *, without: str | None = None
) -> str:
    windows = ("",) if made.is_of_few else _WINDOWS
    columns = ["permit_number", "filed_date", "cost", *COLUMNS.values()]
    rows = " UNION ALL ".join(_SCAN + window for window in windows)
    near = ""
    if made.has_phrase:
        near = _filled(
            _NEAR,
            rows=rows,
            looked=str(looked),
            columns=", ".join([*columns, _IS_PHRASE]),
            conditions=made.sql(without=without, apart=True),
        )
    return _filled(
        near + _MATCHES,
        main=_FROM_NEAR if near else rows,
        name=name,
        cap=str(cap),
        columns=", ".join(columns),
        conditions=made.sql(without=without),
    )


def _near(made: Conditions, name: str, label: str, cap: int) -> list[str]:
    """How many permits were looked at for the phrase, if there is one."""
    if not made.has_phrase:
        return []
    return [_filled(_LOOKED_AT, name=name, label=label, cap=str(cap))]


def _filled(text: str, **parts: str) -> str:
    for key, value in parts.items():
        text = text.replace("{" + key + "}", value)
    return text


def _counts(relation: str, label: str, facets: Sequence[str]) -> str:
    """How many rows there are, and how many have each value of the facets."""
    columns = [COLUMNS[facet] for facet in facets]
    # grouping() is 0 for the one column that a row is grouped by.
    names = "".join(
        f" WHEN grouping({COLUMNS[facet]}) = 0 THEN '{facet}'" for facet in facets
    )
    return _filled(
        "SELECT CASE{names} ELSE '{label}' END, coalesce({values}), count(*),"
        " NULL::text, NULL::bigint, NULL::bigint"
        " FROM {relation} GROUP BY GROUPING SETS ({sets})",
        names=names or " WHEN false THEN NULL",
        label=label,
        values=", ".join(["NULL", *(f"{column}::text" for column in columns)]),
        relation=relation,
        sets=", ".join(["()", *(f"({column})" for column in columns)]),
    )


def _page(sort: str, cursor: Cursor | None) -> str:
    backwards = cursor is not None and cursor.side == "before"
    first, second = KEYS[sort]
    after = f"({first}, {second}, permit_number) {'<' if backwards else '>'} {_GIVEN}"
    return _filled(
        "page AS (SELECT permit_number, {first} AS first, {second} AS second"
        " FROM {relation} WHERE {after}"
        " ORDER BY first {order}, second {order}, permit_number {order}"
        " LIMIT %(size)s)",
        first=first,
        second=second,
        relation="ranked" if sort == "best" else "hits",
        after=after if cursor else "true",
        order="DESC" if backwards else "ASC",
    )
