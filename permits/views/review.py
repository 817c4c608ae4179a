"""Where a permit is in review, and who looked at its work."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal

from permits import stations, words
from permits.models import Inspection, RoutingStep
from permits.models.source_record import SourceRecord
from permits.querysets import StationReview
from permits.querysets.baselines import usual
from permits.review import standing
from permits.search.labels import NOT_RECORDED
from permits.views.facts import Fact
from permits.views.station_words import (
    Followers,
    few_finished,
    followers,
    station_url,
)

# What is shown of a step.
COLUMNS: Final = (
    *("start_date", "in_hold", "out_hold", "hold_description", "plan_checked_by"),
    *("review_results", "title", "addenda_status"),
)
# And of an inspection.
INSPECTED: Final = (
    *("inspection_description", "scheduled_date", "result", "inspector", "unparsed"),
)
State = Literal["open", "left", "to-come", "finished"]


def day(row: SourceRecord, column: str) -> str:
    """A day in words, with the city's text where that is no day."""
    found: dt.date | None = getattr(row, column)
    raw = (row.unparsed or {}).get(column)
    if found is None and raw:
        return f"{NOT_RECORDED} (the city's text: “{raw}”)"
    return words.date(found)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reviewed: the permit's form and status, as far as they are recorded."""

    form: int | None = None
    status: str | None = None


# A permit comes to the same few stations over and over.
_url = lru_cache(maxsize=512)(station_url)


@dataclass(frozen=True)
class Desk:
    """One station's review. `as_of`: the day to which an open one is counted.

    `subject` is the permit: what is open of one past review was never closed.
    """

    review: StationReview
    as_of: dt.date
    subject: Subject = Subject()

    @property
    def step(self) -> RoutingStep:
        return self.review.step

    @property
    def code(self) -> str:
        return self.step.station or "station not recorded"

    @property
    def meaning(self) -> stations.Meaning | None:
        return stations.meaning(self.step.station)

    @cached_property
    def state(self) -> State:
        if self.review.is_open:
            return "left" if self._is_over else "open"
        return "to-come" if self.review.is_to_come else "finished"

    @property
    def _is_over(self) -> bool:
        step = self.step
        return standing.is_over(
            step.addenda_number, step.addenda_status, self.subject.status
        )

    @property
    def url(self) -> str:
        """Of the station's page; "" where the record has no code."""
        return _url(self.step.station)

    @property
    def usual(self) -> str:
        """`half of similar reviews took 38 days or less (n = 412)`, of an open one."""
        review = self.review
        if review.counted_to is None:
            return "what is usual here has not been counted yet"
        found = usual(review.baselines, self.subject.form, is_again=review.returns > 0)
        if found is None or not found.is_enough:
            return few_finished(found)
        those = "all reviews here" if found.is_whole else "similar reviews"
        if found.p50 == 0:
            return f"half of {those} were done the day they arrived (n = {found.n:,})"
        return f"half of {those} took {words.days(found.p50)} or less (n = {found.n:,})"

    @property
    def next(self) -> Followers | None:
        """What came after such a review; None if too few are known."""
        return followers(self.review.followers)

    @property
    def waited(self) -> str:
        """`62 days`: how long an open review has been there."""
        assert self.step.arrive is not None
        return words.days(max(0, (self.as_of - self.step.arrive).days))

    @property
    def spent(self) -> str:
        if self.state == "open":
            return f"Open: {self.waited} so far"
        if self.state == "left":
            return "Never closed: the record has no finish, and the review is over"
        if self.state == "to-come":
            return "Arrival not recorded"
        return f"Finished: {self._length}"

    @property
    def _length(self) -> str:
        arrive, finish = self.step.arrive, self.step.finish_date
        if arrive is None or finish is None:
            return "days not recorded"
        length = (finish - arrive).days
        if length < 0:
            return f"{words.days(-length)} before it arrived, by the record"
        return words.between(length)

    @property
    def again(self) -> str:
        """How often it is listed, and how often it came back after a finish."""
        if self.review.rows == 1:
            return ""
        times = words.counted(self.review.rows, "time")
        if not self.review.returns:
            return f"listed {times}, perhaps given to another reviewer"
        returns = words.counted(self.review.returns, "time")
        return f"listed {times}: it came back {returns} after it was finished"

    @property
    def facts(self) -> list[Fact]:
        step = self.step
        return [
            Fact("Arrived", day(step, "arrive")),
            Fact("Started", day(step, "start_date")),
            Fact("Finished", day(step, "finish_date")),
            Fact("Result", words.text(step.review_results)),
            Fact("Reviewer", words.text(step.plan_checked_by)),
            Fact("Hold", hold(step)),
        ]


def hold(step: RoutingStep) -> str:
    """When it was on hold and why, as far as either is recorded."""
    start, end = day(step, "in_hold"), day(step, "out_hold")
    spans = {
        (False, False): "",
        (True, False): f"since {start}, no end recorded",
        (False, True): f"until {end}, no beginning recorded",
        (True, True): f"{start} to {end}",
    }
    span = spans[start != NOT_RECORDED, end != NOT_RECORDED]
    said = [part for part in (span, step.hold_description or "") if part]
    return ": ".join(said) or NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Round:
    """The desks of the permit itself, or of one of its addenda."""

    number: int
    desks: tuple[Desk, ...]

    @property
    def title(self) -> str:
        if self.number == 0:
            return "The permit itself"
        subjects = [desk.step.title for desk in self.desks if desk.step.title]
        subject = f": {words.sentence(subjects[0])}" if subjects else ""
        return f"Addendum {self.number}{subject}"

    @property
    def is_open(self) -> bool:
        return any(desk.state == "open" for desk in self.desks)

    @property
    def summary(self) -> str:
        waiting = sum(desk.state == "open" for desk in self.desks)
        count = words.counted(len(self.desks), "station")
        return f"{count}, {waiting} open" if waiting else count


@dataclass(frozen=True)
class Review:
    """All of a permit's review; the rounds with an open desk come first."""

    rounds: tuple[Round, ...]

    @property
    def first(self) -> Round | None:
        return self.rounds[0] if self.rounds else None

    @property
    def rest(self) -> tuple[Round, ...]:
        return self.rounds[1:]

    @cached_property
    def open_desks(self) -> list[Desk]:
        """Where it is now, longest waiting first."""
        found = [d for one in self.rounds for d in one.desks if d.state == "open"]
        return sorted(found, key=lambda desk: desk.step.arrive or dt.date.max)

    @cached_property
    def likely(self) -> list[Desk]:
        """The open desks of which it is known what came next, each station once."""
        known = {desk.code: desk for desk in self.open_desks if desk.next}
        return list(known.values())

    @property
    def left(self) -> str:
        """That steps are open of what is past review."""
        count = sum(d.state == "left" for one in self.rounds for d in one.desks)
        if not count:
            return ""
        steps = words.counted(count, "step was", "steps were")
        return f"{steps} never closed, though review is over by the status."

    @property
    def sources(self) -> str:
        """The city's texts that the meanings on the page are from."""
        desks = [desk for one in self.rounds for desk in one.desks]
        return "; ".join(sorted({d.meaning.source for d in desks if d.meaning}))

    @property
    def repeated(self) -> str:
        reviews = [desk.review for one in self.rounds for desk in one.desks]
        again = sum(one.rows > 1 for one in reviews)
        if not again:
            return ""
        returns = sum(one.returns for one in reviews)
        said = f"{words.counted(again, 'station')} listed more than once"
        if returns:
            cycles = words.counted(returns, "later review", "later reviews")
            said += f", {cycles} after a finish"
        return f"{said}."


def review(
    found: Iterable[StationReview], as_of: dt.date, subject: Subject | None = None
) -> Review:
    """Groups reviews, given in the order of `querysets.in_order`, by addendum."""
    by_number: dict[int, list[Desk]] = {}
    for one in found:
        desks = by_number.setdefault(one.step.addenda_number or 0, [])
        desks.append(Desk(one, as_of, subject or Subject()))
    rounds = [Round(number, tuple(desks)) for number, desks in by_number.items()]
    rounds.sort(key=lambda one: (not one.is_open, one.number))
    return Review(tuple(rounds))


@dataclass(frozen=True, slots=True)
class Folded:
    """Facts of several rows; those after the first few are folded away."""

    shown: Sequence["Entry"]
    rest: Sequence["Entry"]

    @property
    def count(self) -> int:
        return len(self.shown) + len(self.rest)


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    note: str
    facts: tuple[Fact, ...]


SHOWN: Final = 8


def _folded(entries: list[Entry]) -> Folded:
    return Folded(entries[:SHOWN], entries[SHOWN:])


def inspections(rows: Iterable[Inspection]) -> Folded:
    """What was looked at, when, and what came of it."""
    return _folded(
        [
            Entry(
                title=words.text(row.inspection_description),
                note=day(row, "scheduled_date"),
                facts=(
                    Fact("Result", words.text(row.result)),
                    Fact("Inspector", words.text(row.inspector)),
                ),
            )
            for row in rows
        ]
    )
