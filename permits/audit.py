"""Which pages of the record `manage.py audit_queries` asks for."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from ops.audit import pages
from permits.bench.page_paths import page_paths
from permits.bench.search import COMMON, make_searches
from permits.models import SitemapPage
from permits.search.filters import SECTIONS, SORTS, Filters
from permits.search.parse import parse
from permits.search.query import search
from permits.search.vocabulary import Vocabulary
from permits.views.stations import ORDERS

SEED: Final = 1
# An export is up to twenty statements of 500 rows; the narrow ones add nothing.
EXPORTS: Final = 5
# What is typed of a word before it is chosen.
BEGINNINGS: Final = (2, 3, 5)


@cache
def _kinds(number: int) -> dict[str, list[str]]:
    return page_paths(number, SEED)


def _of(kind: str, ending: str = "/") -> pages.Choose:
    """Pages of a kind, with another ending instead of the last slash."""
    return lambda number: [
        path.removesuffix("/") + ending for path in _kinds(number)[kind]
    ]


def _parcels(number: int) -> Sequence[str]:
    """The heaviest ones also further down their lists."""
    paths = _kinds(number)["parcel"]
    later = [f"{path}?from=100&open=50" for path in paths[:3]]
    return [*paths, *later]


def _entities(ending: str) -> pages.Choose:
    """By number alone, as the API has them."""
    return lambda number: [
        f"/entities/{path.split('/')[2]}{ending}" for path in _kinds(number)["entity"]
    ]


@cache
def _searches(number: int) -> list[str]:
    """Query strings: drawn ones, the commonest words in every way, and any filters."""
    drawn = [urlencode(params) for params in make_searches(2 * number, SEED)]
    found = _kinds(number)
    others = chain(
        found["search people"], found["search parcels"], found["search of an entity"]
    )
    return [*_common(), *(path.partition("?")[2] for path in others), *drawn]


def _common() -> Iterator[str]:
    yield ""
    for text in COMMON:
        yield from (urlencode({"q": text, "sort": sort}) for sort in SORTS)
        yield from (urlencode({"q": text, "in": section}) for section in SECTIONS)
        yield _next(text)
    for params in (
        {"status": "issued"},
        {"status": "issued", "type": "8", "q": "roof"},
        {"neighborhood": "Mission", "sort": "cost"},
        {"street": "Market", "year_from": "1990", "year_to": "1995"},
        {"min_cost": "1000000", "q": "new"},
        {"zip": "94110", "status": "complete", "q": "kitchen bath"},
        {"block": "3707"},
        {"status": "complete", "sort": "cost_low"},
        {"cost": "3", "sort": "oldest", "q": "replace"},
        {"q": '"replace in kind"'},
        {"q": "smith", "in": "people"},
        {"q": "construction inc", "in": "people"},
        {"q": "market", "in": "parcels"},
    ):
        yield urlencode(params)


def _next(text: str) -> str:
    """The second page of a search."""
    filters = Filters(q=text)
    query = parse(text, vocabulary=Vocabulary.base(), today=timezone.localdate())
    return search(query, filters).next or ""


def _search(name: str) -> pages.Choose:
    return lambda number: [f"{reverse(name)}?{asked}" for asked in _searches(number)]


def _exports(_number: int) -> Sequence[str]:
    asked = [urlencode({"q": text}) for text in COMMON[:EXPORTS]]
    return [f"{reverse('search_csv')}?{each}" for each in asked]


def _suggestions(number: int) -> Sequence[str]:
    """Beginnings of what is searched for, the commonest first."""
    typed = [dict(params)["q"] for params in make_searches(number, SEED)]
    texts = [text[:length] for text in (*COMMON, *typed) for length in BEGINNINGS]
    texts += typed
    return [f"{reverse('suggest')}?{urlencode({'q': text})}" for text in texts]


def _sitemap_pages(_number: int) -> Sequence[str]:
    """The first and the last of each kind."""
    found: dict[str, list[int]] = {}
    for kind, number in SitemapPage.objects.values_list("kind", "number"):
        found.setdefault(kind, []).append(number)
    return [
        reverse("sitemap_page", args=[kind, number])
        for kind, numbers in sorted(found.items())
        for number in sorted({min(numbers), max(numbers)})
    ]


def _at(name: str) -> pages.Choose:
    return lambda _: [reverse(name)]


def _stations(_number: int) -> Sequence[str]:
    return [reverse("stations")] + [
        f"{reverse('stations')}?{urlencode({'order': order})}" for order in ORDERS
    ]


_OF_KIND: Final[dict[str, Callable[[int], Sequence[str]]]] = {
    "permit": _of("permit"),
    "permit_json": _of("permit", ".json"),
    "parcel": _parcels,
    "parcel_json": _of("parcel", ".json"),
    "parcel_map": _of("parcel", "/map.json"),
    "entity": _of("entity"),
    "entity_by_id": _entities("/"),
    "entity_json": _entities(".json"),
    "station": _of("station"),
    "station_json": _of("station", ".json"),
    "neighborhood": _of("neighborhood"),
    "neighborhood_json": _of("neighborhood", ".json"),
    "neighborhood_map": _of("neighborhood", "/map.json"),
}
pages.register(
    {
        **_OF_KIND,
        "search": _search("search"),
        "search_json": _search("search_json"),
        "search_csv": _exports,
        "suggest": _suggestions,
        "stations": _stations,
        "sitemap_page": _sitemap_pages,
    }
)
pages.register(
    {
        name: _at(name)
        for name in (
            "home",
            "permits",
            "stations_json",
            "neighborhoods",
            "neighborhoods_json",
            "neighborhoods_map",
            "robots",
            "sitemap",
        )
    }
)
pages.register_missing(
    [
        "/permits/199900000000/",
        "/parcels/3616/999/",
        "/entities/999999999/",
        "/stations/NO-SUCH-DESK/",
        "/neighborhoods/nowhere/",
        "/sitemaps/permits-999.xml",
    ]
)
