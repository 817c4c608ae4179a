from collections.abc import Mapping

import pytest

from permits.models import Entity, EntityStatistics, RoleStatistics
from permits.views.entity_address import entity_slug, entity_url
from permits.views.entity_patterns import patterns
from permits.views.entity_words import certainty, median, percent


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Jane Roe", "jane-roe"),
        ("José Núñez & Sons, Inc.", "jose-nunez-sons-inc"),
        ("  ACME -- Bldrs.  ", "acme-bldrs"),
        ("../<b>x</b>/?#%", "b-x-b"),
        ("朝日建築", "name-not-recorded"),
        ("", "name-not-recorded"),
        (None, "name-not-recorded"),
        ("ﬁrm Ⅳ", "firm-iv"),
        (f"{'a' * 59} b", "a" * 59),
        ("x" * 500, "x" * 60),
    ],
)
def test_slug(name: str | None, slug: str) -> None:
    assert entity_slug(name) == slug
    assert entity_url(7, name) == f"/entities/7/{slug}/"


@pytest.mark.parametrize(
    ("method", "confidence", "word", "says"),
    [
        ("single", 1.0, "Nothing matched", "one contact"),
        ("exact", 1.0, "Very high", "shares a whole key"),
        ("exact", 0.99, "Very high", "fewer than 1 in 100"),
        ("evidence", 0.98, "High", "about 2 in 100"),
        ("evidence", 0.95, "High", "weighing what agrees"),
        ("evidence", 0.94, "Fair", "about 7 in 100"),
        ("evidence", 0.8, "Low", "about 1 in 8"),
    ],
)
def test_certainty(method: str, confidence: float, word: str, says: str) -> None:
    found = certainty(Entity(method=method, confidence=confidence))
    assert found.word == word
    assert says in found.meaning


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 10, "0 %"),
        (1, 500, "under 1 %"),
        (5, 10, "50 %"),
        (499, 500, "over 99 %"),
        (10, 10, "100 %"),
    ],
)
def test_percent(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(None, "not recorded"), (0, "same day"), (1.0, "1 day"), (12.5, "12.5 days")],
)
def test_median(number: float | None, said: str) -> None:
    assert median(number) == said


ROLE = {
    "role": "architect", "entities": 90, "regulars": 30, "median_permits": 10.0,
    "issued": {}, "inspected_entities": 8, "one_inspector_entities": 2,
    "costly_permits": 50, "fast_permits": 5,
}  # fmt: skip


def seen(
    permits: int = 1, role: Mapping[str, object] | None = None, **counted: int
) -> str:
    """The first words of the patterns that show, in order."""
    figures = {"inspected_permits": 0, "top_inspector_permits": 0, "fast_permits": 0}
    made = EntityStatistics(
        **figures | {"costly_permits": 9, "fast_numbers": []} | counted,
        role=RoleStatistics(**{**ROLE, **(role or {})}),
        top_inspector="NG IDA",
    )
    entity = Entity(permit_count=permits)
    return ", ".join(one.title.split()[0] for one in patterns(entity, made))


@pytest.mark.parametrize(
    ("permits", "role", "shown"),
    [
        (30, {}, ""),
        (31, {}, "Many"),
        (31, {"regulars": 29}, ""),
        (31, {"median_permits": None}, ""),
    ],
)
def test_volume_is_more_than_three_times_a_fair_median(
    permits: int, role: Mapping[str, object], shown: str
) -> None:
    assert seen(permits, role) == shown


@pytest.mark.parametrize(
    ("of", "most", "shown"), [(10, 5, "One"), (10, 4, ""), (9, 9, ""), (11, 5, "")]
)
def test_one_inspector_on_half_of_ten(of: int, most: int, shown: str) -> None:
    assert seen(inspected_permits=of, top_inspector_permits=most) == shown


@pytest.mark.parametrize(("fast", "shown"), [(0, ""), (1, "Issued")])
def test_fast_and_costly(fast: int, shown: str) -> None:
    assert seen(fast_permits=fast) == shown


def test_a_role_that_has_no_figures_yet_is_no_group() -> None:
    role = {"inspected_entities": 0, "costly_permits": 0}
    made = seen(1, role, inspected_permits=10, top_inspector_permits=9, fast_permits=1)
    assert made == "One, Issued"


def test_without_a_role_there_is_nobody_to_compare_with() -> None:
    assert patterns(Entity(permit_count=999), EntityStatistics(fast_permits=9)) == []
