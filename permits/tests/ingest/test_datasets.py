import json
import re

import pytest
from django.apps import apps
from django.conf import settings

from permits.ingest.datasets import DATASETS, PERMITS, Dataset, Kind
from permits.models import Permit, PermitLocation

OURS = {"load", "unparsed"}


def test_every_source_column_has_a_place() -> None:
    fields = {f.name for model in (Permit, PermitLocation) for f in model._meta.fields}
    places = {c.field for c in PERMITS} - {"location", "permit_number"} | {
        "latitude",
        "longitude",
    }
    assert places <= fields
    assert fields - places == {"permit_number", "permit", "address", *OURS}


def test_the_permits_own_columns_are_those_of_its_table() -> None:
    assert PERMITS.parent is not None
    own = {f.name for f in Permit._meta.fields} - OURS - set(PERMITS.stamps)
    assert own == {
        *PERMITS.parent.columns,
        *PERMITS.parent.shared,
        PERMITS.parent.key,
        PERMITS.key,
    }


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.name)
def test_an_entry_is_consistent(dataset: Dataset) -> None:
    fields = [column.field for column in dataset]
    names = {column.name for column in dataset} | set(dataset.constants)
    assert len(fields) == len(set(fields))
    assert len(names) == len(fields) + len(dataset.constants)
    assert len(dataset.headers()) >= len(fields)
    assert set(dataset.headers().values()) == set(fields)
    assert {*dataset.delta_fields} <= set(fields)
    assert {*dataset.stamps} <= names
    assert (
        {*dataset.row_key.fields} <= names if dataset.row_key else dataset.key in names
    )
    assert re.fullmatch(r"[a-z0-9]{4}-[a-z0-9]{4}", dataset.id)
    assert sum(column.kind is Kind.POINT for column in dataset) <= 1


@pytest.mark.parametrize(
    "dataset", [d for d in DATASETS.values() if d is not PERMITS], ids=lambda d: d.name
)
def test_the_table_has_a_place_for_every_column(dataset: Dataset) -> None:
    (model,) = (
        m for m in apps.get_app_config("permits").get_models()
        if m._meta.db_table == dataset.table
    )  # fmt: skip
    places = {f.column for f in model._meta.fields}
    filled = {column.name for column in dataset} | {dataset.key, *dataset.constants}
    if "location" in filled:
        filled = filled - {"location"} | {"latitude", "longitude"}
    if dataset.address:
        filled.add(dataset.address.to)
    assert filled | {"unparsed", "load_id"} <= places
    shared = {d.name for d in DATASETS.values() if d.table == dataset.table}
    if len(shared) == 1:
        assert places - filled <= {"unparsed", "load_id", "slug"}


def test_places_come_first_and_trades_after_them() -> None:
    order = list(DATASETS)
    assert (
        order.index("neighborhoods") < order.index("parcels") < order.index("permits")
    )
    assert order.index("permits") < order.index("contacts") < order.index("addenda")
    assert order.index("complaints") < order.index("violations")


# Outlines, project numbers and other spellings of the supervisor.
LEFT_OUT = {
    "acdm-wktn": {
        *("shape", "project_id_add", "project_id_drop", "project_id_alt", "supdist"),
        *("supdistpad", "numbertext", "supname", "police_company"),
        "planning_district_number",
    }
}


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.name)
def test_both_spellings_of_the_citys_own_metadata_are_known(dataset: Dataset) -> None:
    path = settings.SHARED_DIR / "data" / "soda_metadata" / f"{dataset.id}.json"
    if not path.exists():
        pytest.skip(f"{path} is not here: the city's metadata is not in this project")
    known = dataset.headers()
    columns = {
        column["fieldName"]: column["name"]
        for column in json.loads(path.read_text())["columns"]
        if not column["fieldName"].startswith(":")
    }
    left_out = LEFT_OUT.get(dataset.id, set())
    assert left_out <= set(columns)
    for field in set(columns) - left_out:
        assert known[field] == field
        if dataset is not PERMITS:
            assert known[columns[field]] == field
    newer = {column.field for column in dataset if not column.required}
    assert {column.field for column in dataset} - newer <= set(columns)


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda d: d.name)
def test_the_manual_names_it(dataset: Dataset) -> None:
    text = (settings.BASE_DIR / "docs" / "data.md").read_text()
    assert f"| `{dataset.name}` | {dataset.id} |" in text
    assert f"`{dataset.table}`" in text
