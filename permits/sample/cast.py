"""The invented firms and professionals that the contacts of all data sets come from."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .draws import Draws
from .firm_names import FirmNames
from .parcels import read_csv, read_toml
from .people import People, Person

# How many firms and persons there are for how many permits.
FIRMS_PER, MOST_FIRMS, LEAST_FIRMS = 8, 30_000, 60
PROFESSIONALS_PER, MOST_PROFESSIONALS = 14, 12_000
EXPEDITERS_PER, MOST_EXPEDITERS, LEAST_EXPEDITERS = 1600, 120, 4
FIRST_YEAR, LAST_YEAR = 1973, 2040
OWNERS_PER, MOST_OWNERS = 7, 60_000
# One in so many firms takes over another's licence and number under a new name, or
# shares another's licence.
RENAMED, SHARED = 25, 60
ALONE = 5  # one professional in so many works without a firm
FAVORITES = 3


class Firm(NamedTuple):
    """`spellings` are as forms have it, the usual one first; years are inclusive."""

    spellings: tuple[str, ...]
    trade: str
    license_class: str
    license: str
    business: str
    address: str
    city: str
    zipcode: str
    phone: str
    staff: tuple[Person, ...]
    since: int
    until: int
    home: str
    favorites: tuple[int, ...]


class Professional(NamedTuple):
    """Who is engaged by name; `firm` is the place in `offices`, -1 for none."""

    person: Person
    license: str
    firm: int


class Cast(NamedTuple):
    contractors: list[Firm]
    offices: list[Firm]
    professionals: dict[str, list[Professional]]
    owners: list[Person]


class Casting:
    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.people = People(draws)
        self.names = FirmNames(draws)
        self.words: dict[str, Any] = read_toml("firms.toml")
        self.cities = draws.pool(
            self.words["cities"], [int(city[2]) for city in self.words["cities"]]
        )
        rows = read_csv("neighborhoods.csv")
        self.homes = draws.pool(
            [row["neighborhood"] for row in rows], [int(row["permits"]) for row in rows]
        )
        self.licenses: set[int] = set()

    def cast(self, permits: int) -> Cast:
        count = min(max(permits // PROFESSIONALS_PER, 24), MOST_PROFESSIONALS)
        offices: list[Firm] = []
        professionals: dict[str, list[Professional]] = {}
        for trade, share in (("architect", 9), ("engineer", 8), ("designer", 4)):
            some = max(count * share // 21, 5)
            professionals[trade] = list(self.working(trade, some, offices))
        few = max(permits // EXPEDITERS_PER, LEAST_EXPEDITERS)
        professionals["expediter"] = list(
            self.working("expediter", min(few, MOST_EXPEDITERS), offices)
        )
        designers = len(professionals["architect"]), len(professionals["engineer"])
        firms = min(max(permits // FIRMS_PER, LEAST_FIRMS), MOST_FIRMS)
        return Cast(
            self.contractors(firms, min(designers)),
            offices,
            professionals,
            self.owners(permits),
        )

    def owners(self, permits: int) -> list[Person]:
        count = min(max(permits // OWNERS_PER, 40), MOST_OWNERS)
        return [self.people.person() for _ in range(count)]

    def contractors(self, count: int, designers: int) -> list[Firm]:
        trades = {t: d for t, d in self.words["trades"].items() if d["weight"]}
        drawn = self.draws.pool(list(trades), [d["weight"] for d in trades.values()])
        firms = [self.firm(trade, designers) for trade in trades for _ in range(2)]
        while len(firms) < count:
            turn, below = self.draws.below(RENAMED * SHARED), self.draws.below
            firm = self.firm(next(drawn), designers)
            at = below(len(firms))
            other = firms[at]
            if not turn % RENAMED and other.until - other.since > 10:  # noqa: PLR2004
                year = other.since + 3 + below(other.until - other.since - 5)
                firms[at] = other._replace(until=year)
                firm = other._replace(spellings=firm.spellings, since=year)
            elif not turn % SHARED:
                firm = firm._replace(license=other.license, trade=other.trade)
            firms.append(firm)
        return firms

    def working(
        self, trade: str, count: int, offices: list[Firm]
    ) -> Iterator[Professional]:
        """Persons of a trade, most in an office with others of it."""
        below = self.draws.below
        at = -1
        for n in range(count):
            if n % ALONE == ALONE - 1:
                at = -1
            elif at < 0 or below(2):
                office = "architect" if trade == "designer" else trade
                offices.append(self.firm(office, 0))
                at = len(offices) - 1
            number = str(1000 + below(89_000))
            yield Professional(self.people.person(), number, at)

    def firm(self, trade: str, designers: int) -> Firm:
        below, staff = self.draws.below, [self.people.person()]
        while below(3):
            staff.append(self.people.person())
        since = FIRST_YEAR + below(50) if below(4) else FIRST_YEAR
        until = since + 4 + below(40)
        city, prefix, _ = next(self.cities)
        number = f"{1 + below(2800)} {self.one('streets')} {self.one('kinds')}"
        return Firm(
            spellings=self.names.spellings(trade, staff[0]),
            trade=trade,
            license_class=self.words["trades"][trade]["class"],
            license=self.license(since),
            business=f"{10_000 + below(990_000):07d}",
            address=number if below(6) else f"{number} #{1 + below(300)}",
            city=city,
            zipcode=f"{prefix}{1 + below(34):02d}",
            phone=f"(415) 555-{below(10_000):04d}",
            staff=tuple(staff[:5]),
            since=since,
            until=until if below(3) else LAST_YEAR,
            home=next(self.homes),
            favorites=tuple(
                below(designers) for _ in range(FAVORITES * bool(designers))
            ),
        )

    def license(self, since: int) -> str:
        """A contractor's number of its time: from 270000 in 1973 on, unique."""
        number = 270_000 + (since - FIRST_YEAR) * 16_000 + self.draws.below(16_000)
        while number in self.licenses:
            number += 1
        self.licenses.add(number)
        return str(number)

    def one(self, words: str) -> str:
        some: Sequence[str] = self.words[words]
        return some[self.draws.below(len(some))]
