"""Contacts of building permits (3pee-9qhc): who is named on which, and in which role.

Shares of roles and of empty fields are the measured ones. The city's `id` is one for
all contacts of a permit, its `pts_agent_id` another on every row.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from . import licenses
from .cast import Firm
from .heads import Head, midnight, ordinal
from .hiring import Hiring
from .people import Handwriting, Person
from .scene import Scene, Values
from .timeline import by_year

COLUMNS = (
    *("id", "permit_number", "first_name", "last_name", "role", "agent_address"),
    *("agent_address2", "city", "state", "agent_zipcode", "firm_name", "firm_address"),
    *("firm_city", "firm_state", "firm_zipcode", "pts_agent_id", "from_date"),
    *("to_date", "license1", "license2", "is_applicant", "sf_business_license_number"),
    *("data_as_of", "data_loaded_at"),
)

# Permits with contacts, of a thousand, by the year of filing.
NAMED = {1973: 0, 1985: 150, 1995: 400, 2005: 600, 2013: 850, 2018: 950, 2022: 996}
OTC_COUNTS = {1: 400, 2: 350, 3: 140, 4: 60, 5: 30, 6: 12, 7: 5, 8: 2, 9: 1}
COUNTS = {1: 120, 2: 200, 3: 260, 4: 190, 5: 110, 6: 60, 7: 35, 8: 15, 9: 10}
OTC = {"4", "7", "8", "9"}
CONTRACTOR_FIRST = 0.815
AGENT, EXPEDITER = "authorized agent-others", "pmt consultant/expediter"
# Of ten thousand contacts after the first.
ROLES = {AGENT: 3350, "engineer": 1600, "architect": 1545, "payor": 900}
ROLES |= {"project contact": 770, "contractor": 680, "designer": 660, EXPEDITER: 350}
ROLES |= {"lessee": 120, "attorney": 3, "subcontractor": 2}
LICENSED = {AGENT: 0.049, "engineer": 0.985, "architect": 0.97, "payor": 0.148}
LICENSED |= {"project contact": 0.034, "designer": 0.245, EXPEDITER: 0.008}
LICENSED |= {"lessee": 0.03}
OF_FIRM = {AGENT: 0.38, "payor": 0.35, "project contact": 0.3, "lessee": 0.67}
OF_FIRM |= {"attorney": 0.5}
# Rows of persons who work in an office that name it.
OFFICE_NAMED = {"engineer": 0.88, "architect": 0.9, "designer": 0.76, EXPEDITER: 0.69}
KINDS = {"engineer": "engineer", "architect": "architect", "designer": "designer"}
KINDS |= {EXPEDITER: "expediter"}
EXPEDITER_AS_AGENT, APPLICANT, REPLACED = 0.14, 0.91, 0.019
AGENT_ADDRESS, AGENT_ADDRESS2, FIRM_ADDRESS, FIRM_ZIP = 0.375, 0.07, 0.885, 0.99
BRIEF = 200  # days after which a contractor is replaced, at most


class Party(NamedTuple):
    role: str
    person: Person
    firm: Firm | None
    license: str


class Contacts:
    def __init__(self, scene: Scene) -> None:
        self.draws = draws = scene.draws("contacts")
        self.rnd = draws.random.random
        self.today = scene.today
        self.hiring = Hiring(draws, scene.cast)
        self.hand = Handwriting(draws)
        self.roles = draws.pool(list(ROLES), list(ROLES.values()))
        self.few = draws.pool(list(OTC_COUNTS), list(OTC_COUNTS.values()))
        self.many = draws.pool(list(COUNTS), list(COUNTS.values()))
        self.group, self.key = 8_000_000, 2_000_000

    def of(self, head: Head) -> Iterator[Values]:
        year = int(head.filed_date[:4])
        if self.draws.below(1000) >= by_year(NAMED, year):
            return
        self.group += 1 + self.draws.below(3)
        count = next(self.few if head.permit_type in OTC else self.many)
        parties = list(self.parties(head, year, count))
        applicant = self.draws.below(len(parties))
        if self.rnd() > APPLICANT:
            applicant = -1
        for n, party in enumerate(parties):
            yield self.written(head, party, applicant=n == applicant)

    def parties(self, head: Head, year: int, count: int) -> Iterator[Party]:
        """The contractor first, who knows the others."""
        builder: Firm | None = None
        trade = self.hiring.trade(head)
        first = self.rnd() < CONTRACTOR_FIRST
        for n in range(count):
            role = "contractor" if first and not n else next(self.roles)
            if role == "contractor":
                where = head.neighborhoods_analysis_boundaries
                firm = self.hiring.contractor(trade, where, year)
                builder = builder or firm
                yield self.contractor(firm)
            else:
                yield self.party(head, role, builder)

    def contractor(self, firm: Firm) -> Party:
        person = firm.staff[self.draws.below(len(firm.staff))]
        number = licenses.contractors(self.draws, firm.license, firm.license_class)
        return Party("contractor", person, firm, number)

    def party(self, head: Head, role: str, builder: Firm | None) -> Party:
        rnd, hiring = self.rnd, self.hiring
        kind = KINDS.get(role)
        if role == AGENT and rnd() < EXPEDITER_AS_AGENT:
            kind = "expediter"
        if kind:
            found = hiring.professional(kind, builder)
            number = ""
            if rnd() < LICENSED.get(role, 0):
                number = licenses.professionals(self.draws, found.license, role)
            named = rnd() < OFFICE_NAMED.get(role, 1)
            office = hiring.office(found) if named else None
            return Party(role, found.person, office, number)
        if builder and rnd() < OF_FIRM.get(role, 0) * 1.1:
            own = rnd() < 2.5 * LICENSED.get(role, 0) or role == "subcontractor"
            person = builder.staff[self.draws.below(len(builder.staff))]
            return Party(role, person, builder, builder.license if own else "")
        return Party(role, hiring.owner(head), None, "")

    def written(self, head: Head, party: Party, *, applicant: bool) -> Values:
        self.key += 1 + self.draws.below(4)
        hired = party.role == "contractor"
        begun = (head.issued_date if hired else "") or head.filed_date
        firm = party.firm
        return (
            str(self.group),
            head.permit_number,
            *self.hand.name(party.person),
            party.role,
            *(("",) * 5 if hired else self.agent(head, firm)),
            *(self.firm(firm) if firm else ("",) * 5),
            str(self.key),
            f"{begun[:10]}T00:00:00.000",
            self.ended(begun) if hired else "",
            party.license,
            "",
            "Y" if applicant else "N",
            firm.business if firm and hired else "",
        )

    def ended(self, begun: str) -> str:
        if self.rnd() > REPLACED:
            return ""
        day = min(ordinal(begun) + 1 + self.draws.below(BRIEF), self.today)
        return midnight(day)

    def agent(self, head: Head, firm: Firm | None) -> Values:
        """Address, second line, city, state and zip code of the person."""
        if self.rnd() > AGENT_ADDRESS:
            return "", "", "", "", ""
        second = (
            f"Suite {100 + self.draws.below(900)}"
            if self.rnd() < AGENT_ADDRESS2
            else ""
        )
        if firm:
            return firm.address, second, firm.city, "CA", firm.zipcode
        street = f"{head.street_number} {head.street_name} {head.street_suffix}"
        return street.strip(), second, "San Francisco", "CA", head.zipcode

    def firm(self, firm: Firm) -> Values:
        """Name, address, city, state and zip code; the usual spelling most often."""
        rnd = self.rnd
        name = firm.spellings[int(rnd() * rnd() * len(firm.spellings))]
        if rnd() > FIRM_ADDRESS:
            return name, "", "", "", ""
        code = licenses.zip_code(self.draws, firm.zipcode) if rnd() < FIRM_ZIP else ""
        return name, firm.address, firm.city, "CA", code


def rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    contacts = Contacts(scene)
    for head in heads:
        yield from contacts.of(head)
