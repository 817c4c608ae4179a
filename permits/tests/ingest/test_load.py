import datetime as dt
import json

import pytest

from permits.ingest.datasets import PERMITS
from permits.ingest.run import ingest
from permits.models import Load, Permit, PermitChange, PermitLocation
from permits.tests.ingest.records import COLUMNS, load, many, record, table

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER = "2024-02-02T23:55:00.000"
LATER = "2024-04-02T23:55:00.000"


def _permit() -> Permit:
    return Permit.objects.get(permit_number="201807124213")


def _changes() -> set[tuple[str | None, str, str | None, str | None]]:
    return set(PermitChange.objects.values_list("record_id", "field", "old", "new"))


def test_a_record_becomes_a_permit_and_a_location() -> None:
    load(record())
    permit = _permit()
    assert permit.address == "2500 Mission St"
    assert permit.filed_date == dt.date(2018, 7, 12)
    assert permit.permit_type == 8
    assert permit.estimated_cost == 15000
    assert permit.unit is None
    assert (permit.latitude, permit.longitude) == (37.75615, -122.41893)
    # 23:55 on the city's clock.
    assert permit.data_as_of == dt.datetime(2024, 3, 3, 7, 55, tzinfo=dt.UTC)
    location = PermitLocation.objects.get()
    assert location.record_id == permit.record_id == "1000000001"
    assert location.address == "2500 Mission St"
    assert location.primary_address_flag == "Y"


def test_every_column_of_the_record_is_loaded() -> None:
    values = {
        c.field: {"text": "t", "date": "2020-01-01", "timestamptz": LATER}.get(
            c.kind.value, "1"
        )
        for c in PERMITS
    }
    load(values | {"location": "POINT (-122.4 37.7)", "primary_address_flag": "Y"})
    for row in (Permit.objects.values().get(), PermitLocation.objects.values().get()):
        assert {name for name, value in row.items() if value is None} == {"unparsed"}


def test_the_same_again_changes_nothing(touched: list[set[str]]) -> None:
    load(*many(5))
    before = list(Permit.objects.values()), list(PermitLocation.objects.values())
    result = load(*many(5))
    assert (result.rows_inserted, result.rows_changed, result.rows_unchanged) == (
        0,
        0,
        5,
    )
    assert before == (
        list(Permit.objects.values()),
        list(PermitLocation.objects.values()),
    )
    assert not PermitChange.objects.exists()
    assert touched == [{r["permit_number"] for r in many(5)}, set()]


def test_what_differs_is_changed_and_written_down(touched: list[set[str]]) -> None:
    load(record(), *many(3))
    result = load(
        record(
            status="complete", status_date="2019-01-05T00:00:00.000", description=""
        ),
        *many(3),
    )
    assert (result.rows_inserted, result.rows_changed, result.rows_unchanged) == (
        0,
        1,
        3,
    )
    permit = _permit()
    assert (permit.status, permit.description) == ("complete", None)
    assert permit.load_id == result.load_id
    assert _changes() == {
        (None, "status", "issued", "complete"),
        (None, "status_date", "2018-07-13", "2019-01-05"),
        (None, "description", "replace kitchen cabinets", None),
    }
    assert touched[-1] == {"201807124213"}
    assert PermitLocation.objects.get(record_id="1000000001").load_id != result.load_id


def test_an_address_change_is_one_of_the_location_and_of_the_permit() -> None:
    load(record())
    result = load(record(zipcode="94103"))
    assert result.rows_changed == 1
    assert _changes() == {
        ("1000000001", "zipcode", "94110", "94103"),
        (None, "zipcode", "94110", "94103"),
    }


@pytest.mark.parametrize(
    "order", [(EARLIER, LATER), (LATER, EARLIER), ("", LATER), (LATER, "")]
)
def test_the_order_of_snapshots_makes_no_difference(order: tuple[str, str]) -> None:
    for stamp in order:
        load(
            record(
                data_as_of=stamp,
                status="complete" if stamp == LATER else "issued",
                zipcode="94103" if stamp == LATER else "94110",
            )
        )
    assert _permit().status == "complete"
    assert PermitLocation.objects.get().zipcode == "94103"


def test_without_stamps_the_latest_status_stays() -> None:
    load(record(data_as_of="", status="complete", status_date="2020-01-01"))
    result = load(record(data_as_of="", status="issued", status_date="2019-01-01"))
    assert result.rows_unchanged == 1
    assert _permit().status == "complete"


def test_a_newer_stamp_alone_is_kept_but_no_change(touched: list[set[str]]) -> None:
    load(record())
    result = load(record(data_as_of=LATER))
    assert (result.rows_changed, result.rows_unchanged) == (0, 1)
    assert _permit().data_as_of == dt.datetime(2024, 4, 3, 6, 55, tzinfo=dt.UTC)
    assert touched[-1] == set()
    # A copy made between the two is older than what we hold.
    load(record(data_as_of="2024-03-15T00:00:00.000", status="appeal"))
    assert _permit().status == "issued"


def _locations() -> list[dict[str, str]]:
    return [
        record(
            record_id="3",
            street_number="30",
            primary_address_flag="",
            status_date="2021-01-01",
            status="complete",
        ),
        record(
            record_id="2",
            street_number="20",
            primary_address_flag="Y",
            status_date="2020-01-01",
        ),
        record(
            record_id="1",
            street_number="10",
            primary_address_flag="",
            status_date="2020-01-01",
        ),
    ]


def test_the_latest_record_speaks_for_the_permit_and_the_primary_for_its_place() -> (
    None
):
    result = load(*_locations())
    assert result.rows_inserted == 3
    permit = _permit()
    assert (permit.status, permit.record_id) == ("complete", "3")
    assert permit.address == "20 Mission St"
    assert permit.locations.count() == 3


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (0, 2, 1)])
def test_locations_may_come_one_by_one_in_any_order(order: tuple[int, ...]) -> None:
    for index in order:
        load(_locations()[index])
    permit = _permit()
    assert (permit.status, permit.record_id, permit.address) == (
        "complete",
        "3",
        "20 Mission St",
    )
    total = [load(record).rows_changed for record in _locations()]
    assert total == [0, 0, 0]


def test_without_a_primary_the_lowest_record_gives_the_address() -> None:
    load(*[r | {"primary_address_flag": ""} for r in _locations()])
    assert _permit().address == "10 Mission St"


def test_a_location_that_becomes_primary_moves_the_permit() -> None:
    load(*_locations())
    third, second, _ = _locations()
    result = load(
        second | {"primary_address_flag": ""}, third | {"primary_address_flag": "Y"}
    )
    assert _permit().address == "30 Mission St"
    assert result.rows_changed == 2
    assert (None, "address", "20 Mission St", "30 Mission St") in _changes()


def test_equal_records_settle_on_the_primary_one() -> None:
    one = record(record_id="1", primary_address_flag="", description="one")
    two = record(record_id="2", primary_address_flag="Y", description="two")
    for records in ([one], [two], [one], [one, two], [two, one]):
        load(*records)
    assert _permit().description == "two"
    assert PermitChange.objects.filter(field="description").count() == 1


def test_a_record_twice_in_a_source_counts_once() -> None:
    result = load(record(data_as_of=LATER, status="complete"), record(), record())
    assert (result.rows_inserted, result.rows_unchanged) == (1, 2)
    assert _permit().status == "complete"


def test_a_column_the_source_lacks_stays_as_it_was() -> None:
    load(record(permit_expiration_date="2025-01-01", reroof="Y"))
    columns = [
        c
        for c in COLUMNS
        if c not in {"permit_expiration_date", "reroof", "approved_date"}
    ]
    ingest(
        dataset="permits",
        table=table([record(status="complete")], columns=columns, partial=True),
    )
    permit = _permit()
    assert permit.status == "complete"
    assert permit.permit_expiration_date == dt.date(2025, 1, 1)
    assert permit.reroof == "Y"


def test_values_that_cannot_be_read_are_kept_and_counted() -> None:
    result = load(record(completed_date="1721-01-01", number_of_proposed_stories="2.5"))
    permit = _permit()
    assert permit.completed_date is None
    assert permit.unparsed == {
        "completed_date": "1721-01-01",
        "number_of_proposed_stories": "2.5",
    }
    assert Load.objects.get(pk=result.load_id).values_unparsed == 2


def test_dirty_text_arrives_as_it_was() -> None:
    text = 'a\tb\nc\\N "q" \\. é 😀 <script>'
    load(record(description=text))
    assert _permit().description == text
    assert json.dumps(_permit().description)


def test_indexes_are_back_after_a_first_load() -> None:
    from django.db import connection

    def names() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexname FROM pg_indexes WHERE tablename IN ('permits', 'permit_locations')"
            )
            return {name for (name,) in cursor.fetchall()}

    before = names()
    load(record())
    assert names() == before
    assert {"permits_address", "permit_locations_street"} <= before
