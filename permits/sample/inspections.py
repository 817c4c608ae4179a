"""Inspections (vckc-dh2h): of issued permits, and of what complaints are about."""

from collections.abc import Iterable, Iterator
from typing import Any

from .complaints import Complaint, Complaints
from .heads import Head, midnight, ordinal
from .parcels import read_toml
from .people import People
from .routing import reviewer
from .scene import Scene, Values
from .timeline import by_year

COLUMNS = (
    *("reference_number", "reference_number_type", "block", "lot", "street_number"),
    *("avs_street_name", "avs_street_sfx", "bid_district", "inspector_district"),
    *("inspector", "ampm", "scheduled_date", "appointment_date", "request_date"),
    *("request_taken_by", "request_taken_date", "code", "inspection_description"),
    *("result", "parcel_number", "eas_baseid", "point_source", "zip_code", "point"),
    *("supervisor_district", "analysis_neighborhood", "data_as_of", "data_loaded_at"),
)

# Issued permits with inspections, of a thousand, by the year of filing; others more.
INSPECTED = {1973: 0, 1995: 10, 2005: 60, 2013: 160, 2020: 300, 2026: 330}
REVIEWED, MORE = {"1", "2", "3", "5", "6"}, 3
DISTRICTS = 20
OWN_DISTRICT, FAILED, AGAIN, PENDING = 0.72, 0.16, 0.7, 14
OPEN_SPAN = 150  # days that work goes on where no end is known


class Inspections:
    def __init__(self, scene: Scene) -> None:
        self.draws = draws = scene.draws("inspections")
        self.rnd = draws.random.random
        self.today = scene.today
        words: dict[str, Any] = read_toml("inspections.toml")
        self.kinds: list[tuple[str, str, int]] = words["permit"]
        self.on_complaint = draws.pool(
            words["complaint"], [kind[2] for kind in words["complaint"]]
        )
        self.passed = draws.ranked(words["passed"])
        self.failed = draws.ranked(words["failed"])
        people = People(scene.draws("inspectors"))
        self.inspectors = [reviewer(people) for _ in range(2 * DISTRICTS)]
        self.takers = [reviewer(people) for _ in range(9)]

    def of_permit(self, head: Head) -> Iterator[Values]:
        if not head.issued_date:
            return
        share = by_year(INSPECTED, int(head.filed_date[:4]))
        if head.permit_type in REVIEWED:
            share *= MORE
        if self.draws.below(1000) >= share:
            return
        begun = ordinal(head.issued_date)
        done = ordinal(head.completed_date) if head.completed_date else 0
        yield from self.course(head, begun, done)

    def course(self, head: Head, begun: int, done: int) -> Iterator[Values]:
        """From issue to completion; the final one is on the day of completion."""
        below = self.draws.below
        *early, final = [kind for kind in self.kinds if below(100) < kind[2]]
        span = (done or begun + OPEN_SPAN) - begun
        limit = done or self.today
        number = head.permit_number
        for n, kind in enumerate(early):
            day = min(begun + span * (n + 1) // (len(early) + 1), limit)
            if self.rnd() < FAILED:
                yield self.written(head, number, kind, day, next(self.failed))
                day = min(day + 1 + below(20), limit)
            yield self.written(head, number, kind, day, next(self.passed))
        if done:
            yield self.written(head, number, final, done, next(self.passed))
        elif self.rnd() < AGAIN:  # asked for, and still to come
            day = self.today + 1 + below(PENDING)
            if begun + 3 * OPEN_SPAN > self.today:
                yield self.written(head, number, final, day, "")

    def of_complaint(self, complaint: Complaint) -> Iterator[Values]:
        if not complaint.inspected:
            return
        first = complaint.filed + (complaint.inspected - complaint.filed + 1) // 2
        for day in {first: None, complaint.inspected: None}:
            last = day == complaint.inspected
            kind = next(self.on_complaint)
            bad = complaint.notices[0] and not (last and complaint.closed)
            result = next(self.failed if bad else self.passed)
            if last or self.rnd() < AGAIN / 3:
                yield self.written(
                    complaint.head, complaint.number, kind, day, result, "complaint"
                )

    def written(  # noqa: PLR0913, PLR0917 - one row has this many facts of its own
        self,
        head: Head,
        number: str,
        kind: tuple[str, str, int],
        day: int,
        result: str,
        type_: str = "permit",
    ) -> Values:
        rnd, below = self.rnd, self.draws.below
        asked = min(day, self.today) - below(4)
        district = 1 + int(head.block[:4]) * 7 % DISTRICTS
        inspector = self.inspectors[district]
        if rnd() > OWN_DISTRICT:
            inspector = self.inspectors[below(len(self.inspectors))]
        return (
            *(number, type_, head.block, head.lot, head.street_number),
            *(head.street_name, head.street_suffix, str(district), str(district)),
            *(inspector, "AM" if rnd() < 0.55 else "PM", midnight(day)),  # noqa: PLR2004
            midnight(day) if rnd() < 0.8 else "",  # noqa: PLR2004
            midnight(asked),
            self.takers[below(len(self.takers))] if rnd() < 0.9 else "",  # noqa: PLR2004
            midnight(asked),
            *(kind[0], kind[1], result, head.block + head.lot),
            *(str(250_000 + int(head.block[:4]) * 30 + below(30)), head.point_source),
            *(head.zipcode, head.location, head.supervisor_district),
            head.neighborhoods_analysis_boundaries,
        )


def rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    complaints, inspections = Complaints(scene), Inspections(scene)
    for head in heads:
        yield from inspections.of_permit(head)
        for complaint in complaints.of(head):
            yield from inspections.of_complaint(complaint)
