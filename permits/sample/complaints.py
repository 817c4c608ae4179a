"""Complaints (gm2e-bten): at the parcels of the permits, some about these permits."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from .heads import Head, midnight, ordinal
from .parcels import read_toml
from .scene import Scene, Values
from .timeline import by_year

COLUMNS = (
    *("complaint_number", "date_filed", "date_1st_nov_issued", "date_2nd_nov_issued"),
    *("date_final_warning_letter_issued", "date_referred_to_city_attorney"),
    *("director_hearing_date", "last_inspection_date", "date_abated", "closed_date"),
    *("block", "lot", "parcel_number", "street_number", "street_name"),
    *("street_suffix", "unit", "zip_code", "complaint_description", "status"),
    *("nov_type", "receiving_division", "assigned_division", "analysis_neighborhood"),
    *("supervisor_district", "point", "point_source", "data_as_of", "data_loaded_at"),
)

# Complaints for a thousand permits, by the year of the permit's filing.
SHARES = {1973: 20, 1990: 150, 2000: 260, 2013: 310, 2026: 330}
AROUND = 500  # days before and after the permit
HOUSING, ROUTINE = "Housing Inspection Services", "routine inspection"
OLD_NUMBERS, MIXED_CASE = 1995, 2019  # years
NOTICED, SECOND, WARNED, HEARD, REFERRED = 0.31, 0.35, 0.2, 0.3, 0.05
ABATED, SOON_CLOSED, LONG = 0.86, 0.97, 400
FIRST_DAY = 722_815  # 1980-01-01, as an ordinal
PASSED_ON = 0.12


class Complaint(NamedTuple):
    """Days are ordinals, 0 where nothing happened; `head` gives the address.

    `notices` are the first and second notice, the warning letter, the referral to the
    city attorney and the director's hearing.
    """

    number: str
    head: Head
    filed: int
    notices: tuple[int, int, int, int, int]
    inspected: int
    abated: int
    closed: int
    status: str
    division: str
    assigned: str
    description: str


class Complaints:
    """`of` gives the same complaints whenever it is asked for all heads in order."""

    def __init__(self, scene: Scene) -> None:
        self.draws = draws = scene.draws("complaints")
        self.rnd = draws.random.random
        self.today = scene.today
        divisions: list[dict[str, Any]] = read_toml("enforcement.toml")["divisions"]
        self.divisions = draws.pool(
            [(row["name"], draws.ranked(row["texts"])) for row in divisions],
            [row["weight"] for row in divisions],
        )
        self.names = draws.ranked([row["name"] for row in divisions])
        self.numbers: dict[int, int] = {}

    def of(self, head: Head) -> Iterator[Complaint]:
        share = by_year(SHARES, int(head.filed_date[:4]))
        while self.draws.below(1000) < share:
            near = ordinal(head.filed_date)
            filed = near + self.draws.below(2 * AROUND) - AROUND
            if FIRST_DAY <= filed <= self.today:
                yield self.complaint(head, filed, about=filed >= near)
            share //= 3

    def complaint(self, head: Head, filed: int, *, about: bool) -> Complaint:
        rnd, below, today = self.rnd, self.draws.below, self.today
        division, texts = next(self.divisions)
        text = next(texts).replace("{unit}", str(1 + below(20)))
        if "{permit}" in text:
            number = head.permit_number.lower() if about else ""
            text = text.replace("{permit}", number).replace("  ", " ").strip()
        inspected = filed + 1 + below(20)
        noticed = rnd() < NOTICED and inspected <= today
        notices = self.notices(inspected) if noticed else (0, 0, 0, 0, 0)
        last = max(*notices, inspected)
        done = last + 1 + (below(LONG) if noticed else below(60))
        settled = rnd() < (ABATED if noticed else SOON_CLOSED) and done <= today
        return Complaint(
            self.number(filed, division),
            head,
            filed,
            notices,
            last if last <= today else 0,
            done if settled and noticed else 0,
            done if settled else 0,
            self.status(filed, settled=settled),
            division,
            next(self.names) if rnd() < PASSED_ON else division,
            text,
        )

    def notices(self, inspected: int) -> tuple[int, int, int, int, int]:
        """One later than the other; what would lie in the future is not yet."""
        rnd, below = self.rnd, self.draws.below
        first = inspected + below(5)
        second = first + 20 + below(60) if rnd() < SECOND else 0
        warned = second + 15 + below(40) if second and rnd() < WARNED else 0
        heard = second + 30 + below(200) if second and rnd() < HEARD else 0
        referred = heard + 30 + below(300) if heard and rnd() < REFERRED else 0
        days = (first, second, warned, referred, heard)
        a, b, c, d, e = (day if day <= self.today else 0 for day in days)
        return a, b, c, d, e

    def status(self, filed: int, *, settled: bool) -> str:
        """In both cases of the city's, as its systems changed."""
        status = "not active" if settled else "active"
        recent = int(midnight(filed)[:4]) >= MIXED_CASE
        return status.title() if recent or self.rnd() < 0.1 else status  # noqa: PLR2004

    def number(self, filed: int, division: str) -> str:
        """`201623661`, or `H9400938` of the old housing division."""
        year = int(midnight(filed)[:4])
        nth = self.numbers[year] = self.numbers.get(year, 0) + 1
        if year < OLD_NUMBERS and division == HOUSING:
            return f"H{year % 100}{nth:05d}"
        return f"{year}{nth:05d}"


def written(complaint: Complaint) -> Values:
    head, of_day = complaint.head, midnight
    return (
        complaint.number,
        of_day(complaint.filed),
        *(of_day(day) for day in complaint.notices),
        of_day(complaint.inspected),
        of_day(complaint.abated),
        of_day(complaint.closed),
        *(head.block, head.lot, head.block + head.lot, head.street_number),
        *(head.street_name, head.street_suffix, head.unit, head.zipcode),
        *(complaint.description, complaint.status),
        "routine" if complaint.description == ROUTINE else "complaint",
        *(complaint.division, complaint.assigned),
        *(head.neighborhoods_analysis_boundaries, head.supervisor_district),
        *(head.location, head.point_source),
    )


def rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    complaints = Complaints(scene)
    for head in heads:
        for complaint in complaints.of(head):
            yield written(complaint)
