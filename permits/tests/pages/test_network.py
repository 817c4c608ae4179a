import re

import pytest

from permits.models import Entity, Relationship
from permits.querysets.entities import Partner
from permits.views.network import (
    LABEL,
    NARROW,
    ROW,
    SPINE,
    THICKEST,
    THINNEST,
    WIDTH,
    Arc,
    Drawing,
    draw,
    fitted,
)


def one(id_: int, name: str | None = "Jo", permits: int = 1) -> Entity:
    return Entity(id=id_, name=name, kind="person", roles=[], permit_count=permits)


def tie(low: int, high: int, weight: float = 1) -> Relationship:
    return Relationship(entity_a_id=low, entity_b_id=high, weight=weight)


def network(partners: int, *among: Relationship, weight: float = 1) -> Drawing:
    around = [
        Partner(one(id_), tie(1, id_, weight / id_)) for id_ in range(2, partners + 2)
    ]
    return draw(one(1, "Ego"), around, among)


def points(arc: Arc) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", arc.path)]


def leftmost(arc: Arc) -> float:
    """Of a cubic curve with both ends on the spine: three quarters of the way."""
    return SPINE - 0.75 * (SPINE - points(arc)[2])


@pytest.mark.parametrize("partners", [1, 2, 24])
def test_all_of_it_is_inside_the_drawing(partners: int) -> None:
    found = network(partners)
    assert len(found.nodes) == len(found.arcs) + 1 == partners + 1
    assert found.height == ROW * (partners + 1)
    assert all(0 < node.y < found.height for node in found.nodes)
    for arc in found.arcs:
        assert leftmost(arc) - arc.width / 2 >= 0
        assert leftmost(arc) < SPINE


def test_the_subject_is_on_top_and_names_keep_their_order() -> None:
    found = network(3)
    assert [node.is_middle for node in found.nodes] == [True, False, False, False]
    assert [node.url for node in found.nodes][:2] == [
        "/entities/1/ego/",
        "/entities/2/jo/",
    ]
    assert [node.y for node in found.nodes] == [15, 45, 75, 105]


def test_the_same_twice() -> None:
    assert network(5, tie(2, 3), tie(4, 5)) == network(5, tie(2, 3), tie(4, 5))


def test_ties_among_partners_lie_beneath() -> None:
    found = network(3, tie(2, 4), tie(3, 4))
    assert [arc.is_own for arc in found.arcs] == [False, False, True, True, True]
    # Rows 1 and 3, top to bottom, whichever id is lower.
    assert (points(found.arcs[0])[1], points(found.arcs[0])[-1]) == (45, 105)


def test_a_tie_to_somebody_who_is_not_drawn_is_left_out() -> None:
    assert len(network(2, tie(2, 99)).arcs) == 2


@pytest.mark.parametrize(
    ("weight", "widest"), [(1, THINNEST + 2.5), (4, THICKEST), (900, THICKEST)]
)
def test_width_is_by_weight(weight: float, widest: float) -> None:
    around = [
        Partner(one(2), tie(1, 2, weight)),
        Partner(one(3), tie(1, 3, weight / 4)),
    ]
    first, second = draw(one(1), around, ()).arcs
    assert first.width == pytest.approx(widest, abs=0.1)
    assert THINNEST <= second.width < first.width


@pytest.mark.parametrize(("permits", "is_hub"), [(300, False), (301, True)])
def test_who_is_on_very_many_permits_is_marked(permits: int, is_hub: bool) -> None:
    found = draw(one(1), [Partner(one(2, permits=permits), tie(1, 2))], ())
    assert (found.nodes[1].is_hub, found.has_hubs) == (is_hub, is_hub)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Jo", "Jo"),
        ("", ""),
        ("Saldanstrom Brothers General", "Saldanstrom Brothers General"),
        ("SALDANSTROM BROTHERS GENERAL CO", "SALDANSTROM BROTHERS GEN…"),
        ("W" * 40, "W" * 23 + "…"),
        ("i" * 33, "i" * 33),
        ("i" * 34, "i" * 32 + "…"),
    ],
)
def test_names_are_cut_to_fit(name: str, shown: str) -> None:
    assert fitted(name, WIDTH - LABEL) == shown


def test_a_cut_name_keeps_room_for_its_ellipsis() -> None:
    cut = fitted("i" * 99, WIDTH - LABEL)
    assert len(cut) * NARROW <= WIDTH - LABEL


def test_no_name_is_said() -> None:
    found = draw(one(1, None), [], ())
    assert (found.nodes[0].label, found.height) == ("name not recorded", ROW)
