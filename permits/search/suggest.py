"""What to offer while somebody types."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.urls import reverse

from ops.database import reading
from permits.models import Parcel, Permit
from permits.search.people_found import Asked, find
from permits.search.suffixes import SUFFIXES
from permits.search.tokens import clean, fold
from permits.views.entity_address import entity_url
from permits.views.parcel_address import parcel_url

Kind = Literal[
    "permit", "address", "street", "neighborhood", "parcel", "person", "firm", "word"
]
FEWEST_CHARACTERS = 2
_NUMBER = re.compile(r"[A-Z]{0,2}\d{4,12}S?", re.ASCII)
_NOT_TERM = re.compile(r"[^a-z0-9 ]")
# Enough of each kind to fill the list, so that none crowds out the rest.
_ORDER = ("address", "street", "neighborhood", "word")
# People, and parcels, have their own places in the list, at most so many each.
MOST_OTHERS = 3
SHORTEST_NAME = 3
_PARCEL = re.compile(r"(\d{4}[a-z]?)\s?[/\s-]\s?(\d{0,3}[a-z]?)", re.ASCII)
_GROUPS: Mapping[Kind, str] = {
    "permit": "Permits",
    "address": "Places",
    "street": "Places",
    "neighborhood": "Places",
    "parcel": "Places",
    "person": "People and firms",
    "firm": "People and firms",
    "word": "Words",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line to offer: what it says, what it is, and where it leads."""

    label: str
    kind: Kind
    url: str

    @property
    def group(self) -> str:
        return _GROUPS[self.kind]


def suggest(text: str, limit: int = 8) -> list[Suggestion]:
    """Things in the record that begin with what is typed, by group; four queries.

    Of a license or business number the whole is needed.
    """
    typed, _ = clean(text)
    if len(typed) < FEWEST_CHARACTERS:
        return []
    people = _people(typed)
    parcels = _parcels(typed)
    found = [*_permits(typed, limit), *([] if parcels else _terms(typed, limit))]
    if not people and _are_permits(found) and " " in typed:
        found += _last_word(typed, limit)
    found = found[: max(limit - len(people) - len(parcels), 1)]
    groups = list(dict.fromkeys(_GROUPS.values()))
    return sorted(
        [*found, *parcels, *people][:limit], key=lambda one: groups.index(one.group)
    )


def _are_permits(found: list[Suggestion]) -> bool:
    return all(one.kind == "permit" for one in found)


def _people(typed: str) -> list[Suggestion]:
    asked = Asked.of(typed)
    is_name = any(len(word) >= SHORTEST_NAME for word in asked.words)
    # "2500 mis" is an address: names with figures are found by the search itself.
    if not asked.numbers and (not is_name or typed[:1].isdigit()):
        return []
    return [
        Suggestion(
            label=row.name or "Name not recorded",
            kind="firm" if row.kind == "firm" else "person",
            url=entity_url(row.id, row.name),
        )
        for row in find(asked, size=MOST_OTHERS).rows
    ]


def _parcels(typed: str) -> list[Suggestion]:
    match = _PARCEL.fullmatch(fold(typed))
    if match is None:
        return []
    block, lot = match[1].upper(), match[2].upper()
    begun = Parcel.objects.filter(block=block, lot__startswith=lot)
    lots = begun.order_by("lot").values_list("lot", flat=True)[:MOST_OTHERS]
    return [
        Suggestion(f"Block {block}, lot {one}", "parcel", parcel_url(block, one))
        for one in lots
        if one
    ]


def _permits(typed: str, limit: int) -> list[Suggestion]:
    number = re.sub(r"[\s-]", "", typed.upper())
    if not _NUMBER.fullmatch(number):
        return []
    begun = Permit.objects.filter(pk__gte=number, pk__lt=number + "\x7f")
    numbers = begun.order_by("pk").values_list("pk", flat=True)[:limit]
    return [Suggestion(one, "permit", reverse("permit", args=[one])) for one in numbers]


def _terms(typed: str, limit: int) -> list[Suggestion]:
    found = _begun(_term(typed), limit)
    return [_of(label, kind, label) for kind, label in found]


def _last_word(typed: str, limit: int) -> list[Suggestion]:
    """Words that end what is typed, where the whole of it is no name."""
    head, _, last = typed.rpartition(" ")
    found = _begun(_term(last), limit) if len(last) >= FEWEST_CHARACTERS else []
    if head.isdigit():
        # No permit has that number, so only the street is offered.
        return [_of(label, kind, label) for kind, label in found if kind == "street"]
    return [
        _of(f"{head} {label}", kind, f"{head} {label}")
        for kind, label in found
        if kind != "address"
    ]


def _of(label: str, kind: Kind, query: str) -> Suggestion:
    return Suggestion(label, kind, f"{reverse('search')}?{urlencode({'q': query})}")


def _term(typed: str) -> str:
    """As terms are kept: "2500 Mission Street" begins like "2500 mission st"."""
    words = _NOT_TERM.sub("", fold(typed).replace("-", " ")).split()
    # A word that may still grow into a name stays as it is.
    if len(words) > 1 and len(words[-1]) > 2:  # noqa: PLR2004 - "av", "st" are kept
        words[-1] = SUFFIXES.get(words[-1], words[-1]).lower()
    return re.sub(r"\b0+(?=\d)", "", " ".join(words))


def _begun(term: str, limit: int) -> list[tuple[Kind, str]]:
    if not term:
        return []
    # ~>=~ compares by code point, as the prefix index is ordered on any server.
    sql = (
        "SELECT kind, label FROM (SELECT kind, label, df, row_number() OVER"
        " (PARTITION BY kind ORDER BY df DESC, label) AS place FROM search_terms"
        " WHERE term ~>=~ %(low)s AND term ~<~ %(high)s) AS begun"
        " WHERE place <= %(limit)s"
        " ORDER BY array_position(%(order)s, kind), df DESC, label"
    )
    values: dict[str, Any] = {
        "low": term,
        "high": term + "\x7f",
        "limit": limit,
        "order": list(_ORDER),
    }
    with reading().cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    return _mixed(rows, limit)


def _mixed(rows: list[tuple[Kind, str]], limit: int) -> list[tuple[Kind, str]]:
    """Up to half of the list of the first kind, so that the others are seen too."""
    share = max(1, limit // 2)
    taken: list[tuple[Kind, str]] = []
    left: list[tuple[Kind, str]] = []
    for row in rows:
        of_kind = sum(kind == row[0] for kind, _ in taken)
        (taken if of_kind < share else left).append(row)
    chosen = (taken + left)[:limit]
    return sorted(chosen, key=lambda row: _ORDER.index(row[0]))
