import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from permits import derived
from permits.models import (
    Entity,
    EntityContact,
    Load,
    Neighborhood,
    NeighborhoodStatistics,
    Permit,
)
from permits.places import statistics
from permits.places.statistics import refresh_neighborhoods
from permits.tests.factories import (
    ComplaintFactory,
    ContactFactory,
    LoadFactory,
    PermitFactory,
)

# Each refresh is a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()


@pytest.fixture
def load() -> Load:
    load: Load = LoadFactory.create()
    return load


def permit(load: Load, number: str, **values: object) -> None:
    given = {"filed_date": TODAY, "issued_date": None, "load": load} | values
    PermitFactory.create(permit_number=number, **given)


def of(slug: str) -> NeighborhoodStatistics:
    return NeighborhoodStatistics.objects.get(slug=slug)


def rows() -> list[tuple[object, ...]]:
    return list(NeighborhoodStatistics.objects.order_by("slug").values_list())


def test_permits_are_counted_here_and_in_the_city(load: Load) -> None:
    permit(load, "1", status="issued")
    permit(load, "2", status="Complete", neighborhoods_analysis_boundaries="Sunset/X")
    permit(load, "3", status="expired", neighborhoods_analysis_boundaries=None)
    refresh_neighborhoods()
    assert (of("mission").permits, of("mission").open_permits) == (1, 1)
    assert (of("sunset-x").name, of("sunset-x").open_permits) == ("Sunset/X", 0)
    assert (of("").name, of("").permits, of("").open_permits) == (None, 3, 1)
    assert of("").loaded_at == load.finished_at


def test_by_year_and_form_with_what_is_not_recorded(load: Load) -> None:
    permit(load, "1", filed_date=dt.date(1999, 5, 1), permit_type=3)
    permit(load, "2", filed_date=dt.date(1999, 6, 1), permit_type=3)
    permit(load, "3", filed_date=None, permit_type=None)
    refresh_neighborhoods()
    assert of("mission").filed == [[1999, 3, 2], [None, None, 1]]


def test_median_days_by_the_way_of_review(load: Load) -> None:
    for number, (form, days) in enumerate(
        [(8, 0), (8, 4), (3, 100), (2, 301), (4, 7), (8, -3), (3, None)]
    ):
        filed = TODAY - dt.timedelta(days=900)
        issued = None if days is None else filed + dt.timedelta(days=days)
        permit(
            load, str(number), permit_type=form, filed_date=filed, issued_date=issued
        )
    long_ago = dt.date(1990, 1, 1)
    permit(load, "old", filed_date=long_ago, issued_date=long_ago)
    refresh_neighborhoods()
    assert of("mission").days == [["in-house", 200.5, 2], ["over the counter", 2.0, 2]]


def test_newest_and_largest(load: Load) -> None:
    for number in range(12):
        filed = TODAY - dt.timedelta(days=number)
        permit(
            load,
            f"P{number:02}",
            filed_date=filed,
            estimated_cost=Decimal(1000 * number),
        )
    permit(load, "future", filed_date=TODAY + dt.timedelta(days=9))
    permit(load, "free", filed_date=TODAY, estimated_cost=None, revised_cost=None)
    refresh_neighborhoods()
    found = of("mission")
    assert found.recent[:3] == ["free", "P00", "P01"]
    assert "future" not in found.recent
    assert found.largest[:2] == ["future", "P11"]
    assert len(found.recent) == len(found.largest) == statistics.MOST_LISTED


def test_busiest_firms_count_a_permit_once(load: Load) -> None:
    for id_, kind in ((1, "firm"), (2, "firm"), (3, "person")):
        Entity.objects.create(
            id=id_, name=f"entity {id_}", kind=kind, method="single", confidence=1,
            reasons=[], roles=[], licenses=[], business_numbers=[], spellings=[],
            contact_count=1, permit_count=1,
        )  # fmt: skip
    for number in ("1", "2"):
        permit(load, number)
    permit(load, "old", filed_date=dt.date(1990, 1, 1))
    for number, entity in (
        ("1", 1),
        ("1", 1),
        ("1", 2),
        ("2", 2),
        ("old", 1),
        ("2", 3),
    ):
        contact = ContactFactory.create(permit_number=number)
        EntityContact.objects.create(
            contact=contact, entity_id=entity, permit_number=number
        )
    refresh_neighborhoods()
    assert of("mission").firms == [[2, "entity 2", 2], [1, "entity 1", 1]]


def test_complaints_by_year_and_status(load: Load) -> None:
    at = {"neighborhoods_analysis_boundaries": "Marina"}
    ComplaintFactory.create(status="ACTIVE", **at)
    ComplaintFactory.create(status="not active", date_filed=dt.date(1999, 1, 1), **at)
    ComplaintFactory.create(status=None, date_filed=None, **at)
    refresh_neighborhoods()
    found = of("marina")
    assert (found.complaints, found.open_complaints) == (3, 1)
    assert found.complaint_years == [[1999, 1], [2025, 1], [None, 1]]
    assert (found.permits, found.filed, found.recent) == (0, [], [])


def test_an_outline_is_kept_for_maps(load: Load) -> None:
    corners = [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)]
    Neighborhood.objects.create(
        name="Noe Valley",
        load=load,
        outline={"type": "Polygon", "coordinates": [corners]},
    )
    refresh_neighborhoods()
    drawn = of("noe-valley").outline
    assert drawn is not None
    assert drawn["type"] == "MultiPolygon"
    assert of("").outline is None


def test_twice_is_the_same_and_only_what_differs_is_written(load: Load) -> None:
    permit(load, "1")
    permit(load, "2", neighborhoods_analysis_boundaries="Marina")
    refresh_neighborhoods()
    before = rows()
    again = refresh_neighborhoods()
    assert (again.removed, again.changed, again.added) == (0, 0, 0)
    assert rows() == before
    Permit.objects.filter(pk="2").delete()
    fewer = refresh_neighborhoods()
    assert (fewer.neighborhoods, fewer.removed, fewer.changed) == (1, 1, 1)
    assert "1 neighborhood counted" in fewer.sentence()
    assert fewer.figures()["removed"] == 1


def test_a_run_that_is_killed_leaves_the_old_rows(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    permit(load, "1")
    refresh_neighborhoods()
    before = rows()
    permit(load, "2", neighborhoods_analysis_boundaries="Marina")
    written = derived.run

    def dies(path: Path, **parts: object) -> int:
        number: int = written(path, **parts)  # type: ignore[arg-type]
        if path.name == "update_changed":
            derived.rows("SELECT pg_terminate_backend(pg_backend_pid())")
        return number

    with monkeypatch.context() as patched:
        patched.setattr(derived, "run", dies)
        with pytest.raises(OperationalError):
            refresh_neighborhoods()
        connection.close()
    assert rows() == before
