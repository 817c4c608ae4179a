"""The program is killed while Claude looks: no sheet is paid for twice."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from analysis import run_job
from analysis.look.looked import INTERRUPTED
from analysis.models import PlanLook
from analysis.tests.plans import makers
from analysis.tests.plans.test_processes import environment, let_lease_run_out
from analysis.tests.plans.test_run_job import put
from knowledge.models import LlmCall
from knowledge.tests.anthropic_server import Claude
from knowledge.tests.llm.passages import KEY

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.xdist_group("celery"),
]

# The stage; requests before and after the kill; the sheets that have no look then.
STAGES: dict[str, tuple[int, int, list[int]]] = {
    "noted": (0, 1, [1, 2, 3, 4]),
    "answered": (1, 1, [1, 2, 3, 4]),
    "kept one batch": (2, 0, [5, 6]),
    "checking": (2, 0, []),
}


def shown(claude: Claude) -> list[str]:
    return [
        one["source"]["data"]
        for request in claude.requests
        for one in request["messages"][-1]["content"]
        if one["type"] == "image"
    ]


@pytest.mark.parametrize(("stage", "asked"), STAGES.items())
def test_killed_while_claude_looks_each_sheet_is_sent_once(
    stage: str, asked: tuple[int, int, list[int]], kept: Path, fooled: Claude
) -> None:
    before, after, missed = asked
    job = put(kept, makers.pdf(6))
    child = subprocess.run(
        [sys.executable, "-m", "analysis.tests.look.dying", str(job.pk), stage],
        cwd=settings.BASE_DIR,
        env=environment(kept, ANTHROPIC_BASE_URL=fooled.url, ANTHROPIC_API_KEY=KEY),
        capture_output=True,
        check=False,
    )
    assert child.returncode == -9, child.stderr.decode()[-2000:]
    assert len(fooled.requests) == before
    let_lease_run_out()
    run_job.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("succeeded", 2)
    assert len(fooled.requests) == before + after
    assert LlmCall.objects.count() == before + after
    # Six different pictures, none of them twice.
    assert len(shown(fooled)) == len(set(shown(fooled)))
    looks = PlanLook.objects.filter(job=job)
    assert looks.count() == 6
    without = looks.filter(said__isnull=True).order_by("number")
    assert list(without.values_list("number", flat=True)) == missed
    assert (INTERRUPTED in job.looked) is bool(missed)
    signed = job.findings.get(rule="EPR-018", origin="model")
    assert signed.sheets == [n for n in range(1, 7) if n not in missed]
