"""What to say where nothing is: none recorded, or not loaded, are not the same."""

from permits import words
from permits.querysets.freshness import Freshness


def absence(fresh: Freshness, *datasets: str) -> str:
    """Why there is none of something that comes from the data sets.

    If some of them are loaded and others are not, both are said.
    """
    days = [day for name in datasets if (day := fresh.loaded_on(name))]
    if not days:
        return "not loaded"
    said = f"none recorded as of {words.date(min(days))}"
    if len(days) < len(datasets):
        said += f" in {len(days)} of {len(datasets)} data sets; the rest is not loaded"
    return said
