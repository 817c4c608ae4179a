import re

import pytest
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
    assert len(fields) == len(set(fields))
    assert {dataset.key, dataset.delta_field, *dataset.stamps} <= set(fields)
    assert re.fullmatch(r"[a-z0-9]{4}-[a-z0-9]{4}", dataset.id)
    assert sum(column.kind is Kind.POINT for column in dataset) <= 1


def test_both_spellings_of_the_citys_own_metadata_are_known() -> None:
    import json

    path = settings.SHARED_DIR / "data" / "soda_metadata" / "i98e-djp9.json"
    if not path.exists():
        pytest.skip(f"{path} is not here: the city's metadata is not in this project")
    known = PERMITS.headers()
    for column in json.loads(path.read_text())["columns"]:
        if not column["fieldName"].startswith(":"):
            assert known[column["fieldName"]] == column["fieldName"]
