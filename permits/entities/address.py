"""Street addresses of people and firms, reduced to what tells two of them apart."""

import re

from permits.entities.plain_text import plain

_SUFFIXES_TEXT = """
    ST STREET AV AVE AVENUE BL BLVD BOULEVARD DR DRIVE RD ROAD CT COURT PL PLACE
    TER TERR TERRACE WAY WY LN LANE HWY HIGHWAY CIR CIRCLE ALY ALLEY PLZ PLAZA
    PKWY PARKWAY SQ SQUARE PARK ROW LOOP TR TRL
"""
_SUFFIXES = frozenset(_SUFFIXES_TEXT.split())
_UNIT = re.compile(
    r"(?:\s+|^)(?:#|APT|APARTMENT|UNIT|STE|SUITE|RM|ROOM|FL|FLOOR|NO)\b[\s.#]*[A-Z0-9-]*.*$|\s*#.*$"
)
_ORDINALS = {
    "FIRST": "1ST", "SECOND": "2ND", "THIRD": "3RD", "FOURTH": "4TH", "FIFTH": "5TH",
    "SIXTH": "6TH", "SEVENTH": "7TH", "EIGHTH": "8TH", "NINTH": "9TH", "TENTH": "10TH",
}  # fmt: skip
_DIRECTIONS = {"NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W"}
_SAINTS = {"SAINT": "ST", "MOUNT": "MT", "FORT": "FT"}
_SAN_FRANCISCO = frozenset(
    (
        "SF",
        "S F",
        "SAN FRAN",
        "SANFRANCISCO",
        "SAN FRANCISO",
        "SAN FRANSICO",
        "SAN FRANCSICO",
        "FRISCO",
    )
)
_BOX = re.compile(r"^P\s*O\s*BOX\s*(\w+)")
_NUMBER = re.compile(r"\d+")


def parse_city(text: str) -> str:
    """The city in upper case; the ways to write San Francisco are one."""
    city = plain(text)
    return "SAN FRANCISCO" if city in _SAN_FRANCISCO else city


def parse_zip(text: str) -> str:
    """Five digits, or "". A ZIP+4 (or its -0000 filler) loses its tail."""
    found = re.match(r"\s*(\d{5})(?:-?\d{4})?\s*$", text)
    return found[1] if found and found[1] != "00000" else ""


def _street(words: list[str]) -> str:
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words = words[:-1]
    named = [_ORDINALS.get(word, word) for word in words]
    if len(named) > 1:
        named = [
            _DIRECTIONS.get(named[0]) or _SAINTS.get(named[0], named[0]),
            *named[1:],
        ]
    return "".join(named)


def parse_address(text: str) -> str:
    """House number and street as one key ("1550 BRYANT"), without suffix and unit.

    A post box is "BOX 42". Without a house number there is nothing to compare: "".
    """
    upper = text.upper().strip()
    if not upper:
        return ""
    words = plain(_UNIT.sub("", upper) or upper)
    if found := _BOX.match(words):
        return f"BOX {found[1]}"
    number, _, street = words.partition(" ")
    found = _NUMBER.match(number)
    if not found or not street:
        return ""
    house = found[0].lstrip("0")
    return f"{house} {_street(street.split())}" if house else ""
