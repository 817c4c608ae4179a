"""A long list of a place's entries, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from permits.views.place import Event

LONGEST_OFFSET: Final = 5


@dataclass(frozen=True, slots=True)
class Listing:
    """One of the lists of a page at `path`; it is kept in the parameter `name`.

    `shown` are those on the page, of `count`.
    `others` are the offsets of the page's other lists, which its links keep.
    """

    shown: list[Event]
    count: int
    offset: int
    size: int
    name: str
    path: str
    anchor: str
    others: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_past_its_end(self) -> bool:
        return self.offset >= self.count > 0

    @property
    def range(self) -> str:
        """`41 to 80 of 120`, if they do not fit on one page."""
        if self.count <= self.size or self.is_past_its_end:
            return ""
        last = min(self.offset + self.size, self.count)
        return f"{self.offset + 1} to {last} of {self.count}"

    @property
    def newer_url(self) -> str:
        return self._at(self.offset - self.size) if self.offset else ""

    @property
    def older_url(self) -> str:
        after = self.offset + self.size
        return self._at(after) if after < self.count else ""

    @property
    def start_url(self) -> str:
        return self._at(0)

    def _at(self, offset: int) -> str:
        offsets = {**self.others, self.name: offset}
        query = urlencode({name: at for name, at in offsets.items() if at > 0})
        return f"{self.path}{'?' if query else ''}{query}#{self.anchor}"


def offset(text: str, size: int) -> int:
    """The start of the page that `text` is on; 0 if it is no number."""
    readable = text.isascii() and text.isdigit() and len(text) <= LONGEST_OFFSET
    return int(text) // size * size if readable else 0
