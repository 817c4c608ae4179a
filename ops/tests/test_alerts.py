"""docs/alerts.yml is what Prometheus takes, about metrics that are there."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

DOCS = Path(settings.BASE_DIR) / "docs"
RULES: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((DOCS / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]


def test_each_alert_has_its_own_name() -> None:
    names = [rule["alert"] for rule in RULES]
    assert len(names) > 5
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_a_rule_is_whole_and_its_metrics_are_documented(rule: dict[str, Any]) -> None:
    assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
    assert re.fullmatch(r"\d+[smh]", rule["for"])
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert rule["annotations"]["summary"].endswith(".")
    assert rule["expr"].count("(") == rule["expr"].count(")")
    metrics = set(re.findall(r"sfpermits_\w+", rule["expr"]))
    table = (DOCS / "operations.md").read_text()
    assert metrics
    for name in metrics:
        assert f"`{name.removesuffix('_bucket')}`" in table, name
