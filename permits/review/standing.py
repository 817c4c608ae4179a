"""Whether a permit (or an addendum) is still in review, by its status."""

from typing import Final

# By the status of the permit: nothing of it is in review any more.
ENDED: Final = (
    *("cancelled", "complete", "denied", "disapproved"),
    *("expired", "revoked", "withdrawn"),
)
# By the status of what is reviewed, the permit itself or the addendum.
PAST_REVIEW: Final = (*ENDED, "inspection", "issued", "reinstated")


def is_over(
    addendum: int | None, addendum_status: str | None, permit_status: str | None
) -> bool:
    """As counted_reviews.sql has it: an open step of it is a leftover.

    The status of the addendum counts for an addendum, that of the permit for both.
    """
    if _is(permit_status, ENDED):
        return True
    own = addendum_status if addendum else permit_status or addendum_status
    return _is(own, PAST_REVIEW)


def _is(status: str | None, statuses: tuple[str, ...]) -> bool:
    return status is not None and status.lower() in statuses
