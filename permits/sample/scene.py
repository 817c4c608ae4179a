"""What the data sets of one sample share: its permits, parcels, people and days."""

import datetime as dt
import zlib
from collections.abc import Iterator
from functools import cached_property

from .cast import Cast, Casting
from .draws import Draws
from .heads import Head, Heads
from .parcels import Parcel

Values = tuple[str, ...]


class Scene:
    def __init__(self, permits: int, seed: int, today: dt.date) -> None:
        self.permits, self.seed = permits, seed
        self.date, self.today = today, today.toordinal()
        self.heads = Heads(permits, seed, today)

    def draws(self, name: str) -> Draws:
        """The stream of draws of this name, the same at each call."""
        return Draws(self.seed * 2**32 + zlib.crc32(name.encode()))

    @cached_property
    def cast(self) -> Cast:
        return Casting(self.draws("cast")).cast(self.permits)

    @property
    def parcels(self) -> list[Parcel]:
        return self.heads.records.parcels


class Pass:
    """One reading of the scene's permits, which tells how far it is."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.done = scene, 0

    def __iter__(self) -> Iterator[Head]:
        for head in self.scene.heads:
            yield head
            self.done += 1

    def share(self) -> float:
        return self.done / max(self.scene.permits, 1)
