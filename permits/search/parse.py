"""A line typed into the search box, read as a `Query`. Pure: no database, no clock."""

import dataclasses
import datetime as dt

from permits.search import (
    addresses,
    crossings,
    dates,
    day_dates,
    firms,
    identifiers,
    money,
    parcels,
    people,
    places,
    remainder,
    status_and_type,
)
from permits.search.junk import is_junk
from permits.search.reading import (
    Context,
    FieldValue,
    Kind,
    Query,
    Recogniser,
)
from permits.search.tokens import Line, clean
from permits.search.vocabulary import Correction, Vocabulary

__all__ = ["Correction", "FieldValue", "Kind", "Query", "Vocabulary", "parse"]

# Each takes what the ones before it left. Numbers that can be nothing else come first,
# a firm before the street or neighborhood in its name, an address before a bare year,
# and words that could be anybody's come last.
RECOGNISERS: tuple[Recogniser, ...] = (
    parcels.parcel,
    identifiers.license_number,
    money.cost,
    dates.years,
    places.zipcode,
    firms.firm,
    people.person_by_role,
    places.city,
    addresses.address,
    crossings.crossing,
    crossings.suffixed_street,
    places.neighborhoods,
    dates.bare_years,
    people.person,
)
_ON_PLAIN_WORDS: tuple[Recogniser, ...] = (
    status_and_type.status,
    status_and_type.permit_type,
    crossings.bare_street,
    remainder.misspelt_street,
    people.unknown_name,
    remainder.text,
)
_PLACE_FIELDS = {"neighborhood", "zipcode", "street_name", "street_suffix", "unit"}
_ALWAYS: tuple[tuple[str, Kind], ...] = (
    ("permit_number", "permit_number"),
    ("license", "license"),
)
_ALONE: tuple[tuple[str, frozenset[str], Kind], ...] = (
    ("block", frozenset({"lot"}), "parcel"),
    ("street_number", frozenset(_PLACE_FIELDS), "address"),
    ("street_name", frozenset({"street_suffix"}), "street"),
    ("name", frozenset(), "person_or_firm"),
    ("neighborhood", frozenset(), "neighborhood"),
    ("permit_type", frozenset(), "text"),
    ("text", frozenset(), "text"),
)


def parse(
    text: str,
    *,
    vocabulary: Vocabulary,
    today: dt.date,
    correct: bool = True,
) -> Query:
    """Reads any text at all; what it cannot place is left in `Query.text`.

    With `correct=False` every word is taken as typed: no spelling is put right and a
    street keeps its former name. Never raises.
    """
    raw, truncated = clean(text)
    query = Query(raw=raw, truncated=truncated)
    if not raw:
        return query
    if is_junk(raw):
        return dataclasses.replace(query, kind="junk")
    line = Line.of(raw)
    query = dataclasses.replace(query, is_question=remainder.is_question(line))
    return _read(query, line, Context(vocabulary, today, correct))


def _read(query: Query, line: Line, context: Context) -> Query:
    found = identifiers.permit_number(line, context)
    if found:
        query = dataclasses.replace(query, **found.fields)
        line = line.without(found.spans)
    line = day_dates.dates_as_years(line)
    query, line = _recognised(query, line, context, RECOGNISERS)
    line, slips = remainder.respelt(line, context)
    query = dataclasses.replace(query, corrections=query.corrections + slips)
    query, _ = _recognised(query, line, context, _ON_PLAIN_WORDS)
    if not query.fields():
        # Only words that say nothing by themselves: better searched than dropped.
        query = dataclasses.replace(query, text=query.raw)
    return dataclasses.replace(query, kind=_kind(query))


def _recognised(
    query: Query, line: Line, context: Context, recognisers: tuple[Recogniser, ...]
) -> tuple[Query, Line]:
    for recognise in recognisers:
        if line.is_blank():
            break
        found = recognise(line, context)
        # What was read first stands: a second street or year stays text.
        if found and not any(getattr(query, name) for name in found.fields):
            corrections = query.corrections + found.corrections
            query = dataclasses.replace(query, corrections=corrections, **found.fields)
            line = line.without(found.spans)
    return query, line


def _kind(query: Query) -> Kind:
    read = query.fields().keys()
    for field, kind in _ALWAYS:
        if field in read:
            return kind
    for field, company, kind in _ALONE:
        if field in read and read - {field} <= company:
            return kind
    return "mixed"
