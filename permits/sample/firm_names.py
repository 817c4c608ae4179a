"""What invented firms are called, and how their names get spelt on forms."""

from typing import Any

from .draws import Draws
from .parcels import read_toml
from .people import Person

CUT_AT = (25, 28, 30)  # forms cut names there
STATUS, CUT, DOUBLE_BLANK, UPPER = 12, 3, 9, 2  # one firm in so many
SPELLINGS = (1, 1, 1, 2, 2, 2, 3, 3, 4, 6, 8)


class FirmNames:
    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.words: dict[str, Any] = read_toml("firms.toml")
        self.parts: dict[str, list[str]] = read_toml("names.toml")

    def one(self, some: list[str] | tuple[str, ...]) -> str:
        return some[self.draws.below(len(some))]

    def spellings(self, trade: str, owner: Person) -> tuple[str, ...]:
        """One to eight, the usual one first."""
        name, form = self.name(trade, owner), self.one(self.words["forms"])
        usual = f"{name} {form}".strip()
        wanted = SPELLINGS[self.draws.below(len(SPELLINGS))]
        found = dict.fromkeys((usual,))
        for _ in range(2 * wanted):
            if len(found) >= wanted:
                break
            found[self.respelt(name, form)] = None
        return tuple(found)

    def name(self, trade: str, owner: Person) -> str:
        below, words = self.draws.below, self.one(self.words["trades"][trade]["words"])
        last = owner.last
        turn = below(10)
        if turn < 4:  # noqa: PLR2004 - the owner's name, most often
            begin = (
                last,
                f"{owner.first} {last}",
                f"{last} & Sons",
                f"{last} Brothers",
            )
            return f"{begin[below(4)]} {words}"
        if turn < 7:  # noqa: PLR2004
            return f"{self.one(self.words['marks'])} {words}"
        if turn == 7:  # noqa: PLR2004
            return f"{' '.join(self.one(list('ABCDGHJKLMRST')) for _ in '123')} {words}"
        made = self.one(self.parts["syllables"]) + self.one(self.parts["endings"])
        return f"{made.title()} {words}"

    def respelt(self, name: str, form: str) -> str:
        below = self.draws.below
        text = " ".join(self.shortened(word) for word in name.split(" "))
        if below(2):
            text = text.replace("&", "And") if below(3) else text.replace(" & ", "/")
        if form and below(3):
            text = f"{text}, {form}" if below(2) else f"{text} {form.upper()}"
        if not below(DOUBLE_BLANK):
            text = text.replace(" ", "  ", 1)
        if not below(CUT):
            text = text[: CUT_AT[below(3)]].rstrip()
        if not below(STATUS):
            text += self.one(self.words["status"])
        return text.upper() if not below(UPPER) else text

    def shortened(self, word: str) -> str:
        shorter: list[str] = self.words["shorter"].get(word, [word])
        return self.one(shorter) if self.draws.below(2) else word
