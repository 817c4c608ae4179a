from pathlib import Path
from uuid import UUID

import pytest


@pytest.fixture
def kept(tmp_path: Path, settings: object) -> Path:
    """An empty folder for plan sets."""
    from ops.backups.address import Address

    folder = tmp_path / "plans"
    settings.PLANS_ADDRESS = Address(folder=folder)  # type: ignore[attr-defined]
    return folder


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three small rules in the place of the real ones."""
    from analysis import checks
    from analysis.tests.plans import makers

    monkeypatch.setattr(checks, "RULES", makers.RULES)
    monkeypatch.setattr(checks, "run_all", makers.run_all)


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """What was put into the queue; nothing is sent."""
    from analysis.jobs import queue

    found: list[UUID] = []

    def publish(job_id: UUID) -> bool:
        found.append(job_id)
        return True

    monkeypatch.setattr(queue, "publish", publish)
    return found


@pytest.fixture
def record(db: None) -> None:
    """A small permit record."""
    from permits.search import known
    from permits.tests.pages.story import make_record

    make_record()
    known.vocabulary()
