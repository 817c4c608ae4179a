"""Notices of violation (nbtm-fbw5): the items found upon a complaint."""

from collections.abc import Iterable, Iterator
from typing import Any

from .complaints import Complaint, Complaints
from .heads import Head, midnight
from .parcels import read_toml
from .scene import Scene, Values

COLUMNS = (
    *("complaint_number", "item_sequence_number", "date_filed", "block", "lot"),
    *("street_number", "street_name", "street_suffix", "unit", "status"),
    *("receiving_division", "assigned_division", "nov_category_description", "item"),
    *("nov_item_description", "neighborhoods_analysis_boundaries"),
    *("supervisor_district", "zipcode", "location", "point_source"),
    *("work_without_permit", "additional_work_beyond_permit", "expired_permit"),
    *("cancelled_permit", "unsafe_building", "code_violation_desc"),
    *("data_as_of", "data_loaded_at"),
)

# Items of a notice, of a hundred notices.
ITEMS = {1: 22, 2: 18, 3: 14, 4: 11, 5: 9, 7: 10, 10: 8, 14: 5, 22: 2, 40: 1}
FLAGGED = (0.09, 0.04, 0.03, 0.01, 0.05)  # the five flags, in the columns' order
DESCRIBED = 0.6


class Violations:
    def __init__(self, scene: Scene) -> None:
        self.draws = draws = scene.draws("violations")
        self.rnd = draws.random.random
        words: dict[str, Any] = read_toml("enforcement.toml")
        self.counts = draws.pool(list(ITEMS), list(ITEMS.values()))
        self.categories = draws.pool(
            [(row["category"], draws.ranked(row["items"])) for row in words["items"]],
            [row["weight"] for row in words["items"]],
        )
        self.rooms = draws.ranked(words["words"]["rooms"])
        self.sequence = 40_000

    def of(self, complaint: Complaint) -> Iterator[Values]:
        if not complaint.notices[0]:
            return
        flags = tuple("Y" if self.rnd() < share else "" for share in FLAGGED)
        for _ in range(next(self.counts)):
            self.sequence += 1
            yield self.item(complaint, flags)

    def item(self, complaint: Complaint, flags: Values) -> Values:
        head = complaint.head
        category, items = next(self.categories)
        item, place = next(items)
        place = place.replace("{room}", next(self.rooms))
        return (
            *(complaint.number, str(self.sequence), midnight(complaint.filed)),
            *(head.block, head.lot, head.street_number, head.street_name),
            *(head.street_suffix, head.unit, complaint.status, complaint.division),
            *(complaint.assigned, category, item),
            place if self.rnd() < DESCRIBED else "",
            *(head.neighborhoods_analysis_boundaries, head.supervisor_district),
            *(head.zipcode, head.location, head.point_source),
            *flags,
            f"{item}: {place}" if any(flags) else "",
        )


def rows(scene: Scene, heads: Iterable[Head]) -> Iterator[Values]:
    complaints, violations = Complaints(scene), Violations(scene)
    for head in heads:
        for complaint in complaints.of(head):
            yield from violations.of(complaint)
