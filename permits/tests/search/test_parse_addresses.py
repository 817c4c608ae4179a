"""Addresses, with their units in any place."""

from typing import Any

import pytest

from permits.tests.search import read

Case = tuple[str, dict[str, Any]]

ADDRESSES: tuple[Case, ...] = (
    (
        "100 Van Ness Ave",
        {"street_number": "100", "street_name": "Van Ness", "street_suffix": "Ave"},
    ),
    (
        "1650 mission st",
        {"street_number": "1650", "street_name": "Mission", "street_suffix": "St"},
    ),
    (
        "49 South Van Ness Ave",
        {
            "street_number": "49",
            "street_name": "South Van Ness",
            "street_suffix": "Ave",
        },
    ),
    ("49 s. van ness", {"street_number": "49", "street_name": "South Van Ness"}),
    (
        "123 main st #4",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "unit": "4",
        },
    ),
    ("123 main #4", {"street_number": "123", "street_name": "Main", "unit": "4"}),
    (
        "#4 123 main st",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "unit": "4",
        },
    ),
    (
        "unit 12 580 hayes",
        {"street_number": "580", "street_name": "Hayes", "unit": "12"},
    ),
    (
        "580 hayes street suite 300",
        {
            "street_number": "580",
            "street_name": "Hayes",
            "street_suffix": "St",
            "unit": "300",
        },
    ),
    (
        "580 Hayes St., Ste. 300",
        {
            "street_number": "580",
            "street_name": "Hayes",
            "street_suffix": "St",
            "unit": "300",
        },
    ),
    (
        "580 hayes st apt 3b",
        {
            "street_number": "580",
            "street_name": "Hayes",
            "street_suffix": "St",
            "unit": "3B",
        },
    ),
    (
        "88 king st 1205",
        {
            "street_number": "88",
            "street_name": "King",
            "street_suffix": "St",
            "unit": "1205",
        },
    ),
    ("2500 block of mission", {"street_number": "2500-2599", "street_name": "Mission"}),
    (
        "the 400 block of Castro St",
        {"street_number": "400-499", "street_name": "Castro", "street_suffix": "St"},
    ),
    (
        "1200-1210 valencia street",
        {
            "street_number": "1200-1210",
            "street_name": "Valencia",
            "street_suffix": "St",
        },
    ),
    ("1234-36 valencia", {"street_number": "1234-1236", "street_name": "Valencia"}),
    (
        "geary blvd 5400-5500",
        {"street_number": "5400-5500", "street_name": "Geary", "street_suffix": "Blvd"},
    ),
    (
        "clement street 820",
        {"street_number": "820", "street_name": "Clement", "street_suffix": "St"},
    ),
    (
        "123½ Scott St",
        {"street_number": "123 1/2", "street_name": "Scott", "street_suffix": "St"},
    ),
    ("123 1/2 scott", {"street_number": "123 1/2", "street_name": "Scott"}),
    (
        "2041A Union St",
        {"street_number": "2041A", "street_name": "Union", "street_suffix": "St"},
    ),
    (
        "1510 31 ave",
        {"street_number": "1510", "street_name": "31st", "street_suffix": "Ave"},
    ),
    (
        "1510 31st avenue",
        {"street_number": "1510", "street_name": "31st", "street_suffix": "Ave"},
    ),
    (
        "88 Second Street",
        {"street_number": "88", "street_name": "2nd", "street_suffix": "St"},
    ),
    (
        "3300 twenty-fourth st",
        {"street_number": "3300", "street_name": "24th", "street_suffix": "St"},
    ),
    (
        "3300 twenty fourth street",
        {"street_number": "3300", "street_name": "24th", "street_suffix": "St"},
    ),
    (
        "450 ofarrell st",
        {"street_number": "450", "street_name": "O'Farrell", "street_suffix": "St"},
    ),
    (
        "450 O\u2019Farrell St",
        {"street_number": "450", "street_name": "O'Farrell", "street_suffix": "St"},
    ),
    (
        "1 st francis blvd",
        {"street_number": "1", "street_name": "St Francis", "street_suffix": "Blvd"},
    ),
    (
        "45 Saint Germain Ave",
        {"street_number": "45", "street_name": "St Germain", "street_suffix": "Ave"},
    ),
    (
        "500 JFK Drive",
        {
            "street_number": "500",
            "street_name": "John F Kennedy",
            "street_suffix": "Dr",
        },
    ),
    (
        "1 martin luther king jr dr",
        {
            "street_number": "1",
            "street_name": "Martin Luther King Jr",
            "street_suffix": "Dr",
        },
    ),
    (
        "625 Polk Street, San Francisco, CA 94102",
        {
            "street_number": "625",
            "street_name": "Polk",
            "street_suffix": "St",
            "zipcode": "94102",
        },
    ),
    ("625 polk sf", {"street_number": "625", "street_name": "Polk"}),
    (
        "1355 Market Street Suite 900, SF",
        {
            "street_number": "1355",
            "street_name": "Market",
            "street_suffix": "St",
            "unit": "900",
        },
    ),
    (
        "77 Buena Vista Ave East",
        {
            "street_number": "77",
            "street_name": "Buena Vista East",
            "street_suffix": "Ave",
        },
    ),
    (
        "2 Avenue of the Palms",
        {"street_number": "2", "street_name": "Avenue of the Palms"},
    ),
    (
        "1590 Bayshore Blvd",
        {"street_number": "1590", "street_name": "Bay Shore", "street_suffix": "Blvd"},
    ),
    (
        "1000 great highway",
        {"street_number": "1000", "street_name": "Great", "street_suffix": "Hwy"},
    ),
    (
        "permits at 2230 bryant street",
        {"street_number": "2230", "street_name": "Bryant", "street_suffix": "St"},
    ),
    (
        "what permits were issued for 2230 bryant st?",
        {"street_number": "2230", "street_name": "Bryant", "street_suffix": "St"},
    ),
    ("1600 Divisidero", {"street_number": "1600", "street_name": "Divisadero"}),
    (
        "900 valenica st",
        {"street_number": "900", "street_name": "Valencia", "street_suffix": "St"},
    ),
    ("300 guererro", {"street_number": "300", "street_name": "Guerrero"}),
    (
        "0 bryant st",
        {"street_number": "0", "street_name": "Bryant", "street_suffix": "St"},
    ),
    (
        "1455 market st fl 9",
        {
            "street_number": "1455",
            "street_name": "Market",
            "street_suffix": "St",
            "unit": "9",
        },
    ),
    (
        "600 army st",
        {"street_number": "600", "street_name": "Cesar Chavez", "street_suffix": "St"},
    ),
    (
        "12 Zebulon Court",
        {"street_number": "12", "street_name": "Zebulon", "street_suffix": "Ct"},
    ),
    ("1 Avenue I", {"street_number": "1", "street_name": "Avenue I"}),
    (
        "2450 the embarcadero",
        {"street_number": "2450", "street_name": "The Embarcadero"},
    ),
    (
        "5 Embarcadero Center",
        {"street_number": "5", "street_name": "Embarcadero Center"},
    ),
    ("20 SOUTH PARK", {"street_number": "20", "street_name": "South Park"}),
    (
        "16 elgin park",
        {"street_number": "16", "street_name": "Elgin", "street_suffix": "Park"},
    ),
    (
        "show me all permits for 1234 mission street",
        {"street_number": "1234", "street_name": "Mission", "street_suffix": "St"},
    ),
    (
        "who did the work at 123 main st",
        {"street_number": "123", "street_name": "Main", "street_suffix": "St"},
    ),
    (
        "who is the contractor for 123 main st",
        {"street_number": "123", "street_name": "Main", "street_suffix": "St"},
    ),
    (
        "what's happening at 555 fulton?",
        {"street_number": "555", "street_name": "Fulton"},
    ),
    ("one market", {"street_number": "1", "street_name": "Market"}),
    (
        "One Embarcadero Center",
        {"street_number": "1", "street_name": "Embarcadero Center"},
    ),
    ("1 Market Plaza", {"street_number": "1", "street_name": "Market"}),
    ("333 Beale PH", {"street_number": "333", "street_name": "Beale", "unit": "PH"}),
    (
        "1 Bush Street, 5th floor",
        {
            "street_number": "1",
            "street_name": "Bush",
            "street_suffix": "St",
            "unit": "5",
        },
    ),
    (
        "2 Townsend 3-304",
        {"street_number": "2", "street_name": "Townsend", "unit": "3-304"},
    ),
    (
        "44 montgomery, floor 20",
        {"street_number": "44", "street_name": "Montgomery", "unit": "20"},
    ),
    (
        "500 3rd street suite 505 sf ca 94107",
        {
            "street_number": "500",
            "street_name": "3rd",
            "street_suffix": "St",
            "unit": "505",
            "zipcode": "94107",
        },
    ),
    (
        "201 Folsom #12A",
        {"street_number": "201", "street_name": "Folsom", "unit": "12A"},
    ),
    (
        "1 Daniel Burnham Court #200",
        {
            "street_number": "1",
            "street_name": "Daniel Burnham",
            "street_suffix": "Ct",
            "unit": "200",
        },
    ),
    (
        "123 5th st apt 5",
        {
            "street_number": "123",
            "street_name": "5th",
            "street_suffix": "St",
            "unit": "5",
        },
    ),
    (
        "1234 valencia st, noe valley",
        {
            "street_number": "1234",
            "street_name": "Valencia",
            "street_suffix": "St",
            "neighborhood": "Noe Valley",
        },
    ),
    ("2020 mission", {"street_number": "2020", "street_name": "Mission"}),
    ("valencia 2500", {"street_number": "2500", "street_name": "Valencia"}),
    (
        "1 Sutro Heights Ave",
        {"street_number": "1", "street_name": "Sutro Heights", "street_suffix": "Ave"},
    ),
    ("101 california", {"street_number": "101", "street_name": "California"}),
    (
        "123 Main St., Apt. 4B, San Francisco, CA 94105",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "unit": "4B",
            "zipcode": "94105",
        },
    ),
    (
        "Apt 4B, 123 Main St",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "unit": "4B",
        },
    ),
    (
        "unit #3 - 123 main st",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "unit": "3",
        },
    ),
    (
        "123 main street, b",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "unit": "B",
        },
    ),
    (
        "123 B main street",
        {"street_number": "123B", "street_name": "Main", "street_suffix": "St"},
    ),
    (
        "123-B Main St",
        {"street_number": "123B", "street_name": "Main", "street_suffix": "St"},
    ),
    (
        "123 main st 2nd floor",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "unit": "2",
        },
    ),
    ("123 S. Van Ness", {"street_number": "123", "street_name": "South Van Ness"}),
    (
        "123 Van Ness Ave South",
        {"street_number": "123", "street_name": "Van Ness", "street_suffix": "Ave"},
    ),
    (
        "123 W Portal Ave",
        {"street_number": "123", "street_name": "West Portal", "street_suffix": "Ave"},
    ),
    (
        "123 n point st",
        {"street_number": "123", "street_name": "North Point", "street_suffix": "St"},
    ),
    (
        "123 E 24th st",
        {"street_number": "123", "street_name": "24th", "street_suffix": "St"},
    ),
    (
        "55 DeBoom St",
        {"street_number": "55", "street_name": "De Boom", "street_suffix": "St"},
    ),
    ("1 Mac Arthur", {"street_number": "1", "street_name": "MacArthur"}),
    (
        "99 mc allister st",
        {"street_number": "99", "street_name": "McAllister", "street_suffix": "St"},
    ),
    (
        "2301 cesar chaves st",
        {"street_number": "2301", "street_name": "Cesar Chavez", "street_suffix": "St"},
    ),
    (
        "15 10th ave",
        {"street_number": "15", "street_name": "10th", "street_suffix": "Ave"},
    ),
    (
        "address: 123 main st",
        {"street_number": "123", "street_name": "Main", "street_suffix": "St"},
    ),
    (
        "2130 harrison st #14",
        {
            "street_number": "2130",
            "street_name": "Harrison",
            "street_suffix": "St",
            "unit": "14",
        },
    ),
    (
        "apartment 302, 1200 gough",
        {"street_number": "1200", "street_name": "Gough", "unit": "302"},
    ),
    (
        "1890 clay street unit 504",
        {
            "street_number": "1890",
            "street_name": "Clay",
            "street_suffix": "St",
            "unit": "504",
        },
    ),
    (
        "2801-2805 22nd street",
        {"street_number": "2801-2805", "street_name": "22nd", "street_suffix": "St"},
    ),
    ("300 block of page", {"street_number": "300-399", "street_name": "Page"}),
    ("50 la playa", {"street_number": "50", "street_name": "La Playa"}),
    (
        "1800 9 ave",
        {"street_number": "1800", "street_name": "9th", "street_suffix": "Ave"},
    ),
    (
        "601 fourth street",
        {"street_number": "601", "street_name": "4th", "street_suffix": "St"},
    ),
    (
        "15 la salle ave",
        {"street_number": "15", "street_name": "La Salle", "street_suffix": "Ave"},
    ),
    ("600 junipero serra", {"street_number": "600", "street_name": "Junipero Serra"}),
    ("history of 742 steiner", {"street_number": "742", "street_name": "Steiner"}),
    (
        "742 stiener st",
        {"street_number": "742", "street_name": "Steiner", "street_suffix": "St"},
    ),
    (
        "has 710 ashbury had any work done",
        {"street_number": "710", "street_name": "Ashbury"},
    ),
)


@pytest.mark.parametrize(("line", "fields"), ADDRESSES)
def test_address(line: str, fields: dict[str, Any]) -> None:
    query = read(line)
    assert (query.kind, query.fields()) == ("address", fields)
