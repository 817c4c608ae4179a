"""What a permit is for: wording, cost and flags, by form, kind of building and year."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from .draws import Draws
from .parcels import read_toml
from .timeline import by_year

COST_AT = (2, 25, 50, 75, 98)
# Prices against 2018, in hundredths.
PRICES = {1973: 18, 1985: 38, 1995: 50, 2005: 70, 2018: 100, 2026: 135}
# Forms, of a hundred thousand, by the year from which they hold: the measured shares
# since 2013; before, with the city's total of new buildings.
FORMS = {
    1973: {8: 84_900, 3: 11_000, 2: 1_900, 4: 1_100, 6: 500, 1: 350, 7: 200, 5: 50},
    2000: {8: 89_100, 3: 7_400, 4: 1_450, 2: 950, 6: 450, 7: 350, 1: 200, 5: 50},
    2013: {8: 90_200, 3: 7_000, 4: 1_600, 2: 480, 6: 300, 7: 200, 1: 150, 5: 40},
    2025: {8: 90_870, 3: 4_950, 9: 1_820, 4: 1_630, 6: 395, 2: 211, 1: 83, 7: 28}
    | {5: 18},
}

CENTS, ROUNDED, LEAST = 0.004, 0.75, 100
REVISED_NULL, REVISED_NULL_UNISSUED = 0.01, 0.2
REVISED_ZERO, REVISED_SAME = 0.045, 0.75


class Job(NamedTuple):
    wordings: Iterator[str]
    costs: Iterator[int]
    rule: str
    flag: str
    one: float
    tails: float
    remarks: Iterator[str]


class Jobs:
    """Endless jobs; `set_year` first, and again when the year changes."""

    def __init__(self, draws: Draws, wordings: Callable[[str], Iterator[str]]) -> None:
        self.draws = draws
        self.table: list[dict[str, Any]] = read_toml("jobs.toml")["job"]
        self.jobs = [
            Job(
                wordings(row["rule"]),
                draws.spread(row["cost"], COST_AT),
                row["rule"],
                row.get("flag", ""),
                row.get("one", 0),
                row["tails"],
                wordings(row.get("remarks", "tail")),
            )
            for row in self.table
        ]
        self.pools: dict[tuple[int, str], Iterator[Job]] = {}
        self.forms: Iterator[int] = iter(())
        self.prices = 100

    def set_year(self, year: int) -> None:
        self.prices = by_year(PRICES, year)
        forms = FORMS[max(since for since in FORMS if since <= year)]
        self.forms = self.draws.pool(list(forms), list(forms.values()))
        for form in range(1, 10):
            for kind in ("houses", "flats", "offices", "shops"):
                some = [
                    (job, int(row[kind] * 100))
                    for job, row in zip(self.jobs, self.table, strict=True)
                    if row["form"] == form and row.get("since", 0) <= year
                ]
                if some:
                    jobs, weights = zip(*some, strict=True)
                    self.pools[form, kind] = self.draws.pool(jobs, weights)

    def of(self, form: int, kind: str) -> Job:
        return next(self.pools[form, kind])

    def money(self, job: Job, *, issued: bool) -> tuple[str, str]:
        """Estimated and revised cost; 1 dollar stands for "no cost of its own"."""
        rnd = self.draws.random.random
        if rnd() < job.one:
            return "1", "1" if rnd() < REVISED_SAME or not issued else amount(rnd)
        cost = rounded(next(job.costs) * self.prices // 100, rnd())
        if cost < LEAST:
            return "1", "1"
        estimated = str(cost) if rnd() > CENTS else f"{cost}.{int(rnd() * 90) + 10}"
        turn = rnd()
        if turn < REVISED_NULL or (not issued and turn < REVISED_NULL_UNISSUED):
            return estimated, ""
        if turn < REVISED_NULL_UNISSUED + REVISED_ZERO:
            return estimated, "0" if turn > REVISED_NULL_UNISSUED else estimated
        if turn < REVISED_SAME:
            return estimated, estimated
        return estimated, str(rounded(cost * (40 + int(rnd() * 160)) // 100 or 1, 0))


def rounded(cost: int, turn: float) -> int:
    """People round: three in four write two figures."""
    return round(cost, 2 - len(str(cost))) if turn < ROUNDED else cost


def amount(rnd: Callable[[], float]) -> str:
    return str(500 * (1 + int(rnd() * 40)))
