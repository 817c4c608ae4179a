"""How sure a match is, how long things take, and what is usual, in words."""

from dataclasses import dataclass
from typing import Final

from permits import words
from permits.models import Entity
from permits.search.labels import NOT_RECORDED

# Of labelled people matched as surely, at worst: how many in 100 hold another's rows
# as well (docs/entities.md).
_SURE: Final = (
    (0.99, "Very high", "fewer than 1 in 100 hold a contact of somebody else"),
    (0.95, "High", "about 2 in 100 hold a contact of somebody else"),
    (0.90, "Fair", "about 7 in 100 hold a contact of somebody else"),
    (0.0, "Low", "about 1 in 8 hold a contact of somebody else"),
)


@dataclass(frozen=True, slots=True)
class Certainty:
    """`word` is one or two words; `meaning` whole sentences."""

    word: str
    meaning: str


def certainty(entity: Entity) -> Certainty:
    """How sure it is that all its contacts are one."""
    if entity.method == Entity.Method.SINGLE:
        return Certainty(
            "Nothing matched",
            "It is one contact of one permit. Other contacts of the same person or firm"
            " may stand apart.",
        )
    word, share = next(
        (word, share) for least, word, share in _SURE if entity.confidence >= least
    )
    how = (
        "Every contact shares a whole key with another, such as name and license."
        if entity.method == Entity.Method.EXACT
        else "At least one contact was joined by weighing what agrees and what differs."
    )
    return Certainty(
        word,
        f"{how} In a test with known answers, of groups joined as surely {share}.",
    )


def role(entity: Entity) -> str:
    """The commonest role as the city writes it."""
    return words.sentence(entity.roles[0]["role"]) if entity.roles else ""


def median(number: float | None) -> str:
    """`12 days`, `0.5 days`, `same day`: medians of an even number have halves."""
    if number is None:
        return NOT_RECORDED
    return words.between(int(number)) if number == int(number) else f"{number:g} days"


def percent(part: int, whole: int) -> str:
    """`83 %`; never 0 or 100 where that is only rounded."""
    share = 100 * part / whole
    if part and share < 1:
        return "under 1 %"
    if part < whole and share > 99:  # noqa: PLR2004 - nearly all
        return "over 99 %"
    return f"{share:.0f} %"
