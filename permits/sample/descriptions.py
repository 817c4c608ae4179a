"""Descriptions worded by grammar.toml, in the manner of the permit counter.

Common words come from the rules. The thousands of rare ones come from running values:
numbers of other permits and of notices, names of firms that do not exist, models.
"""

import re
from collections.abc import Callable, Iterator

from .draws import Draws
from .parcels import read_toml

SLOT = re.compile(r"\{(\w+)\}")
LONGEST = 300  # the city cuts there
MISTYPED = 0.05
LONGEST_OLD, DASHED = 8, 25  # one new number in so many is written with dashes
SHORTEST = 4  # of the words that are mistyped, or that may not come twice
REDRAWS = 4


class Descriptions:
    """`of(rule)` gives a rule's descriptions one after another, without end.

    `ref` is the permit that the next one may refer to, "" for any; `stories` and
    `units` are those of the next building.
    """

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.names: dict[str, list[str]] = read_toml("names.toml")
        self.rules: dict[str, list[str]] = read_toml("grammar.toml")
        self.pools: dict[str, Iterator[str]] = {}
        self.ref = ""
        self.year = 2000
        self.stories = self.units = ""
        running: dict[str, Callable[[], str]] = {
            "ref": self.reference,
            "nov": lambda: f"{self.year - draws.below(3)}{draws.below(99_999):05d}",
            "model": self.model,
            "stories": lambda: self.stories,
            "units": lambda: self.units,
        }
        for name, value in running.items():
            self.pools[name] = iter(value, None)
        below = draws.below
        firms = [self.firm() for _ in range(6000)]
        self.pools |= {
            "firm": draws.ranked(firms),
            "few": draws.ranked([str(n) for n in range(2, 40)]),
            "many": draws.pool([str(100 + below(900)) for _ in range(300)]),
            "suite": draws.ranked([str(100 + 10 * below(280)) for _ in range(400)]),
            "sqft": draws.pool([str(40 + below(60) ** 2 * 5) for _ in range(500)]),
            "feet": draws.ranked([str(n) for n in range(8, 60)]),
            "amps": draws.ranked(["200", "100", "225", "400", "125", "1000", "750"]),
            "floor": draws.ranked(floors()),
        }
        self.typo = draws.pool([self.drop, self.swap, self.double, self.stick])

    def of(self, rule: str) -> Iterator[str]:
        if rule not in self.pools:
            self.pools[rule] = self.worded(self.rules[rule])
        return self.pools[rule]

    def worded(self, alternatives: list[str]) -> Iterator[str]:
        parts = [self.compiled(text) for text in alternatives]
        if not any(slots for _, slots in parts):
            return self.draws.ranked(alternatives)
        return self.filled(parts)

    def compiled(self, text: str) -> tuple[str, list[Iterator[str]]]:
        slots = [self.of(name) for name in SLOT.findall(text)]
        return SLOT.sub("%s", text.replace("%", "%%")), slots

    def filled(self, parts: list[tuple[str, list[Iterator[str]]]]) -> Iterator[str]:
        for pattern, slots in self.draws.ranked(parts):
            drawn: list[str] = []
            for slot in slots:
                drawn.append(self.unlike(slot, pattern, drawn))
            yield pattern % tuple(drawn)

    @staticmethod
    def unlike(slot: Iterator[str], pattern: str, drawn: list[str]) -> str:
        """What the slot gives next, drawn again if the text has it already."""
        value = next(slot)
        for _ in range(REDRAWS):
            if len(value) < SHORTEST or (value not in drawn and value not in pattern):
                break
            value = next(slot)
        return value

    def written(self, text: str) -> str:
        """As it reached the record: sometimes mistyped, cut when too long."""
        if self.draws.random.random() < MISTYPED:
            text = self.mistyped(text)
        return text if len(text) <= LONGEST else text[:LONGEST].rstrip()

    def mistyped(self, text: str) -> str:
        words = text.split(" ")
        n = self.draws.below(len(words))
        if words[n].isalpha() and len(words[n]) >= SHORTEST:
            words[n] = next(self.typo)(
                words[n], 1 + self.draws.below(len(words[n]) - 2)
            )
        return " ".join(words)

    @staticmethod
    def drop(word: str, at: int) -> str:
        return word[:at] + word[at + 1 :]

    @staticmethod
    def swap(word: str, at: int) -> str:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    @staticmethod
    def double(word: str, at: int) -> str:
        return word[:at] + word[at] + word[at:]

    @staticmethod
    def stick(word: str, at: int) -> str:
        return f"{word}.{word[:at]}"

    def reference(self) -> str:
        below, ref = self.draws.below, self.ref
        if ref:
            dashed = len(ref) > LONGEST_OLD and below(DASHED) == 0
            return f"{ref[:4]}-{ref[4:8]}-{ref[8:]}" if dashed else ref
        if self.year < 2001:  # noqa: PLR2004 - numbers had the year's last two digits
            return f"{max(self.year - below(3), 1980) % 100:02d}{below(25_000):05d}"
        year, month, day = self.year - below(2), 1 + below(12), 1 + below(28)
        return f"{year}{month:02d}{day:02d}{below(10_000):04d}"

    def model(self) -> str:
        below, letters = self.draws.below, "abcdefghkmnprstvwx"
        made = letters[below(18)] + letters[below(18)] + ("-" if below(3) else "")
        return f"{made}{below(9000) + 10}{letters[below(18)] if below(2) else ''}"

    def firm(self) -> str:
        below = self.draws.below

        def part(kind: str) -> str:
            return self.names[kind][below(len(self.names[kind]))]

        name = part("syllables") + (part("syllables") if below(3) else "")
        name += part("endings")
        return f"{name} {part('trades')}" if below(4) else name


def floors() -> list[str]:
    written = []
    for n in range(2, 49):
        end = {1: "st", 2: "nd", 3: "rd"}.get(n % 10 if n // 10 != 1 else 0, "th")
        written += [f"{n}{end} floor", f"{n}{end} fl", f"{n}{end} flr"]
    return ["1st floor", "ground floor", *written]
