"""Which limit each address of the site has, by URL name.

A name that is missing here counts as `pages`; a test says so, so that it is a decision.
"""

from collections.abc import Container, Mapping
from typing import Final

from ops import rate_limit
from ops.rate_limit import Scope

# None: never limited, because a load balancer asks and must get an answer.
SCOPE_OF: Final[Mapping[str, str | None]] = {
    "home": "pages",
    "search": "pages",
    "permits": "pages",
    "permit": "pages",
    "parcel": "pages",
    "entity": "pages",
    "entity_by_id": "pages",
    "stations": "pages",
    "station": "pages",
    "neighborhoods": "pages",
    "neighborhood": "pages",
    "plans": "upload",
    "plans_json": "upload",
    "plan": "plans",
    "plan_json": "plans",
    "plan_csv": "export",
    "plan_sheet": "plans",
    "plan_picture": "plans",
    "plan_compare": "plans",
    "plan_share": "plans",
    "plan_cancel": "plans",
    "plan_delete": "plans",
    "plan_deleted": "pages",
    "plan_file": "export",
    "robots": "pages",
    "sitemap": "pages",
    "sitemap_page": "pages",
    "status": "pages",
    "feedback": "feedback",
    "feedback_sent": "pages",
    "suggest": "suggest",
    "search_json": "api",
    "permit_json": "api",
    "parcel_json": "api",
    "parcel_map": "api",
    "entity_json": "api",
    "stations_json": "api",
    "station_json": "api",
    "neighborhoods_json": "api",
    "neighborhoods_map": "api",
    "neighborhood_json": "api",
    "neighborhood_map": "api",
    "status_json": "api",
    "ask": "ask",
    "ask_json": "ask",
    "answer": "pages",
    "answer_rating": "feedback",
    "answer_progress": "api",
    "answer_json": "api",
    "knowledge": "pages",
    "knowledge_document": "pages",
    "search_csv": "export",
    "admin:login": "login",
    "admin:*": "pages",
    "health": "health",
    "metrics": "health",
    "healthz": None,
    "readyz": None,
}
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# Addresses that cost something only with this parameter; without it they are `pages`.
COSTS_WITH: Final[Mapping[str, str]] = {"ask": "q", "ask_json": "q"}


def scope_of(
    name: str | None, method: str | None, given: Container[str] = frozenset()
) -> Scope | None:
    """Give the scope of a request for the URL `name`; None if it has no limit.

    `given` are the names of the parameters in the address.
    """
    found = entry(name or "") if is_listed(name or "") else "pages"
    if found is None:
        return None
    costs_with = COSTS_WITH.get(name or "")
    if costs_with and costs_with not in given:
        found = "pages"
    is_reading = rate_limit.SCOPES[found].writes_only and method in READING
    return rate_limit.SCOPES["pages" if is_reading else found]


def is_listed(name: str) -> bool:
    """Tell whether the URL, or all of its namespace, is in the table."""
    return name in SCOPE_OF or _all_of_namespace(name) in SCOPE_OF


def entry(name: str) -> str | None:
    return SCOPE_OF[name] if name in SCOPE_OF else SCOPE_OF[_all_of_namespace(name)]


def _all_of_namespace(name: str) -> str:
    return f"{name.rpartition(':')[0]}:*"
