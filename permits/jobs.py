"""The jobs that keep the record fresh, declared for ops/jobs.py."""

from ops.jobs import DAYS, HOURS, RECORD, Job
from ops.schedule import Daily
from permits.ingest.datasets import DATASETS, Dataset

DATA_AGES = "permits.nightly.data_ages"


def _ingest(dataset: Dataset) -> Job:
    """Those that are loaded whole every time are as quick or slow as the rest."""
    return Job(
        name=f"ingest.{dataset.name}",
        title=f"Load what is new: {dataset.name.replace('_', ' ')}",
        schedule=Daily(3, 30),
        function="permits.nightly.ingest",
        arguments={"dataset": dataset.name},
        limit=3 * HOURS,
        queue="ingest",
        lock=RECORD,
        attempts=3,
        catch_up=1 * DAYS,
        silent_for=4 * HOURS,
    )


# Long after the loads, which may be tried again twice: these read what they brought.
def _derive(name: str, title: str, schedule: Daily) -> Job:
    return Job(
        name=name,
        title=title,
        schedule=schedule,
        function=f"permits.nightly.{name}",
        limit=1 * HOURS,
        queue="ingest",
        lock=RECORD,
        attempts=3,
        catch_up=1 * DAYS,
        silent_for=4 * HOURS,
    )


SUNDAY = 6

JOBS = (
    *(_ingest(dataset) for dataset in DATASETS.values()),
    _derive("entities", "Decide which contacts are one person or firm", Daily(5, 0)),
    _derive("graph", "Count who worked with whom", Daily(5, 20)),
    # The loads keep search in step; words and order drift slowly, and building anew
    # has pages wait for a moment.
    _derive("search", "Rebuild the search index and its words", Daily(5, 40, SUNDAY)),
)
