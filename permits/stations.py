"""What review stations' codes mean, only where a text of the city says so.

The record has codes and no names for them. A code that is not here is shown as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code stands for, and the city's text that says so."""

    name: str
    source: str


_ROUTING: Final = "Information Sheet G-20, August 29, 2025"
_REVIEW: Final = "Information Sheet G-02, October 22, 2018"
STATIONS: Final[Mapping[str, Meaning]] = {
    "BLDG": Meaning(
        "Department of Building Inspection: architectural and structural plan review",
        _ROUTING,
    ),
    "BSM": Meaning(
        "Department of Public Works: Bureau of Street-Use and Mapping", _ROUTING
    ),
    "CP-ZOC": Meaning("Planning Department: zoning counter", _ROUTING),
    "CPB": Meaning("Department of Building Inspection: Central Permit Bureau", _REVIEW),
    "MECH": Meaning(
        "Department of Building Inspection: mechanical plan review", _ROUTING
    ),
    "MECH-E": Meaning(
        "Department of Building Inspection: electrical plan review", _ROUTING
    ),
    "OCII": Meaning(
        "Office of Community Investment and Infrastructure, the successor of the"
        " Redevelopment Agency",
        _ROUTING,
    ),
    "PPC": Meaning("Permit Processing Center", _REVIEW),
    "PUC": Meaning("Public Utilities Commission", _ROUTING),
    "PW-DAC": Meaning(
        "Department of Public Works: Office of Disability Access Coordinator", _ROUTING
    ),
    "REDEV": Meaning(
        "San Francisco Redevelopment Agency; its successor is the Office of Community"
        " Investment and Infrastructure",
        _ROUTING,
    ),
    "SFFD": Meaning("Fire Department", _ROUTING),
}
# The same desk under the code that the record uses for it.
_SAME: Final = {"DPW-BSM": "BSM", "PW-BSM": "BSM", "SFPUC": "PUC"}


def meaning(code: str | None) -> Meaning | None:
    """What the code stands for; None where no text of the city is known to say."""
    known = (code or "").strip().upper()
    return STATIONS.get(_SAME.get(known, known))


# The column `department` of the record.
_DEPARTMENTS: Final[Mapping[str, str]] = {
    "DBI": "Department of Building Inspection",
    "DPH": "Department of Public Health",
    "DPW": "Department of Public Works",
    "PUC": "Public Utilities Commission",
    "SFFD": "Fire Department",
}


def department(code: str | None) -> str:
    """The department's name (Information Sheet G-20); other codes as they are."""
    known = (code or "").strip()
    return _DEPARTMENTS.get(known.upper(), known)
