"""Source records of invented permits, in the form of the city's own."""

import datetime as dt
from collections.abc import Iterator

from permits.ingest.source import RawRow

from . import parcels as places
from .descriptions import Descriptions
from .draws import Draws
from .jobs import Job, Jobs
from .parcels import Building
from .plans import Plans, Sides
from .timeline import FIRST_DAY, Numbers, Timeline, filings

COLUMNS = (
    *("permit_number", "permit_type", "permit_type_definition"),
    "permit_creation_date",
    *("block", "lot", "street_number", "street_number_suffix", "street_name"),
    *("street_suffix", "unit", "unit_suffix", "description", "status", "status_date"),
    *("filed_date", "approved_date", "issued_date", "completed_date"),
    *("permit_expiration_date", "first_construction_document_date"),
    *("structural_notification", "number_of_existing_stories"),
    *("number_of_proposed_stories", "voluntary_soft_story_retrofit"),
    *("fire_only_permit", "estimated_cost", "revised_cost", "existing_use"),
    *("existing_units", "proposed_use", "proposed_units", "plansets"),
    *("tidf_compliance", "existing_occupancy", "proposed_occupancy"),
    *("existing_construction_type", "existing_construction_type_description"),
    *("proposed_construction_type", "proposed_construction_type_description"),
    *("site_permit", "last_permit_activity_date", "application_submission_method"),
    *("adu", "reroof", "primary_address_flag", "supervisor_district"),
    *("neighborhoods_analysis_boundaries", "zipcode", "location", "point_source"),
    *("record_id", "data_as_of", "data_loaded_at"),
)

DEFINITIONS = {
    1: "new construction",
    2: "new construction wood frame",
    3: "additions alterations or repairs",
    4: "sign - erect",
    5: "grade or quarry or fill or excavate",
    6: "demolitions",
    7: "wall or painted sign",
    8: "otc alterations permit",
    9: "",  # solar: the city gives none
}
CONSTRUCTION = {n: f"constr type {n}" for n in "1234"} | {"5": "wood frame (5)", "": ""}
# Where forms other than alterations are likely.
GROUNDS = {
    1: ("flats", "offices", "shops"),
    2: ("houses", "flats"),
    4: ("offices", "shops"),
    5: ("houses", "flats"),
    6: ("houses", "shops"),
    7: ("shops", "flats"),
    9: ("houses", "flats"),
}
NEW, ALTERATIONS = {1, 2}, {3, 8}
# Site permits among new buildings and other reviewed work.
SITES = {1: 0.66, 2: 0.5, 3: 0.06}
# A remark on the soil is on about every second alteration since the ordinance of 2013.
MAHER_SINCE, MAHER = 2013, 0.48
# Shares of permits whose filing was entered days after its number was given.
LATE_SINCE, LATE_NOW, LATE_BEFORE = 2024, 0.054, 0.001
# Permits with several locations: the share, and how many of a thousand of those.
SEVERAL, SEVERAL_NEW = 0.066, 0.124
LOCATIONS = {2: 870, 3: 84, 4: 28, 5: 7, 6: 4, 7: 2, 8: 1, 9: 1, 12: 1, 15: 1, 29: 1}
MOST_PARCELS = 165_000
MODERN, WEBSITE = 2021, 0.08  # since then applications come over the website as well
STRUCTURAL, OTHERS_STRUCTURAL, VOLUNTARY, TRANSIT_FEE = 0.16, 0.008, 0.05, 0.01
NO_DESCRIPTION = 0.15  # of the old new buildings
PERIOD = 0.6  # between remarks; else a blank
PRIMARY_LAST = 0.3
# A further location is the next parcel, the next door, or another unit.
NEXT_PARCEL, NEXT_DOOR = 0.4, 0.8


class Records:
    """`all()` gives the records of `permits` permits in the order of their filing."""

    def __init__(self, permits: int, seed: int, today: dt.date) -> None:
        self.draws = draws = Draws(seed)
        self.rnd = draws.random.random
        count = min(MOST_PARCELS, max(permits // 6, 300))
        self.parcels, weights = places.build(draws, count)
        self.drawn = draws.pool(range(len(self.parcels)), weights)
        self.latest = [""] * len(self.parcels)
        self.words = Descriptions(draws)
        self.maher = self.words.of("maher")
        self.jobs = Jobs(draws, self.words.of)
        self.plans = Plans(draws)
        self.timeline = Timeline(draws, today)
        self.numbers = Numbers(draws, permits)
        self.counts = draws.pool(list(LOCATIONS), list(LOCATIONS.values()))
        self.days = filings(draws, permits, today)
        self.permits, self.made = permits, 0
        self.application = 30_000
        loaded = today - dt.timedelta(days=1)
        self.stamps = (f"{loaded}T23:55:00.000", f"{today}T03:32:03.000")
        self.year = 0

    def all(self) -> Iterator[RawRow]:
        line = 1
        for day, permits in self.days:
            date = FIRST_DAY + dt.timedelta(days=day)
            if date.year != self.year:
                self.set_year(date.year)
            for _ in range(permits):
                for values in self.permit(day, date):
                    line += 1
                    yield RawRow(line, values + self.stamps)
                self.made += 1

    def share(self) -> float:
        return self.made / max(self.permits, 1)

    def set_year(self, year: int) -> None:
        self.year = self.words.year = year
        self.jobs.set_year(year)
        self.timeline.set_year(year)
        self.late = LATE_NOW if year >= LATE_SINCE else LATE_BEFORE

    def permit(self, day: int, date: dt.date) -> list[tuple[str, ...]]:
        rnd = self.rnd
        form = next(self.jobs.forms)
        place = self.ground(form)
        building = self.parcels[place].building
        job = self.jobs.of(form, building.kind)
        site = form in SITES and rnd() < SITES[form]
        number = self.numbers.next(date, site=site)
        filed = day
        if rnd() < self.late:
            filed = min(day + 1 + int(rnd() * 20), self.timeline.today)
        course = self.timeline.of(form, filed, site=site)
        sides = self.plans.of(form, job, building)
        text = self.described(form, job, place, sides[1])
        cost = self.jobs.money(job, issued=bool(course.issued))
        self.latest[place] = number.lower()
        self.application += 1 + int(rnd() * 2)
        created = self.timeline.midnights[day]
        first = (number, str(form), DEFINITIONS[form], created)
        middle = (
            *(text, course.status, course.status_date),
            *course[:6],
            *self.building(form, job, building, sides, cost),
            "Y" if site else "",
            course.activity,
            self.came_by(),
            "Y" if job.flag == "adu" else "N",
            "Y" if job.flag == "reroof" else "",
        )
        return self.located(form, place, first, middle)

    def building(
        self,
        form: int,
        job: Job,
        building: Building,
        sides: tuple[Sides, Sides],
        cost: tuple[str, str],
    ) -> tuple[str, ...]:
        """The columns from structural_notification to proposed construction type."""
        (old, new), rnd, flag = sides, self.rnd, job.flag
        notified = STRUCTURAL if flag == "structural" else OTHERS_STRUCTURAL
        transit = building.kind == "offices" and rnd() < TRANSIT_FEE
        return (
            "Y" if rnd() < notified else "",
            old.stories,
            new.stories,
            "Y" if flag == "soft" and rnd() < VOLUNTARY else "",
            "Y" if flag == "fire" else "",
            *cost,
            old.use,
            old.units,
            new.use,
            new.units,
            self.plans.sets(form),
            "PYR"[int(rnd() * 3)] if transit else "",
            old.occupancy,
            new.occupancy,
            old.construction,
            CONSTRUCTION[old.construction],
            new.construction,
            CONSTRUCTION[new.construction],
        )

    def came_by(self) -> str:
        modern = self.year >= MODERN and self.rnd() < WEBSITE
        return "website" if modern else "in-house"

    def ground(self, form: int) -> int:
        place = next(self.drawn)
        if form in GROUNDS:
            kinds = GROUNDS[form]
            while self.parcels[place].building.kind not in kinds:
                place = next(self.drawn)
        return place

    def described(self, form: int, job: Job, place: int, new: Sides) -> str:
        rnd, words = self.rnd, self.words
        words.ref = self.latest[place]
        words.stories, words.units = new.stories, new.units
        if form in NEW and self.year < MAHER_SINCE and rnd() < NO_DESCRIPTION:
            return ""
        text = next(job.wordings)
        while rnd() < job.tails:
            remark = next(job.remarks)
            if remark not in text:
                text += (". " if rnd() < PERIOD else " ") + remark
        if self.year >= MAHER_SINCE and form in ALTERATIONS and rnd() < MAHER:
            text += (". " if rnd() < PERIOD else " ") + next(self.maher)
        return words.written(text)

    def located(
        self,
        form: int,
        place: int,
        first: tuple[str, ...],
        middle: tuple[str, ...],
    ) -> list[tuple[str, ...]]:
        parcel = self.parcels[place]
        unit = self.plans.unit(parcel.building)
        record = f"{self.application}{100_000 + place * 4}"
        rows = [(*first, *parcel.address, *unit, *middle, "Y", *parcel.place, record)]
        if self.rnd() < (SEVERAL_NEW if form in NEW else SEVERAL):
            for n in range(1, next(self.counts)):
                at, address, other = self.neighbor(place, n, unit[0])
                record = f"{self.application}{100_000 + place * 4 + n}"
                rows.append((*first, *address, *other, *middle, "", *at.place, record))
            if self.rnd() < PRIMARY_LAST:
                rows.reverse()
        return rows

    def neighbor(
        self, place: int, n: int, unit: str
    ) -> tuple[places.Parcel, tuple[str, ...], tuple[str, str]]:
        here = self.parcels[place]
        turn = self.rnd()
        if turn < NEXT_PARCEL:
            other = self.parcels[(place + n) % len(self.parcels)]
            if other.place[1] == here.place[1]:
                return other, other.address, ("", "")
        if turn < NEXT_DOOR:
            block, lot, number, *street = here.address
            return here, (block, lot, str(int(number) + 2 * n), *street), ("", "")
        own = int(unit) if unit.isdigit() else 0
        return here, here.address, (str(own + n), "")
