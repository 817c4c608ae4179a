import datetime as dt

import pytest
from django.db import connection

from permits.models import (
    Permit,
    PermitDuration,
    PermitLocation,
    PermitSearch,
    PermitSearchRecent,
    RecordStatistics,
    SearchTerm,
)
from permits.search import index
from permits.search.suffixes import SUFFIXES
from permits.tests.factories import LoadFactory, LocationFactory, PermitFactory
from permits.tests.search.asking import ask, found

pytestmark = pytest.mark.django_db


def touch(*permit_numbers: str) -> None:
    """What the loader leaves for `refresh`."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS touched_permits")
        cursor.execute("CREATE TEMPORARY TABLE touched_permits (permit_number text)")
        cursor.execute(
            "INSERT INTO touched_permits SELECT unnest(%s::text[])",
            [list(permit_numbers)],
        )


def test_rows_are_stored_newest_first() -> None:
    days = [3, 1, None, 2, 2]
    for number, day in enumerate(days):
        PermitFactory.create(
            permit_number=f"20240000000{number}",
            filed_date=dt.date(2024, 1, day) if day else None,
        )
    index.rebuild()
    with connection.cursor() as cursor:
        cursor.execute("SELECT permit_number FROM permit_search ORDER BY ctid")
        stored = [row[0][-1] for row in cursor.fetchall()]
    assert stored == ["0", "3", "4", "1", "2"]


def test_tokens_name_every_location() -> None:
    permit = PermitFactory.create(
        street_number="0120", street_name="03rd", street_suffix="Av"
    )
    LocationFactory.create(
        permit=permit, street_name="Saint Francis", street_suffix="Bl"
    )
    index.rebuild()
    tokens = set(PermitSearch.objects.get().tokens)
    assert tokens >= {
        "a:120 3rd",
        "a:120 3rd ave",
        "h:1 3rd",
        "r:3rd ave",
        "r:stfrancis",
        "r:stfrancis blvd",
        "b:3616",
        "l:3616/007",
        "z:94110",
        "n:Mission",
        "s:issued",
        "t:8",
        "y:2024",
        "d:202",
        "c:2",
        "w:0",
    }


@pytest.mark.parametrize(
    ("number", "token"),
    [
        ("0", "a:0 mission"),
        ("007", "a:7 mission"),
        ("12A", "a:12 mission"),
        ("99999999999999999999", "a:999999999 mission"),
        ("", None),
        (None, None),
        ("none", None),
    ],
)
def test_any_street_number_is_indexed(number: str | None, token: str | None) -> None:
    PermitFactory.create(street_number=number)
    index.rebuild()
    tokens = PermitSearch.objects.get().tokens
    assert [t for t in tokens if t.startswith("a:") and "st" not in t] == (
        [token] if token else []
    )


def test_suffixes_of_the_record_are_the_parsers() -> None:
    PermitFactory.create(street_suffix="Bl")
    index.rebuild()
    assert SUFFIXES["bl"].lower() == "blvd"
    assert "r:mission blvd" in PermitSearch.objects.get().tokens


def test_a_small_load_keeps_the_order_and_changes_what_is_found() -> None:
    first, *_ = [PermitFactory.create() for _ in range(200)]
    index.rebuild()
    Permit.objects.filter(pk=first.pk).update(description="solar panels")
    new = PermitFactory.create(description="solar roof", street_name="Noe")
    touch(first.pk, new.pk)
    index.refresh(LoadFactory.create().pk)
    assert PermitSearchRecent.objects.count() == 2
    assert PermitSearch.objects.count() == 199
    assert sorted(found(ask("solar"))) == sorted([first.pk, new.pk])
    assert ask("kitchen").count.value == 199
    assert SearchTerm.objects.filter(kind="street", label="Noe St").exists()


def test_a_permit_that_is_gone_is_not_found() -> None:
    gone, *_ = [PermitFactory.create() for _ in range(100)]
    index.rebuild()
    number = gone.pk
    PermitLocation.objects.filter(permit_id=number).delete()
    Permit.objects.filter(pk=number).delete()
    touch(number)
    index.refresh(LoadFactory.create().pk)
    assert number not in found(ask("kitchen", size=200))
    assert ask("kitchen").count.value == 99


def test_a_large_load_builds_anew() -> None:
    PermitFactory.create(description="solar")
    touch(*Permit.objects.values_list("pk", flat=True))
    index.refresh(LoadFactory.create().pk)
    assert PermitSearchRecent.objects.count() == 0
    assert len(found(ask("solar"))) == 1


def test_small_loads_add_up_to_a_build() -> None:
    permits = [PermitFactory.create() for _ in range(100)]
    index.rebuild()
    recents = []
    for permit in permits[:4]:
        touch(permit.pk)
        index.refresh(LoadFactory.create().pk)
        recents.append(PermitSearchRecent.objects.count())
    assert recents == [1, 2, 0, 1]
    assert ask("kitchen").count.value == 100


def test_building_twice_gives_the_same() -> None:
    PermitFactory.create()
    index.rebuild()
    before = list(PermitSearch.objects.values())
    index.rebuild()
    assert list(PermitSearch.objects.values()) == before
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'permit_search'"
            " ORDER BY 1"
        )
        names = [row[0] for row in cursor.fetchall()]
    assert names == ["permit_search_pkey", "permit_search_words"]


def test_statistics_say_what_is_there() -> None:
    load = LoadFactory.create(source="sample")
    PermitFactory.create(load=load, filed_date=dt.date(2019, 1, 1))
    PermitFactory.create(load=load, status=None)
    index.rebuild(load_id=load.pk)
    row = RecordStatistics.objects.get()
    assert (row.permits, row.locations, row.is_sample) == (2, 2, True)
    assert (row.first_filed, row.last_filed) == (
        dt.date(2019, 1, 1),
        dt.date(2024, 3, 1),
    )
    assert row.facets["status"] == [["issued", 1]]
    assert sorted(row.facets["year"]) == [["2019", 1], ["2024", 1]]
    assert [example["query"] for example in row.examples] == [
        "2500 Mission St",
        "Mission 2023",
    ]


def test_durations_are_medians_of_similar_permits() -> None:
    for days in (1, 5, 30):
        filed = dt.date(2024, 1, 1)
        PermitFactory.create(filed_date=filed, issued_date=filed + dt.timedelta(days))
    PermitFactory.create(issued_date=dt.date(2020, 1, 1))
    PermitFactory.create(
        filed_date=dt.date(2010, 1, 1), issued_date=dt.date(2011, 1, 1)
    )
    index.rebuild()
    rows = PermitDuration.objects.filter(step="issued")
    assert {(r.neighborhood, r.median_days, r.permits) for r in rows} == {
        ("Mission", 5.0, 3),
        (None, 5.0, 3),
    }
