"""What to say where nothing is: none recorded, or not loaded, are not the same."""

from permits import words
from permits.context import Site
from permits.querysets.freshness import Freshness


def site(fresh: Freshness) -> Site:
    """What permits.context would ask the database for once more."""
    return Site(
        is_sample=fresh.is_sample,
        loaded_at=fresh.site_loaded_at,
        data_as_of=fresh.site_data_as_of,
    )


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
