"""Years, costs, statuses, kinds of permit, and these with words and places."""

from typing import Any

import pytest

from permits.tests.search import read

Case = tuple[str, dict[str, Any]]

MIXED: tuple[Case, ...] = (
    ("adu noe valley", {"neighborhood": "Noe Valley", "text": "adu"}),
    (
        "kitchen remodels in glen park since 2019",
        {"neighborhood": "Glen Park", "year_from": 2019, "text": "kitchen remodels"},
    ),
    ("reroof 94122", {"zipcode": "94122", "text": "reroof"}),
    ("94122", {"zipcode": "94122"}),
    ("zip code 94110", {"zipcode": "94110"}),
    ("zip 94110-2203", {"zipcode": "94110"}),
    ("2019", {"year_from": 2019, "year_to": 2019}),
    ("2018-2020", {"year_from": 2018, "year_to": 2020}),
    ("between 2018 and 2020", {"year_from": 2018, "year_to": 2020}),
    ("from 2018 to 2020", {"year_from": 2018, "year_to": 2020}),
    ("since 2021", {"year_from": 2021}),
    ("before 2015", {"year_to": 2014}),
    ("after 2015", {"year_from": 2016}),
    ("last year", {"year_from": 2025, "year_to": 2025}),
    ("this year", {"year_from": 2026, "year_to": 2026}),
    ("past 5 years", {"year_from": 2021}),
    ("march 2022", {"year_from": 2022, "year_to": 2022}),
    ("9/14/2021", {"year_from": 2021, "year_to": 2021}),
    ("since 09/14/2021", {"year_from": 2021}),
    ("under $50k", {"max_cost": 50000}),
    ("over $1 million", {"min_cost": 1000000}),
    ("over $1.5m", {"min_cost": 1500000}),
    ("$100k-$250k", {"min_cost": 100000, "max_cost": 250000}),
    ("$100k+", {"min_cost": 100000}),
    ("more than 100k", {"min_cost": 100000}),
    ("between $20,000 and $40,000", {"min_cost": 20000, "max_cost": 40000}),
    ("less than $5,000", {"max_cost": 5000}),
    ("cost over 500000", {"min_cost": 500000}),
    ("$50-75k", {"min_cost": 50000, "max_cost": 75000}),
    ("expired permits", {"status": "expired"}),
    ("status: issued", {"status": "issued"}),
    ("open permits noe valley", {"neighborhood": "Noe Valley", "status": "issued"}),
    ("finished adu projects", {"status": "complete", "text": "adu"}),
    ("pending permits 94110", {"zipcode": "94110", "status": "filed"}),
    (
        "cancelled solar permits in the marina",
        {"neighborhood": "Marina", "status": "cancelled", "text": "solar"},
    ),
    ("canceled", {"status": "cancelled"}),
    (
        "withdrawn permits hayes valley 2020",
        {
            "neighborhood": "Hayes Valley",
            "status": "withdrawn",
            "year_from": 2020,
            "year_to": 2020,
        },
    ),
    ("permits in plan check", {"status": "plancheck"}),
    (
        "demolition permits bayview since 2018",
        {
            "neighborhood": "Bayview Hunters Point",
            "permit_type": "demolition",
            "year_from": 2018,
        },
    ),
    (
        "new construction soma over $10m",
        {
            "neighborhood": "South of Market",
            "permit_type": "new_construction",
            "min_cost": 10000000,
        },
    ),
    (
        "electrical permits 19th ave",
        {"street_name": "19th", "street_suffix": "Ave", "permit_type": "electrical"},
    ),
    ("sign permits chinatown", {"neighborhood": "Chinatown", "permit_type": "sign"}),
    (
        "plumbing permits in the sunset 2024",
        {
            "neighborhood": ["Inner Sunset", "Sunset/Parkside"],
            "permit_type": "plumbing",
            "year_from": 2024,
            "year_to": 2024,
        },
    ),
    (
        "restaurants on valencia street",
        {"street_name": "Valencia", "street_suffix": "St", "text": "restaurants"},
    ),
    ("seismic retrofit on geary", {"street_name": "Geary", "text": "seismic retrofit"}),
    (
        "reroof 1240 shotwell st",
        {
            "street_number": "1240",
            "street_name": "Shotwell",
            "street_suffix": "St",
            "text": "reroof",
        },
    ),
    (
        "1240 shotwell since 2015",
        {"street_number": "1240", "street_name": "Shotwell", "year_from": 2015},
    ),
    (
        "webcor builders mission bay",
        {"neighborhood": "Mission Bay", "name": "webcor builders"},
    ),
    (
        "work by Delgado Roofing in the castro since 2019",
        {
            "neighborhood": "Castro/Upper Market",
            "name": "Delgado Roofing",
            "year_from": 2019,
        },
    ),
    ("anna kowalski 94131", {"zipcode": "94131", "name": "anna kowalski"}),
    (
        "issued permits over $2m in mission bay last year",
        {
            "neighborhood": "Mission Bay",
            "status": "issued",
            "year_from": 2025,
            "year_to": 2025,
            "min_cost": 2000000,
        },
    ),
    (
        "permits issued in 2022 noe valley",
        {"neighborhood": "Noe Valley", "year_from": 2022, "year_to": 2022},
    ),
    (
        "window replacement pacific heights under 50k before 2020",
        {
            "neighborhood": "Pacific Heights",
            "year_to": 2019,
            "max_cost": 50000,
            "text": "window replacement",
        },
    ),
    (
        "solar noe valley or glen park",
        {"neighborhood": ["Noe Valley", "Glen Park"], "text": "solar"},
    ),
    (
        "adu 94112 2021-2023",
        {"zipcode": "94112", "year_from": 2021, "year_to": 2023, "text": "adu"},
    ),
    (
        "tenant improvement 555 california st 2021",
        {
            "street_number": "555",
            "street_name": "California",
            "street_suffix": "St",
            "year_from": 2021,
            "year_to": 2021,
            "text": "tenant improvement",
        },
    ),
    ("deck outer sunset", {"neighborhood": "Sunset/Parkside", "text": "deck"}),
    (
        "approved adus in ingleside",
        {
            "neighborhood": "Oceanview/Merced/Ingleside",
            "status": "approved",
            "text": "adu",
        },
    ),
    (
        "suspended permits soma",
        {"neighborhood": "South of Market", "status": "suspend"},
    ),
    (
        "block 3731 lot 117 since 2020",
        {"block": "3731", "lot": "117", "year_from": 2020},
    ),
    ("mission 2020", {"neighborhood": "Mission", "year_from": 2020, "year_to": 2020}),
    (
        "mission st 2020",
        {
            "street_name": "Mission",
            "street_suffix": "St",
            "year_from": 2020,
            "year_to": 2020,
        },
    ),
    (
        "issued permits 94110 2023",
        {"zipcode": "94110", "status": "issued", "year_from": 2023, "year_to": 2023},
    ),
    ("permits filed in 2023", {"year_from": 2023, "year_to": 2023}),
    (
        "permits completed in 2021",
        {"status": "complete", "year_from": 2021, "year_to": 2021},
    ),
    ("permits issued since january 2022", {"year_from": 2022}),
    (
        "expired permits at 1234 valencia st",
        {
            "street_number": "1234",
            "street_name": "Valencia",
            "street_suffix": "St",
            "status": "expired",
        },
    ),
    (
        "permits at 24th and mission since 2020",
        {"street_name": ["24th", "Mission"], "year_from": 2020},
    ),
    (
        "permits under construction in dogpatch",
        {"neighborhood": "Potrero Hill", "status": "issued"},
    ),
    ("permits on hold", {"status": "suspend"}),
    ("permits under review", {"status": "plancheck"}),
    (
        "pending adus in the excelsior",
        {"neighborhood": "Excelsior", "status": "filed", "text": "adu"},
    ),
    (
        "garage conversion outer mission $50k to $100k",
        {
            "neighborhood": "Outer Mission",
            "min_cost": 50000,
            "max_cost": 100000,
            "text": "garage conversion",
        },
    ),
    (
        "ev charger 94107 since last year",
        {"zipcode": "94107", "year_from": 2025, "text": "ev charger"},
    ),
    ("swinerton 2023", {"name": "swinerton", "year_from": 2023, "year_to": 2023}),
    ("plath noe valley", {"neighborhood": "Noe Valley", "name": "plath"}),
    ("smith 94110", {"zipcode": "94110", "name": "smith"}),
    (
        "maria gonzalez bernal heights kitchen",
        {"neighborhood": "Bernal Heights", "name": "maria gonzalez", "text": "kitchen"},
    ),
    (
        "john o'connor 2020",
        {"name": "john o'connor", "year_from": 2020, "year_to": 2020},
    ),
    ("work by gensler since 2018", {"name": "gensler", "year_from": 2018}),
    ("contractor smith in noe valley", {"neighborhood": "Noe Valley", "name": "smith"}),
    ("architect david baker 94103", {"zipcode": "94103", "name": "david baker"}),
    ("3731/117 since 2015", {"block": "3731", "lot": "117", "year_from": 2015}),
    (
        "100k-200k bathroom",
        {"min_cost": 100000, "max_cost": 200000, "text": "bathroom"},
    ),
    ("kitchen around $80k", {"min_cost": 64000, "max_cost": 96000, "text": "kitchen"}),
    ("costs between 100k and 200k", {"min_cost": 100000, "max_cost": 200000}),
    ("under 75000", {"max_cost": 75000}),
    ("< $20k", {"max_cost": 20000}),
    (">= 1m", {"min_cost": 1000000}),
    ("at least 2 million dollars", {"min_cost": 2000000}),
    ("max $30k", {"max_cost": 30000}),
    ("valued at over $3m", {"min_cost": 3000000}),
    ("last 6 months", {"year_from": 2025}),
    ("past year", {"year_from": 2025}),
    ("last couple of years", {"year_from": 2024}),
    ("in the 90s", {"year_from": 1990, "year_to": 1999}),
    ("since the 80s", {"year_from": 1980}),
    ("2010 to now", {"year_from": 2010}),
    ("2019 or later", {"year_from": 2019}),
    ("pre-1990", {"year_to": 1989}),
    ("until 2012", {"year_to": 2012}),
    ("q3 2022", {"year_from": 2022, "year_to": 2022}),
    ("2022/05", {"year_from": 2022, "year_to": 2022}),
    ("july 4th, 2021", {"year_from": 2021, "year_to": 2021}),
    ("2021-07-04 to 2022-07-04", {"year_from": 2021, "year_to": 2022}),
    ("between 1/1/2020 and 12/31/2021", {"year_from": 2020, "year_to": 2021}),
    ("solar by sunrun", {"name": "sunrun", "text": "solar"}),
    (
        "mission street restaurant",
        {"street_name": "Mission", "street_suffix": "St", "text": "restaurant"},
    ),
    ("geary theater", {"street_name": "Geary", "text": "theater"}),
    ("adu on 24th ave", {"street_name": "24th", "street_suffix": "Ave", "text": "adu"}),
    (
        "plumbing permits 1234 valencia",
        {"street_number": "1234", "street_name": "Valencia", "permit_type": "plumbing"},
    ),
    (
        "3rd street light rail",
        {"street_name": "3rd", "street_suffix": "St", "text": "light rail"},
    ),
    (
        "mission and valencia solar",
        {"street_name": ["Mission", "Valencia"], "text": "solar"},
    ),
    (
        "123 main st garage conversion",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "text": "garage conversion",
        },
    ),
    (
        "123 main between 2018 and 2020",
        {
            "street_number": "123",
            "street_name": "Main",
            "year_from": 2018,
            "year_to": 2020,
        },
    ),
    (
        "basement of 123 main st",
        {
            "street_number": "123",
            "street_name": "Main",
            "street_suffix": "St",
            "text": "basement",
        },
    ),
    ("homes in sea cliff", {"neighborhood": "Seacliff", "text": "homes"}),
    (
        "garage door replacement 94122 since 2022",
        {"zipcode": "94122", "year_from": 2022, "text": "garage door replacement"},
    ),
    (
        "roof decks in dolores heights over 100k",
        {
            "neighborhood": "Castro/Upper Market",
            "min_cost": 100000,
            "text": "roof decks",
        },
    ),
    (
        "issued adu permits in the excelsior in 2024",
        {
            "neighborhood": "Excelsior",
            "status": "issued",
            "year_from": 2024,
            "year_to": 2024,
            "text": "adu",
        },
    ),
    (
        "electrical permits on 3rd st before 2019",
        {
            "street_name": "3rd",
            "street_suffix": "St",
            "permit_type": "electrical",
            "year_to": 2018,
        },
    ),
    (
        "$1,000,000+ remodels in russian hill",
        {"neighborhood": "Russian Hill", "min_cost": 1000000, "text": "remodels"},
    ),
    (
        "revoked permits in chinatown",
        {"neighborhood": "Chinatown", "status": "revoked"},
    ),
    (
        "swinerton projects in mission bay since 2019",
        {"neighborhood": "Mission Bay", "name": "swinerton", "year_from": 2019},
    ),
    (
        "new construction 2022-2024",
        {"permit_type": "new_construction", "year_from": 2022, "year_to": 2024},
    ),
    (
        "signs on haight street",
        {"street_name": "Haight", "street_suffix": "St", "permit_type": "sign"},
    ),
    ("04/15/2019", {"year_from": 2019, "year_to": 2019}),
    ("permits from 2021", {"year_from": 2021, "year_to": 2021}),
    ("less than 10k", {"max_cost": 10000}),
)


@pytest.mark.parametrize(("line", "fields"), MIXED)
def test_mixed(line: str, fields: dict[str, Any]) -> None:
    query = read(line)
    assert (query.kind, query.fields()) == ("mixed", fields)
