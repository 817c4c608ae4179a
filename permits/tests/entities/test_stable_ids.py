import pytest

from permits.entities.stable_ids import NOTHING_YET, Assigned, assign_ids

Clusters = list[list[str]]


def run(*steps: Clusters) -> tuple[list[int], Assigned]:
    """The ids of the last step, each step having been handed the one before."""
    ids: list[int] = []
    held = NOTHING_YET
    for clusters in steps:
        ids, held = assign_ids(clusters, held)
    return ids, held


@pytest.mark.parametrize(
    ("steps", "ids", "redirects"),
    [
        pytest.param([[["a", "b"], ["c"]]], [1, 2], {}, id="new"),
        pytest.param([[["c"], ["a", "b"]]], [2, 1], {}, id="new, other order"),
        pytest.param([[["a", "b"], ["c"]]] * 3, [1, 2], {}, id="nothing changed"),
        pytest.param(
            [[["b"], ["c"]], [["a"], ["b", "d"], ["c"]]], [3, 1, 2], {}, id="added"
        ),
        pytest.param(
            [[["a"], ["b", "c"]], [["a", "b", "c"]]], [2], {1: 2}, id="merged"
        ),
        pytest.param(
            [[["a"], ["b"]], [["a", "b"]]], [1], {2: 1}, id="merged, equal claims"
        ),
        pytest.param(
            [[["a", "b", "c"]], [["a"], ["b", "c"]]], [2, 1], {}, id="split"
        ),
        pytest.param(
            [[["a"], ["b", "c"], ["d"]], [["a", "b", "c"], ["d"]], [["a", "b", "c", "d"]]],
            [2], {1: 2, 3: 2}, id="merged twice",
        ),
        pytest.param(
            [[["a"], ["b", "c"], ["d", "e", "f", "g"]], [["a", "b", "c"], ["d", "e", "f", "g"]],
             [["a", "b", "c", "d", "e", "f", "g"]]],
            [3], {1: 3, 2: 3}, id="redirects lead straight on",
        ),
        pytest.param([[["a"], ["b"]], [["b"]], [["b"], ["z"]]], [2, 3], {}, id="gone"),
        pytest.param(
            [[["a", "b", "c"], ["d", "e"]], [["a", "d", "e"], ["b", "c"]]],
            [2, 1], {}, id="contact moved",
        ),
    ],
)  # fmt: skip
def test_ids(steps: list[Clusters], ids: list[int], redirects: dict[int, int]) -> None:
    given, held = run(*steps)
    assert given == ids
    assert held.redirects == redirects


def test_redirects_end_at_living_ids_and_ids_are_never_reused() -> None:
    seen: set[int] = set()
    held = NOTHING_YET
    steps: list[Clusters] = [
        [["a"], ["b"], ["c"], ["d"]],
        [["a", "b"], ["c", "d"]],
        [["a"], ["b"], ["c", "d"]],
        [["a", "b", "c", "d"], ["e"]],
    ]
    for clusters in steps:
        ids, held = assign_ids(clusters, held)
        assert len(set(ids)) == len(ids)
        assert set(held.redirects.values()) <= set(ids) | seen
        assert not set(held.redirects) & set(ids)
        seen |= set(ids)
        assert max(seen) < held.next_id
