"""All data sets together: the same each time, complete, and telling of one another."""

import datetime as dt
import hashlib
import itertools

import pytest

from permits.ingest.datasets import DATASETS
from permits.ingest.values import read_outline
from permits.sample import DATASETS as NAMES
from permits.sample import rows, tables

TODAY = dt.date(2026, 11, 23)
Record = dict[str, str]
Sample = dict[str, list[Record]]


def digests(permits: int, seed: int, today: dt.date = TODAY) -> dict[str, str]:
    made = {}
    for name, table in tables(permits=permits, seed=seed, today=today):
        text = "\n".join("\x1f".join(row.values) for row in table.rows)
        made[name] = hashlib.sha256(text.encode()).hexdigest()
    return made


def test_same_call_gives_same_records() -> None:
    assert digests(200, 1) == digests(200, 1)


@pytest.mark.parametrize(
    ("other", "same"),
    [((200, 2, TODAY), set[str]()), ((201, 1, TODAY), {"neighborhoods", "parcels"})],
)
def test_other_calls_give_others(
    other: tuple[int, int, dt.date], same: set[str]
) -> None:
    mine, others = digests(200, 1), digests(*other)
    assert {name for name in mine if mine[name] == others[name]} == same


def test_permits_are_those_of_rows() -> None:
    made = dict(tables(permits=150, seed=3, today=TODAY))["permits"]
    alone = rows(permits=150, seed=3, today=TODAY)
    assert [row.values for row in made.rows] == [row.values for row in alone]


def test_a_table_may_be_read_before_the_permits() -> None:
    made = dict(tables(permits=200, seed=1, today=TODAY))
    first = [row.values for row in made["addenda"].rows]
    again = dict(tables(permits=200, seed=1, today=TODAY))
    assert list(again["permits"].rows)
    assert first == [row.values for row in again["addenda"].rows]


def test_two_tables_may_be_read_at_once() -> None:
    made = dict(tables(permits=200, seed=1, today=TODAY))
    pairs = zip(made["addenda"].rows, made["contacts"].rows, strict=False)
    both = [(a.values, c.values) for a, c in pairs]
    alone = dict(tables(permits=200, seed=1, today=TODAY))["contacts"].rows
    assert [c for _, c in both] == [
        row.values for row in itertools.islice(alone, len(both))
    ]


def test_share_of_what_is_read_grows_to_one() -> None:
    table = dict(tables(permits=100, seed=1, today=TODAY))["addenda"]
    assert table.read_share is not None
    assert table.read_share() == 0
    assert [row.line for row in table.rows][:3] == [2, 3, 4]
    assert table.read_share() == 1


def test_names_and_order_are_the_loaders() -> None:
    assert list(NAMES) == list(DATASETS)
    assert [name for name, _ in tables(permits=5, today=TODAY)] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_those_the_loader_reads(name: str) -> None:
    table = dict(tables(permits=5, today=TODAY))[name]
    assert {column.field for column in DATASETS[name].columns} <= set(table.columns)


@pytest.mark.parametrize("name", NAMES)
def test_all_is_printable_text(sample: Sample, name: str) -> None:
    assert sample[name]
    for record in sample[name]:
        assert all(value.isprintable() for value in record.values())


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("contacts", ["pts_agent_id"]),
        ("addenda", ["primary_key"]),
        ("complaints", ["complaint_number"]),
        ("violations", ["complaint_number", "item_sequence_number"]),
        ("electrical_permits", ["permit_number"]),
        ("plumbing_permits", ["permit_number"]),
        ("parcels", ["blklot"]),
        ("neighborhoods", ["nhood"]),
    ],
)
def test_keys_are_unique(sample: Sample, name: str, keys: list[str]) -> None:
    found = {tuple(record[key] for key in keys) for record in sample[name]}
    assert len(found) == len(sample[name])


@pytest.mark.parametrize(
    ("name", "field", "to", "target"),
    [
        ("contacts", "permit_number", "permits", "permit_number"),
        ("addenda", "application_number", "permits", "permit_number"),
        ("violations", "complaint_number", "complaints", "complaint_number"),
        ("electrical_contacts", "permit_number", "electrical_permits", "permit_number"),
        ("plumbing_contacts", "permit_number", "plumbing_permits", "permit_number"),
    ],
)
def test_references_are_to_records_of_the_sample(
    sample: Sample, name: str, field: str, to: str, target: str
) -> None:
    known = {record[target] for record in sample[to]}
    assert {record[field] for record in sample[name]} <= known


@pytest.mark.parametrize(
    ("kind", "to", "target"),
    [
        ("permit", "permits", "permit_number"),
        ("complaint", "complaints", "complaint_number"),
    ],
)
def test_inspections_are_of_both_kinds(
    sample: Sample, kind: str, to: str, target: str
) -> None:
    some = [r for r in sample["inspections"] if r["reference_number_type"] == kind]
    assert len(some) > 300
    assert {r["reference_number"] for r in some} <= {r[target] for r in sample[to]}


@pytest.mark.parametrize(
    "name", ["complaints", "violations", "electrical_permits", "plumbing_permits"]
)
def test_places_are_parcels(sample: Sample, name: str) -> None:
    lots = {r["blklot"] for r in sample["parcels"] if r["active"] == "true"}
    assert {r["block"] + r["lot"] for r in sample[name]} <= lots


# Rows for a permit, as the city's totals have it.
@pytest.mark.parametrize(
    ("name", "for_one", "off"),
    [
        ("addenda", 3.04, 0.4),
        ("inspections", 0.545, 0.15),
        ("complaints", 0.26, 0.05),
        ("violations", 0.4, 0.1),
        ("electrical_permits", 0.267, 0.05),
        ("plumbing_permits", 0.398, 0.06),
    ],
)
def test_size(
    sample: Sample,
    permits_by_number: dict[str, Record],
    name: str,
    for_one: float,
    off: float,
) -> None:
    share = len(sample[name]) / len(permits_by_number)
    assert share == pytest.approx(for_one, abs=off)


def test_condominium_lots_stand_on_lots(sample: Sample) -> None:
    lots = {record["blklot"] for record in sample["parcels"]}
    condos = [r for r in sample["parcels"] if r["blklot"] != r["mapblklot"]]
    assert len(condos) > len(lots) / 20
    assert {r["mapblklot"] for r in condos} <= lots
    assert all(r["mapblklot"] < r["blklot"] for r in condos)


def test_former_lots_share_an_address_with_one_of_today(sample: Sample) -> None:
    def address(record: Record) -> tuple[str, ...]:
        return record["block_num"], record["from_address_num"], record["street_name"]

    today = {address(r) for r in sample["parcels"] if r["active"] == "true"}
    former = [r for r in sample["parcels"] if r["active"] == "false"]
    assert former
    assert all(address(r) in today and r["date_map_drop"] for r in former)


def test_outlines_can_be_read(sample: Sample) -> None:
    assert len(sample["neighborhoods"]) == 41
    assert all(read_outline(r["the_geom"]) for r in sample["neighborhoods"])
    drawn = [r["shape"] for r in sample["parcels"] if r["shape"]]
    assert len(drawn) > 0.95 * len(sample["parcels"])
    assert all(read_outline(shape) for shape in drawn[:200])
