"""How many other people would have a name by chance: common names prove little."""

from collections import Counter
from collections.abc import Iterable
from math import log

from permits.entities.person_name import PersonName


class Rarity:
    """Counts of surnames and given names over people; rows would not do."""

    def __init__(self, names: Iterable[PersonName] = ()) -> None:
        self.people = 0
        self.surnames: Counter[str] = Counter()
        self.givens: Counter[str] = Counter()
        self.add(names)

    def add(self, names: Iterable[PersonName]) -> None:
        for name in names:
            self.people += 1
            self.surnames[name.surname] += 1
            self.givens[name.given] += 1
            if len(name.given) > 1:
                self.givens[name.given[:1]] += 1

    def points(self, surname: str, given: str) -> float:
        """Minus the log of the people expected to share both parts by chance.

        `given` may be an initial. Positive: fewer than one other person.
        """
        if not self.people:
            return 0.0
        surnames = max(self.surnames[surname], 1)
        givens = max(self.givens[given], 1)
        return -log(surnames * givens / self.people)
