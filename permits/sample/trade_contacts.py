"""Contacts of electrical (fdm7-jqqf) and plumbing permits (k6kv-9kix): mostly firms.

They are the firms of the building permits' contacts, under any of their spellings.
"""

from collections.abc import Iterable, Iterator

from . import licenses
from .cast import Firm
from .heads import Head, midnight
from .hiring import Hiring
from .people import Handwriting
from .scene import Scene, Values
from .trade_permits import TradePermit, TradePermits

ELECTRICAL_COLUMNS = (
    *("permit_number", "contact_type", "company_name", "street_number", "street"),
    *("street_suffix", "state", "zipcode", "phone", "phone2", "license_number"),
    *("is_applicant", "sf_business_license_number", "data_as_of", "data_loaded_at"),
)
PLUMBING_COLUMNS = (
    *("permit_number", "firm_name", "license_number", "address", "city", "state"),
    *("phone", "zipcode", "is_applicant", "sf_business_license_number"),
    *("data_as_of", "data_loaded_at"),
)

# Of a hundred thousand contacts of electrical permits, those who are no contractors.
OWNERS, OTHERS = 14, 11
NUMBERED, APPLICANT, PHONE2 = 0.85, 0.93, 0.06
OTHER_TRADES = 0.15  # of plumbing permits are for heating firms


class TradeContacts:
    def __init__(self, scene: Scene, trade: str) -> None:
        self.draws = scene.draws(f"{trade} contacts")
        self.rnd = self.draws.random.random
        self.hiring = Hiring(self.draws, scene.cast)
        self.hand = Handwriting(self.draws)

    def firm(self, trade: str, permit: TradePermit) -> Firm:
        where = permit.head.neighborhoods_analysis_boundaries
        year = int(midnight(permit.filed)[:4])
        return self.hiring.contractor(trade, where, year)

    def name(self, firm: Firm) -> str:
        rnd = self.rnd
        return firm.spellings[int(rnd() * rnd() * len(firm.spellings))]

    def last(self, firm: Firm) -> Values:
        applicant = "Y" if self.rnd() < APPLICANT else "N"
        return applicant, firm.business if self.rnd() < NUMBERED else ""

    def license(self, firm: Firm) -> str:
        return licenses.contractors(self.draws, firm.license, firm.license_class)

    def electrical(self, permit: TradePermit) -> Values:
        turn = self.draws.below(100_000)
        if turn < OWNERS + OTHERS:
            head, kind = permit.head, "Owner" if turn < OWNERS else "Others"
            name = " ".join(self.hand.name(self.hiring.owner(head))).strip()
            place = head.street_number, head.street_name, head.street_suffix
            blank = "", "", "", "Y", ""
            return permit.number, kind, name, *place, "CA", head.zipcode, *blank
        firm = self.firm("electric", permit)
        number, _, rest = firm.address.partition(" ")
        street, _, suffix = rest.partition(" ")
        return (
            *(permit.number, "Contractor", self.name(firm), number, street, suffix),
            *("CA", licenses.zip_code(self.draws, firm.zipcode), firm.phone),
            firm.phone[:-1] + "0" if self.rnd() < PHONE2 else "",
            self.license(firm),
            *self.last(firm),
        )

    def plumbing(self, permit: TradePermit) -> Values:
        trade = "heating" if self.rnd() < OTHER_TRADES else "plumbing"
        firm = self.firm(trade, permit)
        code = licenses.zip_code(self.draws, firm.zipcode)
        return (
            *(permit.number, self.name(firm), self.license(firm), firm.address),
            *(firm.city, "CA", firm.phone, code, *self.last(firm)),
        )


def electrical_rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    permits = TradePermits(scene, "electrical")
    contacts = TradeContacts(scene, "electrical")
    for head in heads:
        for permit in permits.of(head):
            yield contacts.electrical(permit)


def plumbing_rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    permits = TradePermits(scene, "plumbing")
    contacts = TradeContacts(scene, "plumbing")
    for head in heads:
        for permit in permits.of(head):
            yield contacts.plumbing(permit)
