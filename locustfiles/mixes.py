"""Which scenarios there are, and what share of the users each has in a mix.

Why these weights: docs/load-testing.md.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# By the module below locustfiles/users that has it.
SCENARIOS: Final = (
    *("health", "landing", "search", "permit", "parcel", "entity", "station"),
    *("suggest", "ask", "api", "sitemap", "static", "plans", "limiter"),
)
BROWSE: Final[Mapping[str, int]] = MappingProxyType(
    {
        "permit": 34,
        "search": 26,
        "parcel": 12,
        "entity": 10,
        "landing": 8,
        "suggest": 4,
        "station": 3,
        "ask": 2,
        "sitemap": 1,
    }
)
API: Final[Mapping[str, int]] = MappingProxyType({"api": 90, "suggest": 10})
# Every scenario, so that 50 users have each of them.
ALL: Final[Mapping[str, int]] = MappingProxyType(
    {name: 4 if name in {"search", "permit"} else 1 for name in SCENARIOS}
    | {"parcel": 2, "entity": 2}
)
MIXES: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {"browse": BROWSE, "api": API, "all": ALL}
)
# `api` is a mix, of which the scenario of that name is nine tenths.
CHOICES: Final = tuple(dict.fromkeys((*MIXES, *SCENARIOS)))


def weights(scenario: str) -> Mapping[str, int]:
    """Give the weights of a mix; a scenario alone is a mix of one."""
    return MIXES.get(scenario, {scenario: 1})
