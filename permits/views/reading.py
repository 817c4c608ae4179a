"""How a query was read, in plain words, and the same query with one part left out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, NamedTuple

from permits import words
from permits.search.filters import Filters
from permits.search.labels import STATUSES
from permits.search.reading import Query

KIND_WORDS: Final = {
    "new_construction": "new construction",
    "adu": "accessory dwelling units",
}


class Drop(NamedTuple):
    """One part of a search, and the query string of the search without it."""

    label: str
    without: str


def phrase(query: Query) -> str:
    """What follows "Permits" or "No permits": ` at 2500 Mission St`."""
    if query.kind == "empty":
        return ""
    if query.kind == "junk":
        return f" for “{query.raw}”"
    parts = [said for part in _PARTS if (said := part(query))]
    loose = [part for part in parts if not part.startswith(",")]
    limits = [part for part in parts if part.startswith(",")]
    return "".join(f" {part}" for part in loose) + "".join(limits)


def _number(query: Query) -> str:
    return f"numbered {query.permit_number}" if query.permit_number else ""


def _text(query: Query) -> str:
    return f"for “{query.text}”" if query.text else ""


def _name(query: Query) -> str:
    return f"mentioning “{query.name}”" if query.name else ""


def _license(query: Query) -> str:
    return f"mentioning license {query.license}" if query.license else ""


def _parcel(query: Query) -> str:
    if not query.block:
        return f"at lot {query.lot}" if query.lot else ""
    return f"at block {query.block}" + (f", {_lots(query.lot)}" if query.lot else "")


def _lots(lot: str) -> str:
    first, _, last = lot.partition("-")
    return f"lots {first} to {last}" if last else f"lot {lot}"


def address(query: Query) -> str:
    """`2500 Mission St, unit 3`, `Mission and 16th`, or nothing."""
    streets = " and ".join(query.street_names)
    suffix = (query.street_suffix or "").capitalize()
    line = " ".join(part for part in (query.street_number, streets, suffix) if part)
    return f"{line}, unit {query.unit}" if query.unit else line


def _address(query: Query) -> str:
    line = address(query)
    if not line:
        return ""
    is_a_point = query.street_number or len(query.street_names) > 1
    return f"at {line}" if is_a_point else f"on {line}"


def _neighborhoods(query: Query) -> str:
    return f"in {' and '.join(query.neighborhoods)}" if query.neighborhoods else ""


def _zipcode(query: Query) -> str:
    return f"in {query.zipcode}" if query.zipcode else ""


def _type(query: Query) -> str:
    if not query.permit_type:
        return ""
    words_for = KIND_WORDS.get(query.permit_type, query.permit_type.replace("_", " "))
    return f", type: {words_for}"


def _status(query: Query) -> str:
    if not query.status:
        return ""
    return f", status: {STATUSES.get(query.status, query.status)}"


def _years(query: Query) -> str:
    first, last = query.year_from, query.year_to
    if first and last:
        return f", filed in {first}" if first == last else f", filed {first} to {last}"
    if first:
        return f", filed since {first}"
    return f", filed by {last}" if last else ""


def _costs(query: Query) -> str:
    low, high = query.min_cost, query.max_cost
    if low is not None and high is not None:
        return f", costing ${low:,} to ${high:,}"
    if low is not None:
        return f", costing ${low:,} or more"
    return f", costing up to ${high:,}" if high is not None else ""


_PARTS: Final[tuple[Callable[[Query], str], ...]] = (
    _number,
    _text,
    _name,
    _license,
    _address,
    _parcel,
    _neighborhoods,
    _zipcode,
    _type,
    _status,
    _years,
    _costs,
)
# The parts of a query that can be left out, each with what it is in the query.
_DROPPED: Final[tuple[tuple[Callable[[Query], str], dict[str, Any]], ...]] = (
    (_text, {"text": None}),
    (_name, {"name": None}),
    (_address, {"street_number": None, "street_names": (), "unit": None}),
    (_neighborhoods, {"neighborhoods": ()}),
    (_zipcode, {"zipcode": None}),
    (_status, {"status": None}),
    (_years, {"year_from": None, "year_to": None}),
    (_costs, {"min_cost": None, "max_cost": None}),
)


def drops(query: Query, filters: Filters) -> list[Drop]:
    """The search with each filter or part of the query left out, one at a time."""
    chips = [Drop(f"“{chip.label}”", chip.without) for chip in filters.chips()]
    parts = [
        Drop(_bare(said), _as_params(replace(query, **change), filters))
        for part, change in _DROPPED
        if (said := part(query))
    ]
    return chips + parts if len(chips) + len(parts) > 1 else []


_LEADS: Final = ("for ", "mentioning ", "at ", "on ", "in ", ", ")


def _bare(said: str) -> str:
    """A part of the phrase without the word that joins it: `in Noe Valley`."""
    for lead in _LEADS:
        if said.startswith(lead):
            bare = said.removeprefix(lead)
            return bare if bare.startswith("“") else f"“{bare}”"
    return f"“{said}”"


def _as_params(query: Query, filters: Filters) -> str:
    """A query as typed text and filters that mean the same."""
    text = " ".join(part for part in (query.text, query.name, address(query)) if part)
    return filters.with_(
        q=text,
        status=filters.status or ((query.status,) if query.status else ()),
        neighborhoods=filters.neighborhoods or query.neighborhoods,
        zipcode=filters.zipcode or query.zipcode,
        year_from=filters.year_from or query.year_from,
        year_to=filters.year_to or query.year_to,
        min_cost=query.min_cost if filters.min_cost is None else filters.min_cost,
        max_cost=query.max_cost if filters.max_cost is None else filters.max_cost,
        block=filters.block or query.block,
        lot=filters.lot or query.lot,
    ).query_string()


def corrected(query: Query) -> list[str]:
    """What was read instead of what was typed, for "showing results for"."""
    return [correction.read for correction in query.corrections]


def plural_count(number: int, *, capped: bool) -> str:
    """`1 permit`, `2,500 permits`, `10,000+ permits`."""
    return f"{number:,}+ permits" if capped else words.counted(number, "permit")
