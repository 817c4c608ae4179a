import json
from pathlib import Path

from analysis.bench import plans
from analysis.bench.plan_maker.labels import RULES
from analysis.tests.bench.made import seen
from permits import bench


def test_a_small_run_has_all_its_figures() -> None:
    said: list[str] = []
    figures = bench.run("plans", progress=said.append, size=3, seed=3, sheets=5)
    assert json.loads(json.dumps(figures)) == figures
    assert set(figures["rules"]) <= set(RULES)
    assert len(figures["rules"]) >= 25
    assert figures["sets_per_second"] > 0
    large = figures["large_set"]
    assert large["sheets"] == 5
    assert 0 < large["seconds"] < 60
    assert large["peak_mb"] > 0
    assert large["ratio"] > 0
    assert said


def test_a_file_that_asks_for_a_password_counts_for_its_rule(tmp_path: Path) -> None:
    done = plans._Run()
    plans._check(seen("EPR-009 asks for a password").made, tmp_path, done)
    assert list(done.scores.rules) == ["EPR-009"]
    assert done.scores.rules["EPR-009"].hits == 1
    assert done.unread == []
    assert not list(tmp_path.iterdir())
