"""What the whole record tells about its names: asked wherever a few are compared."""

import json
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

from permits.entities.person_name import NameOrder
from permits.entities.rarity import Rarity


@dataclass(slots=True)
class Register:
    """Which words are surnames, which firms act as firms, how common a name is."""

    order: NameOrder = field(default_factory=NameOrder)
    votes: Counter[str] = field(default_factory=Counter)
    rarity: Rarity = field(default_factory=Rarity)

    def pack(self) -> bytes:
        """All of it, for a run in another process."""
        counts = (
            *(self.order.given, self.order.surname, self.votes),
            *(self.rarity.surnames, self.rarity.givens),
        )
        return zlib.compress(json.dumps([self.rarity.people, *counts]).encode(), 1)

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        people, *counts = json.loads(zlib.decompress(packed))
        register = cls()
        order, rarity = register.order, register.rarity
        rarity.people = people
        counters = (Counter[str](each) for each in counts)
        order.given, order.surname, register.votes, *others = counters
        rarity.surnames, rarity.givens = others
        return register
