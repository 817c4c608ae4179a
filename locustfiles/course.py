"""What all users of one process share: what they ask for, and under which names."""

import itertools
import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from locustfiles.names import Names, Page
from locustfiles.zipf import Zipf, seeded
from ops.load_client import HEADER, signed

AGENT: Final = "sfpermits-load-test"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page ready to be asked for."""

    path: str
    marks: tuple[bytes, ...]


@dataclass(slots=True)
class Course:
    """Hands out pages, names of visitors, and generators of draws."""

    names: Names
    key: str
    seed: int
    part: int = 0
    run: str = field(default_factory=lambda: secrets.token_hex(4))
    _pages: dict[str, Zipf[Asked]] = field(default_factory=dict)
    _typed: Zipf[str] | None = None
    _visitors: Iterator[int] = field(default_factory=itertools.count)
    _users: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        for scenario, pages in self.names.pages.items():
            self._pages[scenario] = Zipf([asked(page) for page in pages])
        self._typed = Zipf(self.names.typed)

    def draws(self) -> random.Random:
        """Give the draws of the next user: the same in every run with the seed."""
        return seeded(self.seed, self.part, next(self._users))

    def page(self, scenario: str, draws: random.Random) -> Asked:
        return self._pages[scenario].pick(draws)

    def typed(self, draws: random.Random) -> str:
        assert self._typed is not None
        return self._typed.pick(draws)

    def headers(self, scenario: str) -> dict[str, str]:
        """Give the headers of a visitor who was never there before."""
        said = {"Accept-Encoding": "gzip", "User-Agent": AGENT}
        if self.key:
            name = f"{scenario}-{self.run}-{self.part}-{next(self._visitors)}"
            said[HEADER] = signed(name, self.key)
        return said


def asked(page: Page) -> Asked:
    return Asked(page.path, tuple(mark.encode() for mark in page.marks))
