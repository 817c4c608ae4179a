import pytest

from ops.faults.limit_exact import limit_exact

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("limits")]


def test_four_processes_keep_one_limit() -> None:
    outcome = limit_exact()
    assert outcome.passed, outcome
