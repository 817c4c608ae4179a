import json
import time
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from pytest_django import Settings

from ops import readiness

pytestmark = pytest.mark.urls("ops.urls")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    readiness._require_migrations.cache_clear()


def _ask(client: Client) -> tuple[int, str]:
    response = client.get("/readyz")
    assert ("Retry-After" in response) is (response.status_code == 503)
    return response.status_code, json.loads(response.content)["status"]


@pytest.mark.django_db(transaction=True)
def test_ready(client: Client) -> None:
    assert _ask(client) == (200, "ready")


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_is_missing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert _ask(client) == (503, "migrations are not applied")
    monkeypatch.undo()
    assert _ask(client) == (200, "ready")


def test_a_file_takes_the_machine_out_of_service(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / readiness.DRAINING).touch()
    assert _ask(client) == (503, "draining")


def test_a_server_told_to_stop(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_leaving", [])
    readiness.leave_when(lambda: True)
    assert _ask(client) == (503, "draining")


def test_a_database_that_is_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OperationalError("at db.secret")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refuse)
    assert _ask(client) == (503, "the database does not answer")


def test_a_database_that_hangs(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", 0.05)
    monkeypatch.setattr(readiness, "_database", lambda: time.sleep(0.1))
    assert _ask(client) == (503, "the database gave no answer in 0.05 s")
