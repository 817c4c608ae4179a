"""Where the rules are published."""

from typing import Final

from analysis.checks.finding import Source

_PDFS: Final = "https://www.sf.gov/information--how-create-pdfs-your-plans-or-addenda"
_RESOURCES: Final = (
    "https://www.sf.gov/resource--2021--electronic-plan-review-epr-resources"
)
_BLUEBEAM: Final = "https://www.sf.gov/information--how-use-bluebeam"
_EXHIBIT_F: Final = "SF DBI Electronic Plan Review Guidelines, Exhibit F"


def exhibit_f(place: str) -> Source:
    return Source(_EXHIBIT_F, place, "not dated", _PDFS)


BACK_CHECK: Final = Source(
    "SF DBI Electronic Plan Review, Back Check page",
    "Whole page",
    "01/19/2021",
    _RESOURCES,
)
BLUEBEAM: Final = Source(
    "SF DBI, How to use Bluebeam", "Viewing plans", "not dated", _BLUEBEAM
)
PROCEDURE: Final = Source(
    "CCSF Electronic Plan Review Applicant Procedure Guide",
    "Naming of documents",
    "2024",
    _RESOURCES,
)


def practice(place: str) -> Source:
    """No rule of the guidelines by itself, but what they and plan checkers look for."""
    return Source(
        _EXHIBIT_F, f"{place} (what plan checkers ask for first)", "not dated", _PDFS
    )
