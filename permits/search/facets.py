"""Counts of the values that narrow a search, ready to show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from permits.search.bands import COST_BANDS
from permits.search.filters import Filters
from permits.search.labels import NOT_RECORDED, PERMIT_TYPES, STATUSES

FACET_LABELS: Mapping[str, str] = {
    "status": "Status",
    "type": "Kind of permit",
    "year": "Year filed",
    "neighborhood": "Neighborhood",
    "cost": "Cost",
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet. `url` is the query string that puts it in force, or out.

    `value` is None, and there is no `url`, for permits whose value is not recorded.
    """

    value: str | None
    label: str
    count: int
    selected: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow; if `approximate`, counted over the newest matches alone."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    approximate: bool


def facet(
    name: str, counts: Mapping[str | None, int], filters: Filters, *, approximate: bool
) -> Facet:
    """The facet, with its chosen values even where no permit has them."""
    chosen = chosen_values(name, filters)
    every = dict(counts) | {v: counts.get(v, 0) for v in chosen}
    link = _links(name, filters, chosen)
    values = [
        FacetValue(
            value=value,
            label=label_of(name, value),
            count=count,
            selected=value in chosen,
            url=link(value),
        )
        for value, count in every.items()
    ]
    values.sort(key=_ORDER[name])
    return Facet(name, FACET_LABELS[name], tuple(values), approximate)


def _links(
    name: str, filters: Filters, chosen: set[str]
) -> Callable[[str | None], str | None]:
    """The query string that puts a value in force, or out if it is chosen."""
    # A facet has a hundred values, and nearly all of this is the same for each.
    before, after = filters.around(name)

    def url(value: str | None) -> str | None:
        if value is None:
            return None
        if value in chosen:
            return filters.toggled(name, value).query_string()
        return "&".join(filter(None, (before, urlencode({name: value}), after)))

    return url


def chosen_values(name: str, filters: Filters) -> set[str]:
    if name == "year":
        single = filters.year_from and filters.year_from == filters.year_to
        return {str(filters.year_from)} if single else set()
    chosen: Mapping[str, tuple[Any, ...]] = {
        "status": filters.status,
        "type": filters.types,
        "neighborhood": filters.neighborhoods,
        "cost": filters.costs,
    }
    return {str(value) for value in chosen[name]}


def label_of(name: str, value: str | None) -> str:
    if value is None:
        return NOT_RECORDED
    if name == "status":
        return STATUSES.get(value, value)
    if name == "type":
        return PERMIT_TYPES.get(int(value), f"form {value}")
    return COST_BANDS[int(value)].label if name == "cost" else value


def _most_first(value: FacetValue) -> tuple[Any, ...]:
    return (value.value is None, -value.count, value.label)


def _newest_first(value: FacetValue) -> tuple[Any, ...]:
    return (value.value is None, -int(value.value or 0))


def _least_first(value: FacetValue) -> tuple[Any, ...]:
    return (value.value is None, int(value.value or 0))


_ORDER: Mapping[str, Callable[[FacetValue], tuple[Any, ...]]] = {
    "status": _most_first,
    "type": _most_first,
    "year": _newest_first,
    "neighborhood": _most_first,
    "cost": _least_first,
}
