"""What a group of contacts says as a whole: every value with the rows that give it."""

from collections.abc import Iterable

from permits.entities.firm_name import FirmName
from permits.entities.normalize import Facts
from permits.entities.person_name import PersonName


class Profile:
    """The values of a group of rows, counted; dates as first and last day (0: none)."""

    __slots__ = (
        "addresses",
        "businesses",
        "dated",
        "firms",
        "first",
        "groups",
        "last",
        "licenses",
        "marked",
        "names",
        "permits",
        "roles",
        "size",
    )

    def __init__(self, rows: Iterable[Facts]) -> None:
        self.names: dict[PersonName, int] = {}
        self.firms: dict[FirmName, int] = {}
        self.licenses: dict[str, int] = {}
        self.businesses: dict[str, int] = {}
        self.addresses: dict[str, int] = {}
        self.permits: dict[str, int] = {}
        self.roles: dict[str, int] = {}
        self.groups: dict[str, int] = {}
        # Rows with Jr. or Sr. in the name.
        self.marked = 0
        self.size = self.dated = self.first = self.last = 0
        for row in rows:
            self._add(row)

    def _add(self, row: Facts) -> None:
        self.size += 1
        self.roles[row.role] = self.roles.get(row.role, 0) + 1
        self.groups[row.group] = self.groups.get(row.group, 0) + 1
        self.permits[row.permit] = self.permits.get(row.permit, 0) + 1
        if row.name:
            self.names[row.name] = self.names.get(row.name, 0) + 1
            self.marked += bool(row.name.generation)
        if row.firm:
            self.firms[row.firm] = self.firms.get(row.firm, 0) + 1
        if row.license:
            self.licenses[row.license] = self.licenses.get(row.license, 0) + 1
        if row.business:
            self.businesses[row.business] = self.businesses.get(row.business, 0) + 1
        for address in row.addresses:
            self.addresses[address] = self.addresses.get(address, 0) + 1
        if row.day:
            self._see_days(row.day, row.day, 1)

    def _see_days(self, first: int, last: int, dated: int) -> None:
        self.first = min(self.first, first) if self.dated else first
        self.last = max(self.last, last)
        self.dated += dated

    def absorb(self, other: "Profile") -> None:
        """Count the other group's rows into this one."""
        for name in (
            "names",
            "firms",
            "licenses",
            "businesses",
            "addresses",
            "permits",
            "roles",
            "groups",
        ):
            mine = getattr(self, name)
            for value, rows in getattr(other, name).items():
                mine[value] = mine.get(value, 0) + rows
        self.size += other.size
        self.marked += other.marked
        if other.dated:
            self._see_days(other.first, other.last, other.dated)
