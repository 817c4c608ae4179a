"""What a line typed into the search box was read as."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Literal, TypedDict

from permits.search.tokens import Line, Span
from permits.search.vocabulary import Correction, Vocabulary

Kind = Literal[
    "permit_number",
    "parcel",
    "address",
    "street",
    "person_or_firm",
    "license",
    "neighborhood",
    "text",
    "mixed",
    "empty",
    "junk",
]
FieldValue = str | int | list[str]


class Fields(TypedDict, total=False):
    """The part of a `Query` that one recogniser fills in."""

    permit_number: str
    block: str
    lot: str
    street_number: str
    street_names: tuple[str, ...]
    street_suffix: str
    unit: str
    neighborhoods: tuple[str, ...]
    zipcode: str
    name: str
    license: str
    status: str
    permit_type: str
    year_from: int
    year_to: int
    min_cost: int
    max_cost: int
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """One reading of what was typed; every field it does not mention is None or ().

    `raw` is the line as understood (cleaned and cut), safe to show and to store.
    Canonical forms: block "0026T", lot "028A" or "030-033", street_number "123",
    "2500-2600" or "123 1/2", street names as in the gazetteer without their suffix
    (two of them are an intersection), suffix in USPS short form, years whole and
    inclusive, costs in dollars and inclusive.
    """

    raw: str
    kind: Kind = "empty"
    permit_number: str | None = None
    block: str | None = None
    lot: str | None = None
    street_number: str | None = None
    street_names: tuple[str, ...] = ()
    street_suffix: str | None = None
    unit: str | None = None
    neighborhoods: tuple[str, ...] = ()
    zipcode: str | None = None
    name: str | None = None
    license: str | None = None
    status: str | None = None
    permit_type: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    min_cost: int | None = None
    max_cost: int | None = None
    text: str | None = None
    corrections: tuple[Correction, ...] = ()
    is_question: bool = False
    truncated: bool = False

    def fields(self) -> dict[str, FieldValue]:
        """What was read, by field name; a list where there are several values."""
        read: dict[str, FieldValue] = {}
        for name in FIELD_NAMES:
            value = getattr(self, name)
            if isinstance(value, tuple):
                value = value[0] if len(value) == 1 else list(value)
            if value not in (None, "", []):
                read[PLURALS.get(name, name)] = value
        return read


PLURALS = {"street_names": "street_name", "neighborhoods": "neighborhood"}
FIELD_NAMES = tuple(
    field.name
    for field in fields(Query)
    if field.name not in {"raw", "kind", "corrections", "is_question", "truncated"}
)


@dataclass(frozen=True, slots=True)
class Context:
    """What a recogniser may know besides the line."""

    vocabulary: Vocabulary
    today: dt.date
    correct: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a recogniser read, and the spans of the line that it used up."""

    fields: Fields
    spans: tuple[Span, ...]
    corrections: tuple[Correction, ...] = ()


Recogniser = Callable[[Line, Context], Found | None]
