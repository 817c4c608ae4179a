"""The one-line address: "2500 Mission St", "123 1/2 Main St", "55 9th St #1201".

The city writes `Av`, `08th`, `Ofarrell` and unit `0`. The columns keep that spelling;
only the line made from them is in the form people write. Pure.
"""

import re
from functools import lru_cache

# The city's two-letter suffixes, as the postal service writes them.
SUFFIXES = {
    "Al": "Aly",
    "Av": "Ave",
    "Bl": "Blvd",
    "Cr": "Cir",
    "Hy": "Hwy",
    "Pk": "Park",
    "Pz": "Plz",
    "Tr": "Ter",
    "Wy": "Way",
}
NO_STREET = {"", "Unknown"}
# Numbers and units that were left open; ".0" was added by a spreadsheet on the way.
NONE = {"", "0", "0.0"}
SHORT_UNIT_SUFFIX = 3


def format_address(  # noqa: PLR0913, PLR0917 - the six columns of an address, in order
    number: str,
    number_suffix: str,
    street: str,
    street_suffix: str,
    unit: str,
    unit_suffix: str,
) -> str:
    """The address on one line; "" where no street is recorded."""
    if street in NO_STREET:
        return ""
    name = _street_name(street)
    if street_suffix:
        name = f"{name} {SUFFIXES.get(street_suffix, street_suffix)}"
    if number not in NONE:
        # A fraction stands apart ("123 1/2"), a letter does not ("1864A").
        gap = " " if "/" in number_suffix else ""
        name = f"{number}{gap}{number_suffix} {name}"
    if unit in NONE and not unit_suffix:
        return name
    return name + _unit(unit, unit_suffix)


@lru_cache(maxsize=10_000)
def _street_name(street: str) -> str:
    if street[0].isdigit():
        return street.lstrip("0")
    if street.isupper() or street.islower():
        street = street.title()
    if street == "Ofarrell":
        return "O'Farrell"
    return re.sub(r"\b(O'|Mc)([a-z])", lambda m: m[1] + m[2].upper(), street)


def _unit(unit: str, suffix: str) -> str:
    unit = "" if unit in NONE else unit.removesuffix(".0")
    if len(suffix) <= SHORT_UNIT_SUFFIX:
        return f" #{unit}{suffix}"
    return f" #{unit} {suffix.title()}" if unit else f", {suffix.title()}"
