"""What a person or firm did, as rows of the tables on its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from permits import words
from permits.ingest.datasets import DATASETS
from permits.models import Entity, EntityStatistics, RoleStatistics
from permits.querysets.entities import Partner, Possible
from permits.querysets.freshness import Freshness
from permits.querysets.permits import FEWEST_SIMILAR
from permits.search.filters import Filters
from permits.search.labels import NOT_RECORDED
from permits.views.address import address
from permits.views.charts import Years, years
from permits.views.entity_address import entity_url
from permits.views.entity_words import median, role
from permits.views.facts import Fact
from permits.views.neighborhood_address import neighborhood_url

# The two kinds of forms that take days of a different order.
_WAYS: Final = {
    "counter": "Over-the-counter alterations (form 8)",
    "other": "All other forms",
}
# What the page is made from.
SOURCES: Final = (
    *("contacts", "electrical_contacts", "plumbing_contacts"),
    *("permits", "electrical_permits", "plumbing_permits", "inspections"),
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many permits are of something; `url` leads to more about it, if not ""."""

    name: str
    number: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Duration:
    """Median days filed to issued, of this entity and of its role, with each n."""

    name: str
    own: str
    own_n: int
    usual: str
    usual_n: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A row of the table of partners."""

    name: str
    url: str
    role: str
    permits: int
    when: str
    cost: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Somebody who may be the same, and what speaks for and against it."""

    name: str
    url: str
    about: str
    speaks_for: str
    speaks_against: str


@dataclass(frozen=True, slots=True)
class Writing:
    """One way that contacts are written. `permit` is one that has it, "" if none."""

    name: str
    facts: tuple[Fact, ...]
    contacts: int
    permit: str

    @property
    def url(self) -> str:
        """Building permits have a page; numbers of the trades begin with letters."""
        has_page = self.permit[:1].isdigit()
        return address("permit", self.permit) if has_page else ""


def search_url(filters: Filters) -> str:
    return f"{address('search')}?{filters.query_string()}"


def kinds(counted: EntityStatistics) -> list[Count]:
    """Permits by data set; the last ones are only known from their contacts."""
    found = (
        ("Building permits", counted.building_permits),
        ("Electrical permits", counted.electrical_permits),
        ("Plumbing permits", counted.plumbing_permits),
        ("Numbers that no loaded permit has", counted.other_permits),
    )
    return [Count(name, number) for name, number in found if number]


def by_year(counted: EntityStatistics, listed: Filters) -> Years | None:
    """Linked to lists where those have all that is counted."""
    has_list = counted.building_permits == _all(counted)
    return years(
        {row["year"]: row["permits"] for row in counted.years},
        "Permits by the year they were filed",
        "Permits",
        search=listed.query_string() if has_list else None,
    )


def undated(counted: EntityStatistics) -> int:
    """How many permits are in no year."""
    return _all(counted) - sum(int(row["permits"]) for row in counted.years)


def _all(counted: EntityStatistics) -> int:
    return sum(kind.number for kind in kinds(counted))


def neighborhoods(counted: EntityStatistics) -> list[Count]:
    return [
        Count(row["name"], row["permits"], neighborhood_url(row["name"]))
        for row in counted.neighborhoods
    ]


def types(counted: EntityStatistics, listed: Filters) -> list[Count]:
    """Building permits by form."""
    return [
        Count(
            words.permit_type(row["definition"], row["form"]),
            row["permits"],
            search_url(listed.with_(types=(row["form"],))) if row["form"] else "",
        )
        for row in counted.types
    ]


def durations(counted: EntityStatistics) -> list[Duration]:
    """Rows of the ways that this entity has issued permits of."""
    usual: Mapping[str, Any] = counted.role.issued if counted.role else {}
    return [
        _duration(name, counted.issued[way], usual.get(way))
        for way, name in _WAYS.items()
        if way in counted.issued
    ]


def _duration(
    name: str, own: Mapping[str, Any], usual: Mapping[str, Any] | None
) -> Duration:
    count = usual["permits"] if usual else 0
    fair = usual is not None and count >= FEWEST_SIMILAR
    return Duration(
        name=name,
        own=median(own["median_days"]),
        own_n=own["permits"],
        usual=median(usual["median_days"]) if usual and fair else "too few to say",
        usual_n=count,
    )


def compared_with(usual: RoleStatistics) -> str:
    """Whose figures the entity's are set beside."""
    everybody = words.counted(usual.entities, "person or firm", "people and firms")
    return f"{everybody} whose commonest role is {usual.role}, this one among them"


def shared(partners: Iterable[Partner]) -> list[Shared]:
    return [
        Shared(
            name=str(partner.entity),
            url=entity_url(partner.entity.pk, partner.entity.name),
            role=role(partner.entity) or NOT_RECORDED,
            permits=partner.shared.shared_permits,
            when=_years(partner),
            cost=words.money(partner.shared.total_cost),
        )
        for partner in partners
    ]


def _years(partner: Partner) -> str:
    first, last = partner.shared.first_date, partner.shared.last_date
    if first is None or last is None:
        return NOT_RECORDED
    return span(first.year, last.year)


def span(first: int, last: int) -> str:
    """`1994 to 2026`, or one year."""
    return str(first) if first == last else f"{first} to {last}"


def twins(found: Iterable[Possible]) -> list[Twin]:
    return [
        Twin(
            name=str(one.entity),
            url=entity_url(one.entity.pk, one.entity.name),
            about=_about(one.entity),
            speaks_for=_reasons(one, for_it=True),
            speaks_against=_reasons(one, for_it=False),
        )
        for one in found
    ]


def _about(entity: Entity) -> str:
    permits = words.counted(entity.permit_count, "permit")
    return f"{role(entity) or 'Role not recorded'}, {permits}"


def _reasons(one: Possible, *, for_it: bool) -> str:
    """Findings of no weight speak for it: they agree."""
    said = [
        str(finding["reason"])
        for finding in one.findings
        if (float(str(finding["points"])) >= 0) == for_it
    ]
    return "; ".join(said) or "nothing"


def writings(counted: EntityStatistics) -> list[Writing]:
    return [
        Writing(
            name=" ".join(
                row[part] for part in ("first_name", "last_name") if part in row
            )
            or row.get("firm_name")
            or "Name not recorded",
            facts=(
                Fact("Firm", words.text(row.get("firm_name"))),
                Fact("License", words.text(row.get("license1"))),
                Fact("Business number", words.text(row.get("business"))),
            ),
            contacts=row["contacts"],
            permit=row.get("permit", ""),
        )
        for row in counted.writings
    ]


def sources(fresh: Freshness) -> list[tuple[Fact, str]]:
    """Each data set: its name and when it was loaded, and the city's id."""
    return [
        (
            Fact(words.field(name), words.date(day) if day else "not loaded"),
            DATASETS[name].id,
        )
        for name in SOURCES
        for day in (fresh.loaded_on(name),)
    ]
