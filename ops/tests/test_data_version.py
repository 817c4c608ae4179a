import threading
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError

from ops import data_version
from ops.models import DataVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _forget() -> None:
    data_version.forget()


def test_it_is_raised_with_the_change_or_not_at_all() -> None:
    assert data_version.read("default") == 0
    with transaction.atomic():
        data_version.bump()
    assert data_version.read("default") == 1
    with transaction.atomic():
        data_version.bump()
        transaction.set_rollback(True)
    assert data_version.read("default") == 1


def test_it_is_not_raised_outside_of_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        data_version.bump()


def test_nobody_sees_it_before_the_transaction_ends() -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(data_version.read("default"))
        connection.close()

    with transaction.atomic():
        data_version.bump()
        other = threading.Thread(target=look)
        other.start()
        other.join()
    assert seen == [0]
    assert data_version.read("default") == 1


def _bump_elsewhere() -> None:
    def bump() -> None:
        with transaction.atomic():
            data_version.bump()
        connection.close()

    other = threading.Thread(target=bump)
    other.start()
    other.join()


def test_a_snapshot_is_of_one_state_from_its_number_on() -> None:
    with data_version.snapshot() as version:
        _bump_elsewhere()
        held = DataVersion.objects.values_list("version", flat=True).first()
    assert (version, held) == (0, None)
    with data_version.snapshot() as version:
        _bump_elsewhere()
        held = DataVersion.objects.values_list("version", flat=True).first()
    assert (version, held) == (1, 1)
    assert data_version.read("default") == 2


def test_a_snapshot_only_reads() -> None:
    with pytest.raises(Exception, match="read-only"), data_version.snapshot():
        DataVersion.objects.create(version=1, changed_at="2026-01-01T00:00Z")


def test_a_snapshot_in_a_transaction_is_that_transactions() -> None:
    with transaction.atomic():
        data_version.bump()
        with data_version.snapshot() as version:
            assert version == 1


def test_a_process_asks_every_two_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [1000.0]
    monkeypatch.setattr(data_version, "time", Mock(monotonic=lambda: now[0]))
    assert data_version.current() == 0
    with transaction.atomic():
        data_version.bump()
    now[0] += data_version.MEMO - 0.01
    assert data_version.current() == 0
    now[0] += 0.02
    assert data_version.current() == 1


def test_while_the_database_is_away_the_last_number_holds_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [1000.0]
    monkeypatch.setattr(data_version, "time", Mock(monotonic=lambda: now[0]))
    data_version.current()

    def gone(_alias: str) -> int:
        raise OperationalError("gone")

    monkeypatch.setattr(data_version, "read", gone)
    now[0] += data_version.LONGEST_MEMO - 10
    assert data_version.current() == 0
    now[0] += 11
    with pytest.raises(OperationalError):
        data_version.current()


def test_without_a_number_the_failure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_alias: str) -> int:
        raise OperationalError("gone")

    monkeypatch.setattr(data_version, "read", gone)
    with pytest.raises(OperationalError):
        data_version.current()


@pytest.mark.django_db(transaction=True)
def test_a_state_is_pinned_within_a_snapshot_alone() -> None:
    assert data_version.pinned() is None
    with data_version.snapshot() as version:
        first = data_version.pinned()
        assert first is not None
        assert first[1] == version
    assert data_version.pinned() is None
    data_version.forget()
    with data_version.snapshot():
        again = data_version.pinned()
    assert again is not None
    assert again > first
