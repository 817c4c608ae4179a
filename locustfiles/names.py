"""What the users ask for: lists from the record of the site, read over HTTP.

A list is in the order of how often its items are asked for (`zipf.py`). It is drawn by
the seed, so that two runs against one record ask for the same.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, quote_plus, unquote, urlsplit

from locustfiles import phrases
from locustfiles.site import Site, SiteError
from locustfiles.zipf import seeded

SIZES: Final[Mapping[str, int]] = {
    "search": 3_000,
    "permit": 10_000,
    "parcel": 5_000,
    "entity": 3_000,
    "station": 500,
}
SITEMAPS: Final[Mapping[str, str]] = {
    "permits": "permit",
    "parcels": "parcel",
    "entities": "entity",
    "stations": "station",
}
# Pages of a sitemap hold up to 20,000 addresses: a few of them are enough to draw from.
MOST_SITEMAPS: Final = 4
# Of a permit's number today; shorter ones of old permits may be read as lots.
DIGITS: Final = 12
_LOCATION: Final = re.compile(r"<loc>([^<]+)</loc>")
_STATIC: Final = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_QUESTION: Final = re.compile(r'href="(/ask/\?q=[^"]+)"')
_WORD: Final = re.compile(r"[a-z]{5,12}")
# Words that a search may read as something else than words of the description.
_READ_OTHERWISE: Final = frozenset(
    {
        *("street", "avenue", "block", "permit", "permits"),
        *("issued", "filed", "complete", "expired", "approved"),
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """An address, and what only the right page has near its start, in lower case."""

    path: str
    marks: tuple[str, ...]


@dataclass(slots=True)
class Names:
    """Everything that is asked for, by scenario."""

    pages: dict[str, list[Page]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))

    def summary(self) -> str:
        found = [f"{len(pages):,} {name}" for name, pages in self.pages.items()]
        return f"{', '.join(found)}; {len(self.typed):,} things typed"


def read(path: Path) -> Names:
    """Read what `Names.write` has written."""
    said = json.loads(path.read_text())
    said["pages"] = {
        name: [Page(each["path"], tuple(each["marks"])) for each in pages]
        for name, pages in said["pages"].items()
    }
    return Names(**said)


def gather(site: Site, seed: int, universe: float, say: Callable[[str], None]) -> Names:
    """Read the site's lists. Raises SiteError, also if its record is empty."""
    draws = seeded("names", seed)
    names = Names()
    names.sitemaps = _locations(site, "/sitemap.xml")
    for kind, scenario in SITEMAPS.items():
        found = _listed(site, names.sitemaps, kind, draws)
        size = max(1, int(SIZES[scenario] * universe))
        draws.shuffle(found)
        names.pages[scenario] = [_page(scenario, path) for path in found[:size]]
        say(f"{len(found[:size]):,} of {kind}")
    most = max(1, int(SIZES["search"] * universe))
    names.pages["search"] = list(islice(_searches(site, names, draws), most))
    say(f"{len(names.pages['search']):,} searches")
    names.typed = _typed(names, draws)
    names.assets = _assets(site, names)
    asked = _QUESTION.findall(site.text("/ask/"))
    names.pages["ask"] = [_question(path.replace("&amp;", "&")) for path in asked]
    empty = [name for name, pages in names.pages.items() if not pages]
    if empty:
        raise SiteError(f"The record of {site.base} has no {', '.join(empty)} pages.")
    return names


def _locations(site: Site, path: str) -> list[str]:
    found = (urlsplit(each) for each in _LOCATION.findall(site.text(path)))
    return [each.path for each in found]


def _listed(
    site: Site, sitemaps: Sequence[str], kind: str, draws: random.Random
) -> list[str]:
    of_kind = [path for path in sitemaps if path.startswith(f"/sitemaps/{kind}-")]
    chosen = draws.sample(of_kind, min(MOST_SITEMAPS, len(of_kind)))
    return [path for each in chosen for path in _locations(site, each)]


def _page(scenario: str, path: str) -> Page:
    """Permits and parcels say their numbers in the title, others in the address."""
    parts = unquote(path).strip("/").split("/")
    if scenario == "permit":
        return Page(path, (parts[1].lower(),))
    if scenario == "parcel":
        return Page(path, (f"block {parts[1]}, lot {parts[2]}".lower(),))
    if scenario == "entity":
        return Page(path, (f"/entities/{parts[1]}/",))
    return Page(path, (" · sfpermits</title>", path.lower()))


def _question(path: str) -> Page:
    return Page(path, ("<title>what the ", "· sfpermits</title>"))


def _assets(site: Site, names: Names) -> list[str]:
    shown = ["/", *(pages[0].path for pages in names.pages.values() if pages)]
    found: dict[str, None] = {}
    for path in shown:
        # A search that leads on to a permit has no page of its own.
        if not path.startswith("/search/"):
            found.update(dict.fromkeys(_STATIC.findall(site.text(path))))
    return list(found)


def _typed(names: Names, draws: random.Random) -> list[str]:
    """What somebody types before choosing a suggestion: names, and searches."""
    people = (page.path.split("/")[3] for page in names.pages["entity"][:500])
    searched = (page.path.partition("?q=")[2] for page in names.pages["search"][:500])
    found = [slug.replace("-", " ") for slug in people if slug]
    found += [unquote(each.replace("+", " ")) for each in searched]
    draws.shuffle(found)
    return found


# Searches ---------------------------------------------------------------------------


def search(text: str, *, finds: bool = True) -> Page:
    """Give the page of a search, which must find permits if it `finds`."""
    said = quote_plus(text).lower()
    marks = (f'href="/search/?q={said}"', *(["<title>permits"] if finds else []))
    return Page(f"/search/?q={quote_plus(text)}", marks)


def number(text: str) -> Page:
    """Give the search for a permit's number, which leads to its page."""
    return Page(f"/search/?q={quote(text)}", (f"permit {text.lower()}",))


def _searches(site: Site, names: Names, draws: random.Random) -> Iterator[Page]:
    """Give searches, each once, in an order by the seed."""
    rows = _rows(site)
    found = {page.path: page for page in (*_of_rows(rows, draws), *_of_people(names))}
    pages = list(found.values())
    draws.shuffle(pages)
    # What everybody types comes first: nobody's address is asked for as often.
    first = [search(each.text) for each in rows if each.is_phrase]
    heads = dict.fromkeys(first)
    yield from heads
    yield from (page for page in pages if page not in heads)


@dataclass(frozen=True, slots=True)
class _Found:
    """A search that found something, and a permit it found."""

    text: str
    row: Mapping[str, Any]
    is_phrase: bool


def _rows(site: Site) -> list[_Found]:
    places = site.document("/neighborhoods.json")["neighborhoods"]
    asked = [*phrases.SEARCHES, *(each["name"] for each in places)]
    found = []
    for text in asked:
        answer = site.document(f"/search.json?q={quote_plus(text)}")
        found += [_Found(text, row, text in phrases.SEARCHES) for row in answer["rows"]]
    return found


def _of_rows(rows: Sequence[_Found], draws: random.Random) -> Iterator[Page]:
    """Of ten: five addresses, two numbers, two times words, one words at a place."""
    for each in rows:
        kind = draws.randrange(10)
        address = each.row["address"] or ""
        words = _words(each.row["description"] or "")
        if kind < 5 and address[:1].isdigit():  # noqa: PLR2004 - as above
            yield search(address)
        elif kind in {5, 6} and len(each.row["permit_number"]) == DIGITS:
            yield number(each.row["permit_number"])
        elif kind in {7, 8} and len(words) > 1:
            yield search(" ".join(draws.sample(words, 2)), finds=False)
        elif kind == 9 and words and each.row["neighborhood"]:  # noqa: PLR2004 - as above
            word = draws.choice(words)
            yield search(f"{word} {each.row['neighborhood']}", finds=False)


def _words(description: str) -> list[str]:
    found = dict.fromkeys(_WORD.findall(description.lower()))
    return [word for word in found if word not in _READ_OTHERWISE]


def _of_people(names: Names) -> Iterator[Page]:
    for page in names.pages["entity"][:400]:
        yield search(page.path.split("/")[3].replace("-", " "), finds=False)
