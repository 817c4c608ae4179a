"""The city's own files, where they are at hand: every row accounted for, twice."""

from pathlib import Path

import pytest
from django.conf import settings

from permits.ingest import csv_file
from permits.ingest.datasets import PERMITS
from permits.ingest.run import LoadResult, ingest
from permits.models import Permit, PermitChange, PermitLocation

pytestmark = pytest.mark.django_db(transaction=True)
DATA = Path(settings.SHARED_DIR) / "data"
FILES = {
    DATA / "building_permits_i98e-djp9.csv.gz": 21_355,
    DATA / "portal_export_building_permits_2024-03-02.csv.gz": 5_468,
}


@pytest.fixture(autouse=True)
def _files_at_hand() -> None:
    for path in FILES:
        if not path.exists():
            pytest.skip(f"{path} is not here: the city's files are not in this project")


def _load(path: Path) -> LoadResult:
    return ingest(dataset="permits", table=csv_file.open_table(path, PERMITS))


def test_both_forms_load_and_a_second_time_changes_nothing() -> None:
    first = {path: _load(path) for path in FILES}
    for path, rows in FILES.items():
        result = first[path]
        assert result.rows_read == rows
        assert result.rows_rejected == 0
        assert (
            result.rows_inserted + result.rows_changed + result.rows_unchanged == rows
        )
    assert PermitLocation.objects.count() == 21_355
    assert Permit.objects.count() == 18_158
    before = list(
        Permit.objects.order_by("pk").values("pk", "load_id", "status", "address")
    )
    for path, rows in FILES.items():
        result = _load(path)
        assert (result.rows_unchanged, result.rows_inserted, result.rows_changed) == (
            rows,
            0,
            0,
        )
    assert before == list(
        Permit.objects.order_by("pk").values("pk", "load_id", "status", "address")
    )
    assert not PermitChange.objects.exists()


def test_the_export_first_comes_to_the_same() -> None:
    older, newer = FILES
    _load(newer)
    result = _load(older)
    assert result.rows_inserted == 21_355 - 5_468
    assert Permit.objects.count() == 18_158
    assert _load(newer).rows_changed == 0
    assert _load(older).rows_changed == 0
