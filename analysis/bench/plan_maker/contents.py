"""Which sheets a set has, and how a firm numbers them."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from analysis.bench.plan_maker.draft import Kind, View

_SCALES = ('1/4" = 1\'-0"', '1/4"=1\'-0"', '3/16" = 1\'-0"', '1/8" = 1\'-0"')
_SITE_SCALES = ('1/8" = 1\'-0"', "1\" = 10'", '1" = 20\'-0"', '1/16" = 1\'-0"')
_DETAIL_SCALES = ('1 1/2" = 1\'-0"', '3" = 1\'-0"', "NTS", '1" = 1\'-0"')


class Listed(NamedTuple):
    """A sheet by discipline (G, A, S, M, E, P), group within it, name and kind."""

    discipline: str
    group: int
    name: str
    kind: Kind


_FIRST = (
    Listed("G", 0, "COVER SHEET", "cover"),
    Listed("A", 1, "SITE PLAN", "site"),
    Listed("A", 2, "FIRST FLOOR PLAN", "floor"),
    Listed("A", 3, "EXTERIOR ELEVATIONS", "elevation"),
    Listed("A", 4, "BUILDING SECTIONS", "section"),
)
_FURTHER = (
    Listed("G", 0, "GENERAL NOTES", "notes"),
    Listed("G", 0, "SITE SURVEY", "survey"),
    Listed("G", 0, "GREEN BUILDING CHECKLIST", "notes"),
    Listed("G", 0, "EXISTING CONDITIONS PHOTOGRAPHS", "photos"),
    Listed("A", 1, "EXISTING SITE PLAN", "site"),
    Listed("A", 2, "EXISTING FLOOR PLANS", "floor"),
    Listed("A", 2, "DEMOLITION PLAN", "floor"),
    Listed("A", 2, "SECOND FLOOR PLAN", "floor"),
    Listed("A", 2, "THIRD FLOOR PLAN", "floor"),
    Listed("A", 2, "ROOF PLAN", "floor"),
    Listed("A", 2, "REFLECTED CEILING PLAN", "floor"),
    Listed("A", 3, "FRONT AND REAR ELEVATIONS", "elevation"),
    Listed("A", 3, "SIDE ELEVATIONS", "elevation"),
    Listed("A", 4, "STAIR SECTIONS", "section"),
    Listed("A", 4, "WALL SECTIONS", "section"),
    Listed("A", 5, "INTERIOR DETAILS", "detail"),
    Listed("A", 5, "EXTERIOR DETAILS", "detail"),
    Listed("A", 6, "DOOR AND WINDOW SCHEDULES", "schedule"),
    Listed("A", 6, "FINISH SCHEDULE", "schedule"),
    Listed("S", 0, "STRUCTURAL GENERAL NOTES", "notes"),
    Listed("S", 1, "FOUNDATION PLAN", "structural"),
    Listed("S", 2, "SECOND FLOOR FRAMING PLAN", "structural"),
    Listed("S", 2, "ROOF FRAMING PLAN", "structural"),
    Listed("S", 3, "STRUCTURAL DETAILS", "detail"),
    Listed("S", 3, "SHEAR WALL DETAILS", "detail"),
    Listed("M", 1, "MECHANICAL PLAN", "services"),
    Listed("M", 2, "MECHANICAL SCHEDULES", "schedule"),
    Listed("E", 1, "ELECTRICAL PLAN", "services"),
    Listed("E", 2, "PANEL SCHEDULES", "schedule"),
    Listed("P", 1, "PLUMBING PLAN", "services"),
    Listed("P", 2, "PLUMBING DETAILS", "detail"),
)
_ORDER = "GASMEP"


def contents(sheets: int, chosen: Random) -> list[Listed]:
    """So many sheets in the order of a set; names repeat with part numbers if many."""
    further = chosen.sample(_FURTHER, min(max(0, sheets - 5), len(_FURTHER)))
    listed = [*_FIRST[:sheets], *further]
    missing = sheets - len(listed)
    listed += [
        Listed("A", 5, f"DETAILS PART {part}", "detail")
        for part in range(2, 2 + missing)
    ]
    return sorted(listed, key=_place)


def _place(each: Listed) -> tuple[int, int, bool]:
    return _ORDER.index(each.discipline), each.group, each.kind != "cover"


def _dotted(discipline: str, group: int, place: int) -> str:
    return f"{discipline}{group}.{place}"


def _hundreds(discipline: str, group: int, place: int) -> str:
    return f"{discipline}-{group}{place + (group > 0):02}"


def _two_places(discipline: str, group: int, place: int) -> str:
    return f"{discipline}{group}.{place + (group > 0):02}"


def _joined(discipline: str, group: int, place: int) -> str:
    return f"{discipline}{group}{place + (group > 0):02}"


def _dashed(discipline: str, group: int, place: int) -> str:
    return f"{discipline}-{group}.{place}"


Numbering = Callable[[str, int, int], str]
NUMBERINGS: tuple[Numbering, ...] = (_dotted, _hundreds, _two_places, _joined, _dashed)


def chance(chosen: Random, share: float) -> bool:
    return chosen.random() < share


def numbers(listed: list[Listed], numbering: Numbering) -> list[str]:
    seen: dict[tuple[str, int], int] = {}
    given = []
    for each in listed:
        key = each.discipline, each.group
        given.append(numbering(*key, seen.get(key, 0)))
        seen[key] = seen.get(key, 0) + 1
    return given


def views(each: Listed, chosen: Random) -> tuple[View, ...]:
    if each.kind == "site":
        return (View(each.name, chosen.choice(_SITE_SCALES)),)
    if each.kind == "detail":
        titles = (
            "SILL DETAIL",
            "EAVE DETAIL",
            "JAMB",
            "PARAPET",
            "STAIR NOSING",
            "CURB",
        )
        several = chosen.sample(titles, chosen.randint(4, 6))
        return tuple(View(title, chosen.choice(_DETAIL_SCALES)) for title in several)
    if each.kind not in {"floor", "elevation", "section", "structural", "services"}:
        return ()
    scale = chosen.choice(_SCALES)
    one = each.name.removesuffix("S")
    if "AND" in one or each.kind in {"elevation", "section"} or chance(chosen, 0.3):
        return (View(f"EXISTING {one}", scale), View(f"PROPOSED {one}", scale))
    return (View(each.name, scale),)
