import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from ops import health, metrics
from ops.readings import readings

ROW = re.compile(r"^\| `(sfpermits_[a-z_]+)` \|", re.MULTILINE)
REPORT: dict[str, Any] = {
    "database": {"ok": True},
    "redis": {"ok": False},
    "queues": {"ok": True, "waiting": {"plans": {"messages": 3, "oldest_s": 7.5}}},
    "worker": {"ok": True, "seen": 2, "heartbeat_age_s": 4.0},
    "replica": {"ok": True, "lag_s": 1.5},
    "jobs": {
        "ok": True,
        "last": {
            "nightly": {
                "status": "failed",
                "started_at": "2026-11-23T10:00:00+00:00",
                "finished_at": None,
                "seconds": 60.0,
            }
        },
    },
    "data": {"ok": True, "sets": {"permits": {"age_s": 3600}}},
    "model": {
        "ok": True,
        "calls": {"answered": 4},
        "tokens": {"in": 10, "out": 5},
        "cost_dollars": 0.25,
    },
}
BARE = {
    name: {"ok": False, "error": "unreachable"} if value else value
    for name, value in REPORT.items()
} | {"worker": {"ok": False, "seen": 0, "heartbeat_age_s": None}, "replica": None}


def _values(text: bytes) -> dict[str, float]:
    """Give each sample by its name and its labels, in the order of the alphabet."""
    return {
        " ".join(
            [one.name, *sorted(f"{k}={v}" for k, v in one.labels.items())]
        ): one.value
        for family in text_string_to_metric_families(text.decode())
        for one in family.samples
    }


def test_the_list_is_the_one_that_is_documented() -> None:
    text = (site.BASE_DIR / "docs" / "operations.md").read_text()
    assert sorted(ROW.findall(text)) == sorted(metrics.names())


def test_alerts_ask_for_what_is_measured() -> None:
    text = (site.BASE_DIR / "docs" / "alerts.yml").read_text()
    asked = set(re.findall(r"\bsfpermits_[a-z_]+", text))
    known = set(metrics.names())
    known |= {f"{name}_bucket" for name in known} | {f"{name}_count" for name in known}
    assert asked <= known
    assert len(asked) > 5


def test_what_is_read_when_asked() -> None:
    found = _values(metrics.render(None, readings(REPORT)))
    expected = {
        "sfpermits_up part=database": 1,
        "sfpermits_up part=redis": 0,
        "sfpermits_workers": 2,
        "sfpermits_queue_messages queue=plans": 3,
        "sfpermits_queue_oldest_seconds queue=plans": 7.5,
        "sfpermits_replica_lag_seconds": 1.5,
        "sfpermits_job_last_seconds job=nightly": 60,
        "sfpermits_job_last_run job=nightly status=failed": 1,
        "sfpermits_job_last_run job=nightly status=success": 0,
        "sfpermits_data_age_seconds dataset=permits": 3600,
        "sfpermits_model_calls outcome=answered": 4,
        "sfpermits_model_tokens direction=in": 10,
        "sfpermits_model_cost_dollars": 0.25,
    }
    assert found.items() >= expected.items()
    named = {name for name, _, _ in readings(REPORT)}
    assert named == set(metrics.READ_WHEN_ASKED)


def test_what_is_not_known_is_left_out() -> None:
    found = _values(metrics.render(None, readings(BARE)))
    assert found["sfpermits_up part=database"] == 0
    assert not any(name.startswith("sfpermits_job") for name in found)


def _counted(name: str) -> float:
    return _values(metrics.render(None, [])).get(name, 0)


def test_requests_are_counted_by_the_name_of_their_address(client: Client) -> None:
    known = "sfpermits_requests_total method=GET route=healthz status=200"
    lost = "sfpermits_requests_total method=other route=no_such_address status=400"
    took = "sfpermits_request_seconds_count route=healthz"
    before = [_counted(name) for name in (known, lost, took)]
    client.get("/healthz?q=typed")
    client.generic("BREW", "/typed%00")
    after = [_counted(name) for name in (known, lost, took)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1]
    assert b"typed" not in metrics.render(None, [])


def test_cache_reads_are_counted() -> None:
    names = [f"sfpermits_cache_reads_total result={one}" for one in ("hit", "miss")]
    cache.set("there", 1, 10)
    before = [_counted(name) for name in names]
    assert cache.get("there") == 1
    assert cache.get("not there", "x") == "x"
    assert cache.get_many(["there", "not there"]) == {"there": 1}
    after = [_counted(name) for name in names]
    assert [now - then for now, then in zip(after, before, strict=True)] == [2, 2]


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("", "Bearer ", 404),
        ("", "", 404),
        ("right", "", 401),
        ("right", "Bearer wrong", 401),
        ("right", "Bearer ríght", 401),
        ("right", "right", 401),
        ("right", "Bearer right", 200),
    ],
)
def test_metrics_are_for_who_has_the_token(  # noqa: PLR0917 - three are the table's
    token: str,
    sent: str,
    status: int,
    client: Client,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "report", lambda: REPORT)
    settings.METRICS_TOKEN = token
    response = client.get("/metrics", headers={"authorization": sent})
    assert response.status_code == status
    assert (b"sfpermits_up" in response.content) is (status == 200)
    assert ("WWW-Authenticate" in response) is (status == 401)


COUNT = """
import django
django.setup()
from ops import metrics
metrics.observe("home", "GET", 200, 0.02)
metrics.POOL.labels("size").set(3)
"""


def test_several_processes_add_up_and_a_replaced_one_goes_on(tmp_path: Path) -> None:
    for slot in ("0", "1", "1"):
        given = {
            "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
            "SFPERMITS_METRICS_SLOT": slot,
        }
        subprocess.run(
            [sys.executable, "-c", COUNT],
            env=dict(os.environ) | given,
            cwd=site.BASE_DIR,
            check=True,
        )
    found = _values(metrics.render(tmp_path, []))
    assert found["sfpermits_requests_total method=GET route=home status=200"] == 3
    assert found["sfpermits_request_seconds_bucket le=0.025 route=home"] == 3
    assert found["sfpermits_pool_connections state=size"] == 6
    assert len(list(tmp_path.iterdir())) == 6
