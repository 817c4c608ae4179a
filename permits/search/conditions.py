"""A reading and filters as SQL conditions on the search tables."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from permits.search.bands import COST_BANDS, bands_between
from permits.search.filters import EARLIEST_YEAR, LATEST_YEAR, Filters
from permits.search.labels import TYPE_WORDS
from permits.search.reading import Query
from permits.search.suffixes import FULL
from permits.search.vocabulary import key_of

# Numbers listed one by one, and whole hundreds, that one range of addresses may have.
LONGEST_RANGE = 20_000


# Every page is filled by the newest permits, which the index knows how to find.
ANY_PERMIT = "tokens && '{w:0}'"


class Condition(NamedTuple):
    """SQL on a search row, and the facet whose filter it is, if any."""

    sql: str
    facet: str | None = None


@dataclass(slots=True)
class Conditions:
    """All of what a permit must meet, with the parameters of the SQL by name."""

    found: list[Condition] = field(default_factory=list)
    params: dict[str, Any] = field(default_factory=dict)
    words: str = ""
    # One person or firm has so few permits that one scan is less work than three.
    is_of_few: bool = False
    # Words must stand together, of which the index knows nothing.
    has_phrase: bool = False

    def sql(self, *, without: str | None = None, apart: bool = False) -> str:
        """All but a facet's filter; if `apart`, words of a phrase stand anywhere."""
        kept = [c.sql for c in self.found if without is None or c.facet != without]
        text = " AND ".join(kept) or ANY_PERMIT
        return text.replace(TSQUERY, WORDS_APART) if apart else text

    def add(self, sql: str, facet: str | None = None, **params: Any) -> None:
        """Add a condition; {name} in it stands for the parameter of that name."""
        for name, value in params.items():
            unique = f"{name}_{len(self.params)}"
            self.params[unique] = value
            sql = sql.replace("{" + name + "}", f"%({unique})s")
        self.found.append(Condition(sql, facet))

    def any_of(self, tokens: Iterable[str], facet: str | None = None) -> None:
        self.add("tokens && {tokens}::text[]", facet, tokens=list(tokens))


# Stemmed as English, as descriptions and addresses are; words that English leaves out
# ("the") as they stand, if there are no others. Constant: worked out while planning.
TSQUERY = (
    "CASE WHEN numnode(websearch_to_tsquery('english', %(words)s)) = 0"
    " THEN websearch_to_tsquery('simple', %(words)s)"
    " ELSE websearch_to_tsquery('english', %(words)s) END"
)
# The words of a phrase, wherever they stand: what has the phrase is among what has
# these. Not so of a phrase that must be absent, so such a query stays as it is.
WORDS_APART = (
    f"CASE WHEN ({TSQUERY})::text LIKE '%%!%%' THEN {TSQUERY}"
    f" ELSE regexp_replace(({TSQUERY})::text, '<(-|[0-9]+)>', '&', 'g')::tsquery END"
)


def conditions(query: Query, filters: Filters) -> Conditions:
    """What a permit must meet to be among the results of both."""
    made = Conditions()
    _words(made, query)
    _place(made, query)
    _values(made, query)
    _filters(made, filters)
    return made


def _words(made: Conditions, query: Query) -> None:
    """Free words; names and licences too: whose they are is people_found's to say."""
    kind = query.permit_type
    as_word = kind if kind and kind not in TYPE_WORDS else None
    parts = (query.text, query.name, query.license, query.permit_number, as_word)
    made.words = searchable(" ".join(part for part in parts if part))
    if made.words:
        made.params["words"] = made.words
        made.has_phrase = '"' in made.words
        made.found.append(Condition(f"search_vector @@ ({TSQUERY})"))


def searchable(words: str) -> str:
    """The words without what no index answers: NUL, and "not" with nothing to stand on.

    "kitchen -bath" is kept; "-bath" alone, or as an alternative ("kitchen or -bath"),
    would mean reading the whole record, so its minus is dropped.
    """
    words = words.replace("\0", " ")
    terms = words.split()
    if "or" in map(str.lower, terms) or all(term.startswith("-") for term in terms):
        return " ".join(term.lstrip("-") for term in terms)
    return words


def _place(made: Conditions, query: Query) -> None:
    streets = [_street_keys(name, query.street_suffix) for name in query.street_names]
    if len(streets) > 1:
        _intersection(made, streets)
    elif streets:
        _address(made, streets[0], query)
    elif query.street_number:
        made.words = made.words or query.street_number
    if query.unit:
        made.any_of([f"u:{query.unit.lower()}"])
    if query.block and query.lot:
        made.any_of(f"l:{query.block}/{lot}" for lot in lots_of(query.lot))
    elif query.block:
        made.any_of([f"b:{query.block}"])


def _street_keys(name: str, suffix: str | None) -> list[str]:
    """Keys of a street as in tokens: "mission st", or "mission" of any suffix."""
    key = street_key(name)
    if not suffix:
        return [key]
    suffix = suffix.lower()
    # Without a suffix the record names the avenues of Treasure Island, "Avenue D", and
    # what it has in full: "Yellow Cab Access Road".
    return [f"{key} {suffix}", f"avenue{key}", f"{key}{FULL.get(suffix, suffix)}"]


def street_key(name: str) -> str:
    return "".join(c for c in key_of(name) if c.isascii() and c.isalnum())


def _intersection(made: Conditions, streets: list[list[str]]) -> None:
    """Permits on either street, in the blocks that all of the streets border."""
    made.any_of(f"r:{key}" for keys in streets for key in keys)
    made.add(
        "tokens && ARRAY(SELECT 'b:' || block FROM street_blocks"
        " WHERE street = ANY({corner}) GROUP BY block HAVING count(*) = {streets})",
        corner=list({keys[0].split(" ")[0] for keys in streets}),
        streets=len({keys[0].split(" ")[0] for keys in streets}),
    )


def _address(made: Conditions, keys: list[str], query: Query) -> None:
    numbers = address_range(query.street_number or "")
    if numbers is None:
        made.any_of(f"r:{key}" for key in keys)
        return
    low, high = numbers
    if low != high:
        made.any_of(f"r:{key}" for key in keys)
    bare = dict.fromkeys(key.split(" ")[0] for key in keys)
    tokens = [f"a:{number} {key}" for number in _edges(low, high) for key in keys]
    tokens += [f"h:{hundred} {key}" for hundred in _hundreds(low, high) for key in bare]
    made.any_of(tokens)


def address_range(text: str) -> tuple[int, int] | None:
    """The first and last house number of "2500", "2500-2600" or "123 1/2"."""
    first, _, last = text.partition("-")
    low = _leading_number(first)
    if low is None:
        return None
    end = _leading_number(last)
    high = low if end is None else end
    low, high = min(low, high), max(low, high)
    return low, min(high, low + LONGEST_RANGE)


def _leading_number(text: str) -> int | None:
    match = re.match(r"\s*(\d{1,9})(?!\d)", text, re.ASCII)
    return int(match[1]) if match else None


def _hundreds(low: int, high: int) -> range:
    """Hundreds that lie within the range as a whole."""
    return range(-(-low // 100), (high + 1) // 100)


def _edges(low: int, high: int) -> Iterator[int]:
    """Numbers of the range outside its whole hundreds."""
    whole = _hundreds(low, high)
    for number in range(low, high + 1):
        if number // 100 in whole:
            continue
        yield number


def lots_of(lot: str) -> list[str]:
    """The lots of a run ("030-033"), those between its ends in figures alone."""
    first, _, last = lot.partition("-")
    if not last:
        return [lot]
    low, high = (int("".join(filter(str.isdigit, end))) for end in (first, last))
    between = (f"{number:03}" for number in range(low, high + 1))
    return list(dict.fromkeys([first, *between, last]))


def _values(made: Conditions, query: Query) -> None:
    if query.neighborhoods:
        made.any_of(f"n:{name}" for name in query.neighborhoods)
    if query.zipcode:
        made.any_of([f"z:{query.zipcode}"])
    if query.status:
        made.any_of([f"s:{query.status}"])
    if types := TYPE_WORDS.get(query.permit_type or ""):
        made.any_of(f"t:{number}" for number in types)
    _years(made, query.year_from, query.year_to)
    _costs(made, query.min_cost, query.max_cost)


def _filters(made: Conditions, filters: Filters) -> None:
    if filters.status:
        made.any_of((f"s:{value}" for value in filters.status), "status")
    if filters.types:
        made.any_of((f"t:{value}" for value in filters.types), "type")
    if filters.neighborhoods:
        made.any_of((f"n:{value}" for value in filters.neighborhoods), "neighborhood")
    if filters.costs:
        made.any_of((f"c:{value}" for value in filters.costs), "cost")
    _years(made, filters.year_from, filters.year_to, "year")
    _costs(made, filters.min_cost, filters.max_cost)
    if filters.zipcode:
        made.any_of([f"z:{filters.zipcode}"])
    if filters.block and filters.lot:
        made.any_of(f"l:{filters.block}/{lot}" for lot in lots_of(filters.lot))
    elif filters.block:
        made.any_of([f"b:{filters.block}"])
    if filters.street:
        made.any_of([f"r:{street_key(filters.street)}"])
    if filters.entity is not None:
        made.any_of([f"e:{filters.entity}"])
        made.is_of_few = True


def _years(
    made: Conditions, first: int | None, last: int | None, facet: str | None = None
) -> None:
    if first is None and last is None:
        return
    low = max(first or EARLIEST_YEAR, EARLIEST_YEAR)
    high = min(last or LATEST_YEAR, LATEST_YEAR)
    made.any_of(year_tokens(low, high), facet)


def year_tokens(low: int, high: int) -> list[str]:
    """The fewest tokens that cover the years: whole decades, then single years."""
    years = range(low, high + 1)
    decades = {year // 10 for year in years if year % 10 == 0 and year + 9 <= high}
    single = [f"y:{year}" for year in years if year // 10 not in decades]
    return [f"d:{decade}" for decade in sorted(decades)] + single


def _costs(made: Conditions, low: int | None, high: int | None) -> None:
    if low is None and high is None:
        return
    numbers = bands_between(low, high)
    made.any_of(f"c:{number}" for number in numbers)
    if low is not None and low not in {band.low for band in COST_BANDS}:
        made.add("cost >= {low}", low=low)
    if high is not None:
        made.add("cost <= {high}", high=high)
