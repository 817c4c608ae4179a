"""Whether a contact stands for its firm or for the person named on it.

Contractors and companies that own property are firms, whoever signs for them.
Architects, engineers, agents and owners are persons, wherever they work.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from permits.entities.license import is_contractor
from permits.entities.normalize import Facts

# What one row says about its firm: for a firm that acts as one, or for an employer.
_LICENSE_VOTE = 3
_ROLE_VOTES = {"contractor": 1, "owner": 1, "design": -1, "agent": -1, "party": -1}


def _vote(row: Facts) -> int:
    if row.license:
        return _LICENSE_VOTE if is_contractor(row.license) else -_LICENSE_VOTE
    return _ROLE_VOTES[row.group]


def count_votes(rows: Iterable[Facts]) -> Counter[str]:
    """What the rows say about each firm name: over 0 if it acts as a firm."""
    votes: Counter[str] = Counter()
    for row in rows:
        if row.firm:
            votes[row.firm.key] += _vote(row)
    return votes


def stands_for_firm(rows: Iterable[Facts], votes: Mapping[str, int]) -> list[bool]:
    """For each row: true if the firm is who the row is about.

    A row without a firm is a person's; with a licence, the licence says whose it is;
    otherwise all rows of the same firm name decide together, roles being often wrong.
    """
    return [
        row.firm is not None
        and (
            is_contractor(row.license)
            if row.license
            else (votes.get(row.firm.key) or _vote(row)) > 0
        )
        for row in rows
    ]
