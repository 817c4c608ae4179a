"""People and parcels of a search: beside its permits, or as a list of their own."""

from dataclasses import dataclass
from typing import Final, Self

from permits import words
from permits.querysets.freshness import Freshness, freshness
from permits.search.filters import Filters, Section
from permits.search.known import vocabulary
from permits.search.labels import NOT_RECORDED
from permits.search.parcels_found import (
    MOST_PERMITS,
    ParcelRow,
    Parcels,
    asks_for_parcels,
    find_parcels,
)
from permits.search.people_found import People, PersonRow, asks_for_people, find_people
from permits.search.reading import Query
from permits.views import reading
from permits.views.address import address
from permits.views.entity_address import entity_url
from permits.views.loaded import absence
from permits.views.parcel_address import parcel_url

# Beside the permits, in a list of their own, and counted beside the permits.
BESIDE: Final = 3
LISTED: Final = 50
COUNTED: Final = 10
CONTACTS: Final = ("contacts", "electrical_contacts", "plumbing_contacts")
SHOWN_ROLES: Final = 3
_TABS: Final[dict[Section, str]] = {
    "permits": "Permits",
    "people": "People",
    "parcels": "Parcels",
}
_NAMES: Final[dict[Section, str]] = {
    "people": "People and firms",
    "parcels": "Parcels",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the search. `count` is "" where nothing was counted."""

    name: str
    url: str
    count: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Person:
    """One person or firm as its row says it."""

    name: str
    url: str
    kind: str
    roles: str
    permits: str
    years: str
    licenses: str

    @classmethod
    def of(cls, row: PersonRow) -> Self:
        roles = [words.sentence(role) for role in row.roles[:SHOWN_ROLES]]
        return cls(
            name=row.name or "Name not recorded",
            url=entity_url(row.id, row.name),
            kind=words.sentence(row.kind),
            roles=", ".join(roles) or "role not recorded",
            permits=reading.plural_count(row.permit_count, capped=False),
            years=_years(row),
            licenses=", ".join(row.licenses[:SHOWN_ROLES]) or NOT_RECORDED,
        )


def _years(row: PersonRow) -> str:
    first, last = row.first_date, row.last_date
    if first is None or last is None:
        return "dates not recorded"
    return (
        str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    )


@dataclass(frozen=True, slots=True)
class ParcelShown:
    """One parcel as its row says it."""

    name: str
    url: str
    address: str
    neighborhood: str
    use: str
    permits: str

    @classmethod
    def of(cls, row: ParcelRow) -> Self:
        return cls(
            name=f"Block {row.block}, lot {row.lot}",
            url=parcel_url(row.block, row.lot),
            address=address_of(row),
            neighborhood=row.neighborhood or "",
            use=_use(row),
            permits=_permits_at(row),
        )


def address_of(row: ParcelRow) -> str:
    """`2500 to 2510 Mission St`; without its number if that is not recorded."""
    if not row.street_name:
        return "Address not recorded"
    first, last = row.from_number, row.to_number
    numbers = f"{first} to {last}" if last and last != first else first
    name = row.street_name.lstrip("0").capitalize()
    parts = (numbers, name, (row.street_type or "").capitalize())
    return " ".join(part for part in parts if part)


def _use(row: ParcelRow) -> str:
    if row.active is None:
        return "not recorded whether in use"
    if row.active:
        return "in use"
    return f"retired {words.date(row.retired_on)}" if row.retired_on else "retired"


def _permits_at(row: ParcelRow) -> str:
    number = min(row.permits, MOST_PERMITS)
    text = reading.plural_count(number, capped=row.permits > MOST_PERMITS)
    return text if row.permits else "no building permits"


@dataclass(frozen=True, slots=True)
class Others:
    """What was found beside permits; None: not looked for."""

    people: People | None = None
    parcels: Parcels | None = None

    @property
    def people_rows(self) -> list[Person]:
        return [Person.of(row) for row in self.people.rows] if self.people else []

    @property
    def parcel_rows(self) -> list[ParcelShown]:
        return [ParcelShown.of(r) for r in self.parcels.rows] if self.parcels else []


def others(query: Query, filters: Filters) -> Others:
    """The people and parcels that the page shows; at most one query each.

    Looked for where the line was read as a name, a license or a place, on the first
    page, or where they are what is asked for.
    """
    section = filters.section
    first = filters.cursor is None and query.kind != "junk"
    people = section == "people" or (first and asks_for_people(query))
    parcels = section == "parcels" or (first and asks_for_parcels(query, filters))
    return Others(
        people=find_people(
            query, vocabulary(), size=_size(section, "people"), exact=filters.exact
        )
        if people
        else None,
        parcels=find_parcels(query, filters, size=_size(section, "parcels"))
        if parcels
        else None,
    )


def _size(section: Section, own: Section) -> int:
    return LISTED if section == own else BESIDE


def tabs(filters: Filters, found: Others, permits: str) -> list[Tab]:
    """The three parts of a search; `permits` is the count of permits, "" if none."""
    counts: dict[Section, str] = {
        "permits": permits,
        "people": _counted(found.people.total) if found.people else "",
        "parcels": _counted(found.parcels.total) if found.parcels else "",
    }
    return [
        Tab(
            name=name,
            url=_url(filters.with_(section=section)),
            count=counts[section],
            is_current=section == filters.section,
        )
        for section, name in _TABS.items()
    ]


def _counted(total: int) -> str:
    return f"{COUNTED}+" if total > COUNTED else str(total)


def _url(filters: Filters) -> str:
    made = filters.query_string()
    return f"{address('search')}?{made}" if made else address("search")


@dataclass(frozen=True, slots=True)
class SectionPage:
    """What search.html shows of people, or of parcels, alone."""

    query: Query
    filters: Filters
    others: Others

    template = "permits/_section.html"
    is_plain = False
    corrections: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.filters.q

    @property
    def is_people(self) -> bool:
        return self.filters.section == "people"

    @property
    def title(self) -> str:
        name = _NAMES[self.filters.section]
        if not self.text and not self.rows:
            return name
        said = f" for “{self.text}”" if self.text else ""
        return f"{name}{said}" if self.rows else f"No {name.lower()}{said}"

    @property
    def rows(self) -> list[Person] | list[ParcelShown]:
        found = self.others
        return found.people_rows if self.is_people else found.parcel_rows

    @property
    def canonical(self) -> str:
        return _url(self.filters)

    @property
    def tabs(self) -> list[Tab]:
        return tabs(self.filters, self.others, "")

    @property
    def problems(self) -> tuple[str, ...]:
        return self.filters.problems

    @property
    def ignored(self) -> str:
        """The filters that say nothing about people or parcels."""
        return ", ".join(chip.label for chip in self.filters.chips())

    @property
    def total(self) -> int:
        found = self.others.people if self.is_people else self.others.parcels
        return found.total if found else 0

    @property
    def count_text(self) -> str:
        people = self.others.people
        capped = "+" if self.is_people and people and people.is_capped else ""
        what = "person or firm" if self.is_people else "parcel"
        many = "people and firms" if self.is_people else "parcels"
        one = self.total == 1 and not capped
        return f"{self.total:,}{capped} {what if one else many}"

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.rows)

    @property
    def absence(self) -> str:
        """Why there is none: nothing recorded, or nothing loaded. One query."""
        return self.absence_of(freshness())

    def absence_of(self, fresh: Freshness) -> str:
        names = CONTACTS if self.is_people else ("parcels",)
        return absence(fresh, *names)
