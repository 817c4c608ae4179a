"""The loader without the search table, which has its own tests."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection


@pytest.fixture(autouse=True)
def touched(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The permits that each load says have to be made anew in the search table."""
    loads: list[set[str]] = []

    def refresh(_load_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT permit_number FROM touched_permits")
            loads.append({number for (number,) in cursor.fetchall()})

    monkeypatch.setattr("permits.ingest.run._refresh_search", refresh)
    return loads


@pytest.fixture(autouse=True)
def var(settings: LazySettings, tmp_path: Path) -> Path:
    """Rejects go to a folder of the test's own."""
    settings.VAR_DIR = tmp_path / "var"
    return tmp_path / "var"
