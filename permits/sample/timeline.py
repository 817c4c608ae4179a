"""When permits are filed, numbered, approved, issued and completed, and how they stand.

Days are whole numbers from FIRST_DAY; text comes from tables made once. What would lie
after today has not happened, so young permits are filed or issued, old ones complete.
"""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from .draws import Draws

FIRST_DAY = dt.date(1973, 11, 20)
YEARS_AHEAD = 9
# Permits a year, in hundreds. 2013 to 2018 and 2026 are measured, the rest is estimated
# between them and the city's total of 1.29 million.
YEARLY = {1973: 1, 1980: 90, 1985: 190, 1990: 230, 1995: 240, 2000: 290, 2005: 320}
YEARLY |= {2010: 290, 2013: 310, 2018: 310, 2020: 200, 2022: 220, 2026: 205}
CITY_TOTAL = 1_290_000
WEEKDAYS = (19, 21, 21, 20, 19, 0, 0)

# Days from filing to issue and from issue to completion, at these hundredths.
AT = (0, 5, 10, 25, 40, 50, 60, 75, 90, 95, 99)
TO_ISSUE = {
    8: (0, 0, 0, 0, 0, 0, 1, 6, 31, 66, 214),
    3: (5, 28, 46, 98, 159, 204, 247, 343, 531, 674, 984),
    4: (0, 0, 0, 1, 5, 10, 18, 49, 164, 256, 531),
    6: (0, 1, 17, 70, 159, 234, 355, 559, 868, 1051, 1238),
    2: (11, 65, 83, 154, 220, 278, 350, 525, 1078, 1959, 2851),
}
TO_COMPLETE = {
    8: (1, 9, 17, 50, 98, 135, 190, 310, 618, 895, 1499),
    3: (10, 53, 119, 228, 320, 387, 470, 623, 918, 1065, 1475),
    4: (4, 18, 28, 78, 105, 131, 170, 254, 466, 697, 2107),
    2: (60, 158, 198, 283, 350, 407, 490, 646, 944, 1171, 1927),
}
# Forms that move like another.
LIKE = {1: 2, 5: 3, 7: 4, 9: 8}

# What becomes of a permit in the end, of a thousand, by the year of filing.
OTC = {
    1973: {"complete": 700, "expired": 185, "issued": 45, "cancelled": 42}
    | {"withdrawn": 22, "reinstated": 4, "filing": 2, "revoked": 1},
    2000: {"complete": 770, "expired": 90, "issued": 90, "cancelled": 24}
    | {"withdrawn": 16, "reinstated": 5, "suspend": 1, "filed": 4},
    2013: {"complete": 653, "issued": 289, "expired": 10, "cancelled": 9, "filed": 26}
    | {"withdrawn": 9, "reinstated": 3, "suspend": 1, "revoked": 1, "approved": 1},
    2020: {"complete": 660, "issued": 245, "filed": 60, "withdrawn": 11}
    | {"cancelled": 9, "expired": 4, "reinstated": 3, "approved": 3, "suspend": 1},
    2026: {"complete": 610, "issued": 240, "filed": 125, "withdrawn": 9}
    | {"cancelled": 6, "approved": 8, "issuing": 1, "incomplete": 1, "plancheck": 1},
}
REVIEWED = {
    1973: {"complete": 690, "expired": 160, "cancelled": 88, "withdrawn": 40}
    | {"issued": 16, "reinstated": 3, "filing": 5, "disapproved": 2, "revoked": 1},
    2000: {"complete": 650, "cancelled": 90, "expired": 92, "withdrawn": 66}
    | {"issued": 78, "filed": 13, "reinstated": 11, "disapproved": 2, "suspend": 2},
    2013: {"complete": 470, "issued": 280, "filed": 105, "approved": 50}
    | {"withdrawn": 52, "cancelled": 45, "expired": 10, "reinstated": 8}
    | {"plancheck": 2, "suspend": 2, "disapproved": 1, "appeal": 1},
    2020: {"complete": 300, "issued": 300, "filed": 290, "approved": 70}
    | {"withdrawn": 30, "reinstated": 6, "cancelled": 6, "plancheck": 1, "suspend": 1},
}
NEVER_ISSUED = {"filed", "filing", "plancheck", "withdrawn", "disapproved", "approved"}
NEVER_ISSUED |= {"incomplete", "appeal"}
ISSUED_FIRST = 0.75  # of the cancelled
SITE_FIRST_DOCUMENT = 0.25
OTC_FORM = 8


class Course(NamedTuple):
    """The dates of a permit and where it stands, as text; "" where not recorded."""

    filed: str
    approved: str
    issued: str
    completed: str
    expires: str
    first_document: str
    activity: str
    status: str
    status_date: str


def by_year(table: dict[int, int], year: int) -> int:
    """Straight between the years that are given."""
    before = max((y for y in table if y <= year), default=min(table))
    after = min((y for y in table if y > year), default=before)
    run = max(after - before, 1)
    return table[before] + (table[after] - table[before]) * (year - before) // run


def filings(draws: Draws, permits: int, today: dt.date) -> Iterator[tuple[int, int]]:
    """The days on which permits are filed, in order, and how many; `permits` in all."""
    weights = []
    for n in range((today - FIRST_DAY).days + 1):
        day = FIRST_DAY + dt.timedelta(days=n)
        busy = WEEKDAYS[day.weekday()] * (60 + draws.below(80))
        weights.append(by_year(YEARLY, day.year) * (busy or draws.below(4)))
    total, done, sum_so_far = sum(weights), 0, 0
    for n, weight in enumerate(weights):
        sum_so_far += weight
        due = permits * sum_so_far // total
        if due > done:
            yield n, due - done
        done = due


class Numbers:
    """Permit numbers in the forms of their time, running on from day to day."""

    def __init__(self, draws: Draws, permits: int) -> None:
        self.draws = draws
        # A small sample keeps the pace of the whole city's numbers.
        self.step = max(1, CITY_TOTAL // max(permits, 1))
        self.last = draws.below(9000)
        self.year = 0

    def next(self, day: dt.date, *, site: bool) -> str:
        below = self.draws.below
        self.last += 1 + (below(2 * self.step - 1) if self.step > 1 else 0)
        if day.year < 2000:  # noqa: PLR2004 - YYnnnnn, S for a site permit
            if day.year != self.year:
                self.year, self.last = day.year, 1 + below(20)
            return f"{day.year % 100}{self.last:05d}{'S' if site else ''}"
        date = f"{day.year}{day.month:02d}{day.day:02d}"
        if day.year <= 2002 and below(60) == 0:  # noqa: PLR2004 - a digit was dropped
            return f"{date}{self.last % 1000:03d}"
        return f"{date}{self.last % 10_000:04d}"


class Timeline:
    def __init__(self, draws: Draws, today: dt.date) -> None:
        self.draws = draws
        self.today = (today - FIRST_DAY).days
        last = self.today + YEARS_AHEAD * 366
        self.days = [f"{FIRST_DAY + dt.timedelta(days=n)}" for n in range(last)]
        self.midnights = [f"{day}T00:00:00.000" for day in self.days]
        self.to_issue = {f: draws.spread(q, AT) for f, q in TO_ISSUE.items()}
        self.to_complete = {f: draws.spread(q, AT) for f, q in TO_COMPLETE.items()}
        self.to_complete[6] = self.to_complete[8]
        self.outcomes = {
            (form, year): draws.pool(list(ends), list(ends.values()))
            for form in (2, 3, 4, 6, 8)
            for year, ends in (OTC if form in {4, 8} else REVIEWED).items()
        }
        self.lives = draws.pool((360, 120, 366, 1080, 1440), (70, 8, 4, 15, 3))
        self.set_year(FIRST_DAY.year)

    def set_year(self, year: int) -> None:
        """Outcomes from here on are those of this year of filing."""
        self.outcome = {}
        for form, since in self.outcomes:
            if since <= year:
                self.outcome[form] = self.outcomes[form, since]

    def of(self, form: int, filed: int, *, site: bool) -> Course:
        form = LIKE.get(form, form)
        rnd, days, today = self.draws.random.random, self.days, self.today
        clock = next(self.draws.clocks)
        status = next(self.outcome[form])
        issued = filed + next(self.to_issue[form])
        approved = issued - (
            0 if form == OTC_FORM else int(rnd() * min(issued - filed, 30))
        )
        completed = issued + next(self.to_complete[form])
        status, changed, is_issued = self.standing(
            status, (filed, approved, issued, completed)
        )
        at_filing = days[filed] + clock[0]
        at_approval = days[approved] + clock[1]
        at_issue = days[issued] + clock[2] if is_issued else ""
        done = days[completed] + clock[3] if status == "complete" else ""
        if done:
            moment = done
        elif status == "issued":
            moment = at_issue
        elif status == "approved":
            moment = at_approval
        else:
            moment = at_filing if changed == filed else days[changed] + clock[3]
        document = site and at_issue and rnd() < SITE_FIRST_DOCUMENT
        return Course(
            at_filing,
            at_approval if at_issue or status == "approved" else "",
            at_issue,
            done,
            self.midnights[issued + next(self.lives)] if at_issue else "",
            self.midnights[min(issued + int(rnd() * 300), today)] if document else "",
            at_issue or moment,
            status,
            moment,
        )

    def standing(
        self, end: str, dates: tuple[int, int, int, int]
    ) -> tuple[str, int, bool]:
        """Where a permit that will end so stands today, since when, and if issued."""
        filed, approved, issued, completed = dates
        today, rnd = self.today, self.draws.random.random
        if end == "complete" and completed <= today:
            return end, completed, True
        if end in NEVER_ISSUED or (end == "cancelled" and rnd() > ISSUED_FIRST):
            return self.unissued(end, filed, approved)
        if issued > today:
            return self.unissued("approved", filed, approved)
        if end not in {"complete", "issued"}:
            later = issued + 120 + int(rnd() * 1100)
            if later <= today:
                return end, later, True
        return "issued", issued, True

    def unissued(self, end: str, filed: int, approved: int) -> tuple[str, int, bool]:
        if end in {"filed", "filing", "plancheck", "incomplete"}:
            return end, filed, False
        later = approved
        if end != "approved":
            later = filed + int(self.draws.random.random() * 700)
        return (end, later, False) if later <= self.today else ("filed", filed, False)
