"""What entity.html shows; made of lists, so that it asks the database nothing."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from permits import words
from permits.models import Entity, EntityStatistics
from permits.querysets.entities import Partner, Possible, Tie
from permits.querysets.freshness import Freshness
from permits.search.facets import Facet
from permits.search.filters import Filters
from permits.search.labels import NOT_RECORDED
from permits.search.query import SearchPage
from permits.views import entity_counts as counts
from permits.views.charts import Years
from permits.views.entity_address import entity_url
from permits.views.entity_patterns import Pattern, patterns
from permits.views.entity_words import Certainty, certainty, role
from permits.views.facts import Fact
from permits.views.loaded import absence
from permits.views.network import Drawing, draw

# More spellings or neighborhoods than this are folded.
SHOWN: Final = 8
# So many licenses stand at the head.
SHOWN_NUMBERS: Final = 2


@dataclass(frozen=True)
class Page:
    """`listed` is what a search for its permits asks, `found` the newest of them."""

    entity: Entity
    canonical: str
    fresh: Freshness
    possible: list[Possible]
    partners: list[Partner]
    ties: list[Tie]
    listed: Filters
    found: SearchPage

    @cached_property
    def counted(self) -> EntityStatistics | None:
        """None if it came after the last count."""
        return getattr(self.entity, "statistics", None)

    @property
    def name(self) -> str:
        return self.entity.name or "Name not recorded"

    @property
    def kind(self) -> str:
        return Entity.Kind(self.entity.kind).label

    @property
    def role(self) -> str:
        return role(self.entity) or "Role not recorded"

    @property
    def summary(self) -> str:
        permits = words.counted(self.entity.permit_count, "permit")
        return f"{self.role}. Named on {permits}."

    @property
    def glance(self) -> list[Fact]:
        entity = self.entity
        first, last = entity.first_date, entity.last_date
        return [
            Fact("Permits", f"{entity.permit_count:,}"),
            Fact(
                "First and last named",
                counts.span(first.year, last.year) if first and last else NOT_RECORDED,
            ),
            Fact("License numbers", _some(entity.licenses)),
            Fact("Business numbers", _some(entity.business_numbers)),
        ]

    @property
    def kinds(self) -> list[counts.Count]:
        return counts.kinds(self.counted) if self.counted else []

    @cached_property
    def years(self) -> Years | None:
        return counts.by_year(self.counted, self.listed) if self.counted else None

    @cached_property
    def undated(self) -> int:
        """Permits of which no day of filing is recorded."""
        return counts.undated(self.counted) if self.counted else 0

    @cached_property
    def types(self) -> list[counts.Count]:
        return counts.types(self.counted, self.listed) if self.counted else []

    @cached_property
    def neighborhoods(self) -> list[counts.Count]:
        return counts.neighborhoods(self.counted) if self.counted else []

    @property
    def first_neighborhoods(self) -> list[counts.Count]:
        return self.neighborhoods[:SHOWN]

    @property
    def more_neighborhoods(self) -> list[counts.Count]:
        return self.neighborhoods[SHOWN:]

    @cached_property
    def durations(self) -> list[counts.Duration]:
        return counts.durations(self.counted) if self.counted else []

    @cached_property
    def compared_with(self) -> str:
        usual = self.counted.role if self.counted else None
        return counts.compared_with(usual) if usual else ""

    @cached_property
    def patterns(self) -> list[Pattern]:
        return patterns(self.entity, self.counted) if self.counted else []

    @cached_property
    def drawing(self) -> Drawing:
        return draw(self.entity, self.partners, self.ties)

    @property
    def shared(self) -> list[counts.Shared]:
        return counts.shared(self.partners)

    @property
    def partner_count(self) -> int:
        """As counted with the other figures; at least those that are shown."""
        known = self.counted.partners if self.counted else 0
        return max(known, len(self.partners))

    @property
    def facets(self) -> list[Facet]:
        return [facet for facet in self.found.facets if facet.values]

    @property
    def list_url(self) -> str:
        return counts.search_url(self.listed)

    @property
    def all_permits(self) -> str:
        """`All 2,500 building permits`."""
        count = self.found.count
        one = count.value == 1
        return "The building permit" if one else f"All {count} building permits"

    @property
    def no_permits(self) -> str:
        return absence(self.fresh, "permits")

    @cached_property
    def spellings(self) -> list[tuple[str, int]]:
        return [(row["name"], row["contacts"]) for row in self.entity.spellings]

    @property
    def first_spellings(self) -> list[tuple[str, int]]:
        return self.spellings[:SHOWN]

    @property
    def more_spellings(self) -> list[tuple[str, int]]:
        return self.spellings[SHOWN:]

    @cached_property
    def roles(self) -> list[tuple[str, int]]:
        rows = self.entity.roles
        return [(words.sentence(row["role"]), row["contacts"]) for row in rows]

    @property
    def numbers(self) -> list[Fact]:
        entity = self.entity
        return [
            Fact("License numbers", ", ".join(entity.licenses) or NOT_RECORDED),
            Fact(
                "Business numbers", ", ".join(entity.business_numbers) or NOT_RECORDED
            ),
        ]

    @property
    def certainty(self) -> Certainty:
        return certainty(self.entity)

    @cached_property
    def reasons(self) -> list[tuple[str, int]]:
        rows = self.entity.reasons
        return [(words.sentence(row["reason"]), row["links"]) for row in rows]

    @cached_property
    def writings(self) -> list[counts.Writing]:
        return counts.writings(self.counted) if self.counted else []

    @cached_property
    def writings_left(self) -> int:
        """Ways of writing that are too rare to be kept."""
        if self.counted is None:
            return 0
        return self.counted.writing_count - len(self.counted.writings)

    @cached_property
    def twins(self) -> list[counts.Twin]:
        return counts.twins(self.possible)

    @property
    def sources(self) -> list[tuple[Fact, str]]:
        return counts.sources(self.fresh)

    @property
    def url(self) -> str:
        return entity_url(self.entity.pk, self.entity.name)


def _some(numbers: list[str]) -> str:
    shown = ", ".join(numbers[:SHOWN_NUMBERS]) or NOT_RECORDED
    left = len(numbers) - SHOWN_NUMBERS
    return f"{shown} and {left} more" if left > 0 else shown
