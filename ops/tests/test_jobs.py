import re
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from ops import beat, jobs
from ops.jobs import DAYS, Job
from ops.tests.cron_jobs import make

ROW = re.compile(r"^\| `([a-z._]+)`[^|]* \| (every [^|]*?) \| ", re.MULTILINE)


@pytest.mark.parametrize("job", jobs.registry().values(), ids=lambda job: job.name)
def test_every_job_has_its_rules(job: Job) -> None:
    assert callable(import_string(job.function))
    assert job.limit.total_seconds() >= 10
    assert job.title
    assert job.queue in {"default", "ingest", "plans"}
    # What is caught up is what runs seldom; what runs often keeps few rows.
    assert (job.catch_up is None) == (job.keep < 1 * DAYS)


def test_the_documentation_lists_every_job_and_when() -> None:
    text = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    documented = dict(ROW.findall(text))
    known = {
        re.sub(r"^(ingest|refresh)\..*", r"\1.", name): job.schedule.words()
        for name, job in jobs.registry().items()
    }
    assert documented == known


def test_an_unknown_job_names_those_there_are() -> None:
    with pytest.raises(jobs.UnknownJobError, match=r"no job 'hearbeat'.*heartbeat"):
        jobs.job("hearbeat")


def test_two_jobs_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = ModuleType("jobs")
    module.JOBS = (make(), make("works", name="nothing"))
    monkeypatch.setattr(jobs, "modules", lambda: [module])
    with pytest.raises(ValueError, match="same name"):
        jobs.registry.__wrapped__()


def test_beat_has_an_entry_for_every_job() -> None:
    schedule = beat.schedule()
    assert list(schedule) == list(jobs.registry())
    assert schedule["heartbeat"] == {
        "task": "ops.tasks.run_job",
        "schedule": beat.Slots(jobs.job("heartbeat").schedule),
        "args": ["heartbeat"],
        "options": {
            "queue": "default",
            "expires": 55,
            "soft_time_limit": 90,
            "time_limit": 150,
        },
    }
