"""The jobs that keep the record fresh, declared for ops/jobs.py."""

from ops.jobs import DAYS, HOURS, MINUTES, RECORD, Job
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
def _derive(
    name: str, title: str, schedule: Daily, function: str, **arguments: str
) -> Job:
    return Job(
        name=name,
        title=title,
        schedule=schedule,
        function=f"permits.nightly.{function}",
        arguments=arguments,
        limit=1 * HOURS,
        queue="ingest",
        lock=RECORD,
        attempts=3,
        catch_up=1 * DAYS,
        silent_for=4 * HOURS,
    )


# The steps of permits/refresh/steps.py, which imports models; a test compares.
REFRESHES = {
    "entities": "Decide which contacts are one person or firm",
    "graph": "Count who worked with whom",
    "people_in_search": "Let searches find permits by person or firm",
    "entity_statistics": "Count what each person or firm has done",
    "station_baselines": "Measure how long reviews take",
    "neighborhood_statistics": "Count what is built where",
    "sitemap": "List every page for search engines",
}
SUNDAY = 6

JOBS = (
    *(_ingest(dataset) for dataset in DATASETS.values()),
    # One lock and the order of the table: each comes after what it is made from.
    *(
        _derive(f"refresh.{step}", title, Daily(5, 0), "refresh", step=step)
        for step, title in REFRESHES.items()
    ),
    Job(
        name="purge_refreshes",
        title="Remove old rows of the log of refreshes",
        schedule=Daily(1, 20),
        function="permits.nightly.purge_refreshes",
        limit=10 * MINUTES,
        attempts=3,
        catch_up=1 * DAYS,
    ),
    # The loads keep search in step; words and order drift slowly, and building anew
    # has pages wait for a moment.
    _derive(
        "search",
        "Rebuild the search index and its words",
        Daily(5, 40, SUNDAY),
        "search",
    ),
)
