"""What the permit record says of the address, permit or firm that a question names.

Questions are read and looked up as the search box does it: one way through the code.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from string import capwords
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from permits import querysets, words
from permits.models import Permit
from permits.querysets.freshness import Freshness, freshness
from permits.search.filters import Filters
from permits.search.known import vocabulary
from permits.search.parcels_found import asks_for_parcels, find_parcels
from permits.search.parse import parse
from permits.search.people_found import asks_for_people, find_people
from permits.search.query import search
from permits.search.reading import Query
from permits.search.suffixes import SUFFIXES
from permits.views import facts
from permits.views.facts import Fact
from permits.views.loaded import absence
from permits.views.search_people import ParcelShown, Person

# The search box reads so many words at once; a story is read a sentence at a time.
MOST_SENTENCES: Final = 6
MOST_ENTRIES: Final = 3
_SENTENCE: Final = re.compile(r"(?<=[.?!;])\s+|\n+")
_OPENING: Final = re.compile(
    r"^\W*(?:can|could|may|might|must|should|will|would|do|does|did|is|are|was|were"
    r"|has|have|had|what about|what of)\s+",
    re.IGNORECASE,
)
_SUFFIX: Final = f"(?:{'|'.join(sorted(SUFFIXES, key=len, reverse=True))})"
# By what a person or firm was found: a name that merely shares words is nobody's.
_SURE: Final = frozenset({"number", "name"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One permit, parcel or firm with its first facts."""

    name: str
    what: str
    url: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class FromRecord:
    """What was named, what the record has of it, and the search that finds more.

    `missing` says that nothing was found of what was named. `rest` is the question
    without the name, which would be found in texts that are about something else.
    """

    named: str
    entries: tuple[Entry, ...]
    search_url: str
    missing: str = ""
    is_sample: bool = False
    rest: str = ""


def from_record(question: str) -> FromRecord | None:
    """The record on what the question names; None if it names nothing there."""
    for said in _SENTENCE.split(question)[:MOST_SENTENCES]:
        query = _read(said)
        named = _named(query)
        found = _found(query, named) if named else None
        if found:
            return replace(found, rest=_without(question, query))
    return None


def _read(said: str) -> Query:
    # Spelled as it stands: a question's words are no names that were mistyped. And
    # "Can Smith Electric" would be a name.
    named = _OPENING.sub("", said)
    return parse(
        named, vocabulary=vocabulary(), today=timezone.localdate(), correct=False
    )


def _named(query: Query) -> str:
    """The permit, place or firm in the words of the search box."""
    if query.kind == "junk":
        return ""
    if query.permit_number:
        return f"permit {query.permit_number}"
    if query.block and query.lot:
        return f"block {query.block}, lot {query.lot}"
    if query.street_number and len(query.street_names) == 1:
        street = capwords(query.street_names[0])
        suffix = capwords(query.street_suffix or "")
        return " ".join(filter(None, (query.street_number, street, suffix)))
    if asks_for_people(query):
        return query.name or f"license {query.license}"
    return ""


def _without(question: str, query: Query) -> str:
    """The question but for the number, the address or the name."""
    parts: list[str | None] = []
    if query.permit_number:
        parts = [query.permit_number]
    elif query.block and query.lot:
        parts = [query.block, query.lot]
    elif query.street_number:
        street = r"\s+".join(map(re.escape, query.street_names[0].split()))
        place = rf"{re.escape(query.street_number)}\s+{street}\b(?:\s+{_SUFFIX}\b)?"
        return re.sub(rf"(?:\bat\s+)?\b{place}", " ", question, flags=re.IGNORECASE)
    else:
        parts = [*(query.name or "").split(), query.license]
    for part in filter(None, parts):
        name = rf"\b{re.escape(part)}\b"
        question = re.sub(name, " ", question, flags=re.IGNORECASE)
    return question


def _found(query: Query, named: str) -> FromRecord | None:
    fresh = freshness()
    is_person = not (query.permit_number or query.block or query.street_number)
    entries = list(_entries(query))[:MOST_ENTRIES]
    # A name is a guess: where the record has nobody of it, there is nothing to say.
    if is_person and not entries:
        return None
    return FromRecord(
        named=named,
        entries=tuple(entries),
        search_url=f"{reverse('search')}?{urlencode({'q': named})}",
        missing="" if entries else _missing(query, fresh),
        is_sample=fresh.is_sample,
    )


def _missing(query: Query, fresh: Freshness) -> str:
    if query.permit_number:
        return absence(fresh, "permits")
    return absence(fresh, "permits", "parcels")


def _entries(query: Query) -> Iterator[Entry]:
    if query.permit_number:
        if permit := querysets.permit(query.permit_number):
            yield _permit(permit)
    elif query.block or query.street_number:
        yield from _parcels(query)
    else:
        yield from _people(query)


def _permit(permit: Permit) -> Entry:
    status = words.status(permit.status)
    kind = words.permit_type(permit.permit_type_definition, permit.permit_type)
    return Entry(
        name=words.headline(permit.description, kind),
        what=f"Permit {permit.permit_number}",
        url=reverse("permit", args=[permit.permit_number]),
        facts=(
            Fact("Status", status.label),
            Fact("Address", words.text(permit.address)),
            *facts.glance(permit)[:1],
            Fact("Filed", words.date(permit.filed_date)),
            Fact("Issued", words.date(permit.issued_date)),
        ),
    )


def _parcels(query: Query) -> Iterator[Entry]:
    place = _place(query)
    shown: Sequence[ParcelShown] = ()
    if asks_for_parcels(place, Filters()):
        rows = find_parcels(place, Filters(), size=MOST_ENTRIES).rows
        shown = [ParcelShown.of(row) for row in rows]
    for each in shown:
        yield Entry(
            name=each.address,
            what=each.name,
            url=each.url,
            facts=(
                Fact("Building permits", each.permits),
                Fact("Neighborhood", words.text(each.neighborhood)),
                Fact("Parcel", each.use),
            ),
        )
    found = querysets.for_results(
        row.permit_number for row in search(place, Filters(sort="newest"), size=2).rows
    )
    yield from map(_permit, found.values())


def _place(query: Query) -> Query:
    """The place alone: what else was asked is no condition of the search."""
    return Query(
        raw=query.raw,
        kind="parcel" if query.block else "address",
        block=query.block,
        lot=query.lot,
        street_number=query.street_number,
        street_names=query.street_names,
        street_suffix=query.street_suffix,
    )


def _people(query: Query) -> Iterator[Entry]:
    found = find_people(query, vocabulary(), size=MOST_ENTRIES, exact=True)
    for row in found.rows:
        if row.matched not in _SURE:
            continue
        person = Person.of(row)
        yield Entry(
            name=person.name,
            what=person.kind,
            url=person.url,
            facts=(
                Fact("Roles", person.roles),
                Fact("Named on", person.permits),
                Fact("Years", person.years),
                Fact("License", person.licenses),
            ),
        )
