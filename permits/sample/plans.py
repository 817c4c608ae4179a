"""What a permit says of the building, before and after the work."""

from typing import NamedTuple

from .draws import Draws
from .jobs import Job
from .parcels import Building


class Sides(NamedTuple):
    """The building on one side of the work; "" where not recorded."""

    stories: str
    use: str
    units: str
    occupancy: str
    construction: str


NOTHING = Sides("", "", "", "", "")
NEW_BUILDING, WOOD_FRAME, SIGN, GRADING, DEMOLITION, WALL_SIGN, OTC = (
    1,
    2,
    4,
    5,
    6,
    7,
    8,
)
SHARE_OF_NULLS = {"stories": 0.05, "occupancy": 0.075, "construction": 0.02}
UNITS_NULL = {"houses": 0.03, "flats": 0.06, "offices": 0.52, "shops": 0.42}
NEW_TALL = ("apartments", "apartments", "office", "tourist hotel/motel", "retail sales")
NEW_LOW = ("1 family dwelling", "2 family dwelling", "apartments")
SHOPS = {"retail": "retail sales", "restaurant": "food/beverage hndlng"}
MORE = {"1 family dwelling": "2 family dwelling", "2 family dwelling": "apartments"}


class Plans:
    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.rnd = draws.random.random
        self.plain_sets = draws.pool(["2", "0", "4", "1"], [870, 115, 5, 10])
        self.new_sets = draws.pool(
            ["2", "4", "5", "0", "8", "1", "3", "6", "7"],
            [8700, 824, 49, 42, 39, 29, 18, 17, 6],
        )
        words = ["A", "B", "C", "D", "REAR BLDG", "FRONT BLDG", "PARCEL A", "E", "G"]
        self.suffix = draws.ranked(words)

    def of(self, form: int, job: Job, building: Building) -> tuple[Sides, Sides]:
        if form == WALL_SIGN:
            return NOTHING, NOTHING
        if form in {NEW_BUILDING, WOOD_FRAME}:
            return NOTHING, self.erected(form)
        old = self.existing(job, building)
        if form in {SIGN, DEMOLITION}:
            return old, NOTHING
        return old, self.proposed(job, old)

    def existing(self, job: Job, building: Building) -> Sides:
        rnd, use = self.rnd, building.use
        if job.rule in SHOPS and building.kind == "offices":
            use = SHOPS[job.rule]  # at the foot of the tower
        null = SHARE_OF_NULLS
        return Sides(
            building.stories if rnd() > null["stories"] else "",
            use if rnd() > 0.012 else "",  # noqa: PLR2004
            building.units if rnd() > UNITS_NULL[building.kind] else "",
            building.occupancy if rnd() > null["occupancy"] else "",
            building.construction if rnd() > null["construction"] else "",
        )

    def proposed(self, job: Job, old: Sides) -> Sides:
        stories, use, units = old.stories, old.use, old.units
        if job.flag == "adu" or job.rule == "legalize":
            use = MORE.get(use, use)
            units = str(int(units) + 1) if units else ""
        elif job.rule in SHOPS and use != "tourist hotel/motel":
            use = SHOPS[job.rule]
        elif job.rule == "addition" and stories and self.rnd() < 0.3:  # noqa: PLR2004
            stories = str(int(stories) + 1)
        return Sides(
            stories,
            use if use or self.rnd() < 0.5 else "office",  # noqa: PLR2004
            units,
            old.occupancy,
            old.construction,
        )

    def erected(self, form: int) -> Sides:
        below = self.draws.below
        if form == NEW_BUILDING:
            stories = 3 + below(6) + below(2) * below(30)
            use = NEW_TALL[below(len(NEW_TALL))]
            units = str(stories * (1 + below(9))) if use == "apartments" else "0"
            return Sides(str(stories), use, units, "", "113"[below(3)])
        use = NEW_LOW[below(3)]
        low = str(2 + below(3) * (below(3) > 0))
        units = str(3 + below(4) * below(5)) if use == "apartments" else use[0]
        return Sides(low, use, units, "", "5")

    def sets(self, form: int) -> str:
        return next(self.new_sets if form <= WOOD_FRAME else self.plain_sets)

    def unit(self, building: Building) -> tuple[str, str]:
        """Unit and its suffix: mostly none, "0" for none, seldom one."""
        turn = self.rnd()
        if turn < 0.84:  # noqa: PLR2004
            return "", ""
        if turn < 0.965:  # noqa: PLR2004
            return "0", ""
        below, most = self.draws.below, int(building.units)
        suffix = next(self.suffix) if turn > 0.985 else ""  # noqa: PLR2004
        if most > 1:
            return str(1 + below(most)), suffix
        if building.kind == "offices":
            return str(100 * (1 + below(int(building.stories) + 1)) + 10 * below(9)), ""
        return "", suffix
