"""How people say the city's statuses and kinds of permit: data."""

from permits.search.words import listed

_STATUS_WORDS = {
    "complete": "complete|completed|finished|finaled|finalled|finalized|signed off"
    "|closed|closed out",
    "issued": "issued|active|open|ongoing|in progress|in construction|underway"
    "|under construction|under way",
    "filed": "filed|pending|submitted|applied for|waiting|awaiting approval|in process",
    "filing": "filing",
    "plancheck": "plancheck|plan check|in plan check|plan review|in review|under review"
    "|in plan review|being reviewed",
    "approved": "approved",
    "expired": "expired|lapsed|expiring",
    "cancelled": "cancelled|canceled|cancel|abandoned",
    "withdrawn": "withdrawn|withdrew",
    "reinstated": "reinstated|revived",
    "suspend": "suspend|suspended|on hold",
    "disapproved": "disapproved|rejected",
    "denied": "denied|refused",
    "revoked": "revoked",
    "appeal": "under appeal|appealed|on appeal|in appeal|appeal",
}
STATUSES = {
    word: status for status, words in _STATUS_WORDS.items() for word in words.split("|")
}
# Ordinary words too ("open deck", "suspended ceiling", "finished basement"): a status
# only beside "permits" and the like, or alone.
UNSURE_STATUSES = listed(
    """
    complete finished closed open ongoing waiting filing abandoned suspended
    suspend appeal cancel expiring
    """
) | {
    "plan check",
    "plan review",
    "in process",
    "on hold",
    "applied for",
}
# With a year behind them they tell a date: a permit issued in 2020 may be complete now.
DATED_STATUSES = frozenset({"issued", "filed", "approved", "submitted", "applied for"})

_TYPE_WORDS = {
    "new_construction": "new construction|new constructions|new building|new buildings"
    "|ground up construction|ground-up construction|new build|new builds",
    "demolition": "demolition|demolitions|demo|teardown|teardowns|tear down|tear downs",
    "sign": "sign|signs|signage",
    "grading": "grading|grading and excavation|excavation and grading",
    "electrical": "electrical|electric",
    "plumbing": "plumbing",
}
PERMIT_TYPES = {
    word: kind for kind, words in _TYPE_WORDS.items() for word in words.split("|")
}
