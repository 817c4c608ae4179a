"""The record's codes in plain words."""

from collections.abc import Mapping

PERMIT_TYPES: Mapping[int, str] = {
    1: "new construction",
    2: "new construction, wood frame",
    3: "additions, alterations or repairs",
    4: "sign, to erect",
    5: "grading, excavation, fill or paving",
    6: "demolition",
    7: "sign, wall or painted",
    8: "alterations, over the counter",
    # What the form is for is in no text of the city's.
    9: "form 9",
}
STATUSES: Mapping[str, str] = {
    "filing": "being filed",
    "filed": "filed",
    "incomplete": "incomplete",
    "plancheck": "in plan check",
    "approved": "approved",
    "granted": "granted",
    "issuing": "being issued",
    "issued": "issued",
    "inspection": "in inspection",
    "complete": "complete",
    "reinstated": "reinstated",
    "upheld": "upheld on appeal",
    "appeal": "under appeal",
    "suspend": "suspended",
    "expired": "expired",
    "withdrawn": "withdrawn",
    "cancelled": "cancelled",
    "disapproved": "disapproved",
    "denied": "denied",
    "revoked": "revoked",
    "unknown": "unknown",
}
# What the search box calls a type, as the record's form numbers.
TYPE_WORDS: Mapping[str, tuple[int, ...]] = {
    "new_construction": (1, 2),
    "demolition": (6,),
    "sign": (4, 7),
    "grading": (5,),
}
NOT_RECORDED = "not recorded"
