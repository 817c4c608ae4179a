"""Who is engaged for a permit: firms by trade, place and time, and those they know."""

import zlib
from collections.abc import Iterator

from .cast import Cast, Firm, Professional
from .draws import Draws
from .heads import Head
from .people import Person

NEARBY, FAVORITE = 0.35, 0.6
REDRAWS = 6  # for a firm that is in business that year
SIGN, WALL_SIGN, SOLAR = "4", "7", "9"
# Of a hundred permits of a kind, those of its trade; the rest are as all others.
SPECIALISTS = 80
OTHERS = {"general": 74, "electric": 4, "plumbing": 5, "heating": 5, "roofing": 8}
OTHERS |= {"fire": 3, "solar": 1}


class Hiring:
    """Draws from the cast; the busiest do most of the work, as 1 / rank."""

    def __init__(self, draws: Draws, cast: Cast) -> None:
        self.draws, self.cast = draws, cast
        self.firms: dict[tuple[str, str], list[Firm]] = {}
        for firm in cast.contractors:
            self.firms.setdefault((firm.trade, ""), []).append(firm)
            self.firms.setdefault((firm.trade, firm.home), []).append(firm)
        self.pools: dict[tuple[str, str], Iterator[Firm]] = {}
        self.trades = draws.pool(list(OTHERS), list(OTHERS.values()))
        self.engaged = {
            kind: draws.ranked(some) for kind, some in cast.professionals.items()
        }

    def trade(self, head: Head) -> str:
        if self.draws.below(100) < SPECIALISTS:
            if head.fire_only_permit:
                return "fire"
            if head.reroof:
                return "roofing"
            if head.permit_type in {SIGN, WALL_SIGN}:
                return "sign"
            if head.permit_type == SOLAR:
                return "solar"
        return next(self.trades)

    def contractor(self, trade: str, neighborhood: str, year: int) -> Firm:
        near = self.draws.random.random() < NEARBY
        key = trade, neighborhood if near else ""
        if key not in self.firms:
            key = trade, ""
        pool = self.pools.get(key)
        if pool is None:
            pool = self.pools[key] = self.draws.ranked(self.firms[key])
        firm = next(pool)
        for _ in range(REDRAWS):
            if firm.since <= year <= firm.until:
                break
            firm = next(pool)
        return firm

    def professional(self, kind: str, firm: Firm | None) -> Professional:
        """Whom the contractor likes to work with, or anyone of that kind."""
        if firm and kind in {"architect", "engineer"}:
            rnd, some = self.draws.random.random, firm.favorites
            if rnd() < FAVORITE:
                at = some[int(rnd() * rnd() * len(some))]
                return self.cast.professionals[kind][at]
        return next(self.engaged[kind])

    def office(self, professional: Professional) -> Firm | None:
        at = professional.firm
        return self.cast.offices[at] if at >= 0 else None

    def owner(self, head: Head) -> Person:
        """The same for all permits of a parcel."""
        lot = zlib.crc32(f"{head.block}{head.lot}".encode())
        return self.cast.owners[lot % len(self.cast.owners)]
