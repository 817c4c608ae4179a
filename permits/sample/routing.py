"""Plan review and routing (87xy-gk8d): each permit's steps through the stations."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from .heads import Head, midnight, ordinal
from .parcels import read_toml
from .people import People
from .scene import Scene, Values
from .timeline import by_year

COLUMNS = (
    *("primary_key", "application_number", "addenda_number", "step", "station"),
    *("arrive", "assign_date", "start_date", "in_hold", "out_hold", "finish_date"),
    *("plan_checked_by", "hold_description", "title", "addenda_status", "department"),
    *("review_results", "approved_date", "data_as_of", "data_loaded_at"),
)

# Permits with routing, of a thousand, by the year of filing.
ROUTED = {1973: 0, 1980: 450, 1990: 750, 2000: 900, 2010: 970, 2026: 990}
# Results of finished reviews, of a thousand, by the year in which they finish.
RESULTS = {1973: 0, 2014: 0, 2018: 400, 2022: 520, 2026: 520}
DAYS_AT = (2, 25, 50, 75, 98)
COUNTER = {"4", "7", "8", "9"}
SAME_DAY = 3
OPEN = {"filed", "filing", "plancheck", "incomplete", "appeal"}
NO_REVIEWER, HELD, HOLD_DATES, REASSIGNED = 0.167, 0.344, 0.3, 0.025
ISSUED_COMMENTS, STIPULATED, NOT_APPLICABLE, DENIED = 0.17, 0.015, 0.05, 0.001
COMMENTS, AGAIN, CLERICAL = "Issued Comments", 0.6, 0.75
STALE = 900  # days after which no addendum is open
ADDENDA = {1: 48, 2: 21, 3: 14, 4: 8, 5: 4, 6: 2, 9: 2, 31: 1}
# Plain permits reviewed in-house with one addendum.
REVISED = 0.24
# One row in so many has a day that cannot be: the year was mistyped.
IMPOSSIBLE, WRONG_YEARS = 3989, ("1721", "2205")


class Station(NamedTuple):
    code: str
    department: str
    days: Iterator[int]
    reviewers: list[str]
    clerical: bool


class Step(NamedTuple):
    """One visit; `arrive` and `finish` are ordinals, finish 0 while it is open."""

    station: Station
    arrive: int
    finish: int
    result: str


Route = list[tuple[Station, int]]


class Routing:
    def __init__(self, scene: Scene) -> None:
        self.draws = draws = scene.draws("addenda")
        self.rnd: Callable[[], float] = draws.random.random
        self.today = scene.today
        words: dict[str, Any] = read_toml("routing.toml")
        people = People(scene.draws("reviewers"))
        self.stations = {
            code: Station(
                code,
                row["department"],
                draws.spread(row["days"], DAYS_AT),
                [reviewer(people) for _ in range(row["reviewers"])],
                row.get("clerical", False),
            )
            for code, row in words["stations"].items()
        }
        self.routes = {kind: self.compiled(words[kind]) for kind in ROUTES}
        self.holds = draws.ranked(words["words"]["holds"])
        self.titles = draws.ranked(words["words"]["titles"])
        self.addenda = draws.pool(list(ADDENDA), list(ADDENDA.values()))
        self.key, self.made = 9_000_000, 0

    def compiled(self, routes: list[dict[str, Any]]) -> Iterator[Route]:
        made = []
        for route in routes:
            parts = [written.partition("?") for written in route["route"]]
            made.append([(self.stations[s], int(c or 100)) for s, _, c in parts])
        return self.draws.pool(made, [route["weight"] for route in routes])

    def of(self, head: Head) -> Iterator[Values]:
        filed = ordinal(head.filed_date)
        if self.draws.below(1000) >= by_year(ROUTED, int(head.filed_date[:4])):
            return
        kind = "counter" if head.permit_type in COUNTER else "house"
        if head.fire_only_permit:
            kind = "fire"
        until = self.until(head)
        steps = list(self.visits(next(self.routes[kind]), filed, until))
        yield from self.written(head, 0, "", head.status, steps)
        if kind != "house" or not head.issued_date:
            return
        addenda = next(self.addenda) if head.site_permit else self.rnd() < REVISED
        begun = ordinal(head.issued_date)
        for number in range(1, addenda + 1):
            begun += 2 + self.draws.below(60)
            if begun > self.today:
                return
            end = begun + STALE // 4 if begun < self.today - STALE else 0
            steps = list(self.visits(next(self.routes["addendum"]), begun, end))
            stands = "issued" if steps[-1].finish else "filed"
            yield from self.written(head, number, next(self.titles), stands, steps)

    @staticmethod
    def until(head: Head) -> int:
        """The day on which review ended; 0 if it goes on."""
        if head.issued_date:
            return ordinal(head.issued_date)
        return 0 if head.status in OPEN else ordinal(head.status_date)

    def visits(self, route: Route, begun: int, until: int) -> Iterator[Step]:
        """One after another; squeezed to end by `until`, or open at the end of time."""
        below = self.draws.below
        stops = [s for s, chance in route if chance == 100 or below(100) < chance]  # noqa: PLR2004
        spans = [next(stop.days) for stop in stops]
        if until:
            room, total = until - begun, max(sum(spans), 1)
            if room <= SAME_DAY:
                spans = [0] * len(stops)
            else:
                spans = [span * room // total for span in spans]
        day = begun
        for n, (stop, span) in enumerate(zip(stops, spans, strict=True)):
            last = n == len(stops) - 1
            finish = until if until and last else day + span
            if not until and (finish >= self.today or (last and self.rnd() < AGAIN)):
                yield Step(stop, day, 0, "")
                return
            result = self.result(stop, finish)
            yield Step(stop, day, finish, result)
            day = finish
            if result == COMMENTS and self.rnd() < AGAIN:
                yield self.back_check(stop, day, until)

    def back_check(self, stop: Station, day: int, until: int) -> Step:
        """The same station again, after the answer to its comments."""
        finish = day if until else min(day + 1 + self.draws.below(30), self.today)
        return Step(stop, day, finish, "Approved" if self.rnd() < AGAIN else "")

    def result(self, stop: Station, finish: int) -> str:
        if self.draws.below(1000) >= by_year(RESULTS, year_of(finish)):
            return ""
        turn = self.rnd()
        if stop.clerical:
            return "Administrative" if turn < CLERICAL else ""
        for share, result in SHARES:
            if turn < share:
                return result
            turn -= share
        return "Approved"

    def written(
        self, head: Head, addendum: int, title: str, status: str, steps: list[Step]
    ) -> Iterator[Values]:
        rnd, number = self.rnd, head.permit_number
        for at, step in enumerate(steps, start=1):
            visits = [step]
            if rnd() < REASSIGNED:
                visits.insert(0, self.before(step))
            for visit in visits:
                self.key += 1 + self.draws.below(3)
                stop = visit.station
                yield self.planted(
                    str(self.key),
                    number,
                    str(addendum),
                    str(at),
                    stop.code,
                    *self.days(visit),
                    self.checker(stop),
                    next(self.holds) if rnd() < HELD else "",
                    title,
                    status,
                    stop.department,
                    visit.result,
                    midnight(visit.finish) if visit.result in APPROVED else "",
                )

    def before(self, step: Step) -> Step:
        """The step as its first reviewer left it, before another one got it."""
        arrive = step.arrive
        end = step.finish or self.today
        return step._replace(
            finish=arrive + self.draws.below(end - arrive + 1), result=""
        )

    def days(self, step: Step) -> Values:
        """Arrived, assigned, started, on hold, off hold and finished."""
        rnd, arrive = self.rnd, step.arrive
        span = (step.finish or self.today) - arrive
        start = arrive + int(rnd() * rnd() * span)
        if not step.finish and rnd() < 0.35:  # noqa: PLR2004 - waits for a reviewer
            return midnight(arrive), "", "", "", "", ""
        held = "", ""
        if span > 1 and rnd() < HOLD_DATES:
            first = start + int(rnd() * (arrive + span - start))
            last = first + int(rnd() * (arrive + span - first)) if step.finish else 0
            held = midnight(first), midnight(last)
        assigned = midnight(start) if rnd() < 0.6 else ""  # noqa: PLR2004
        ends = midnight(start), *held, midnight(step.finish)
        return midnight(arrive), assigned, *ends

    def checker(self, stop: Station) -> str:
        if self.rnd() < NO_REVIEWER:
            return ""
        return stop.reviewers[self.draws.below(len(stop.reviewers))]

    def planted(self, *values: str) -> Values:
        """The row; one in thousands with an impossible year, as the city has them."""
        self.made += 1
        if self.made % IMPOSSIBLE:
            return values
        at = FINISH if values[FINISH] and self.made % 2 else ARRIVE
        wrong = WRONG_YEARS[self.made // IMPOSSIBLE % 2] + values[at][4:]
        return *values[:at], wrong, *values[at + 1 :]


APPROVED = {"Approved", "Approved-Stipulated"}
ROUTES = ("counter", "fire", "house", "addendum")
SHARES = (
    (ISSUED_COMMENTS, COMMENTS),
    (STIPULATED, "Approved-Stipulated"),
    (NOT_APPLICABLE, "Not Applicable"),
    (DENIED, "Denied"),
)
ARRIVE, FINISH = COLUMNS.index("arrive"), COLUMNS.index("finish_date")


def year_of(day: int) -> int:
    return int(midnight(day)[:4])


def reviewer(people: People) -> str:
    person = people.person()
    return f"{person.last} {person.first}".upper()


def rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    routing = Routing(scene)
    for head in heads:
        yield from routing.of(head)
