import pytest

from permits.entities.address import parse_address, parse_city, parse_zip


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1550 Nowhere St", "1550 NOWHERE"),
        ("1550 NOWHERE STREET #200", "1550 NOWHERE"),
        ("1550 Nowhere St. Ste 200", "1550 NOWHERE"),
        ("1550 Nowhere Suite 200", "1550 NOWHERE"),
        ("1550  nowhere  av, apt. 3B", "1550 NOWHERE"),
        ("01550 Nowhere Blvd", "1550 NOWHERE"),
        ("12 Third St", "12 3RD"),
        ("12 3rd Street", "12 3RD"),
        ("7 North Point St", "7 NPOINT"),
        ("7 N. Point", "7 NPOINT"),
        ("9 Saint Orrin Way", "9 STORRIN"),
        ("9 St. Orrin Way", "9 STORRIN"),
        ("P.O. Box 42", "BOX 42"),
        ("PO BOX 42", "BOX 42"),
        ("5 The Street", "5 THE"),
        ("", ""),
        ("Nowhere St", ""),
        ("1550", ""),
        ("n/a", ""),
        ("#5", ""),
    ],
)
def test_address(text: str, key: str) -> None:
    assert parse_address(text) == key


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("SF", "SAN FRANCISCO"),
        ("S.F.", "SAN FRANCISCO"),
        ("San Fran", "SAN FRANCISCO"),
        ("san francisco", "SAN FRANCISCO"),
        ("So. San Francisco", "SO SAN FRANCISCO"),
        ("Oakland", "OAKLAND"),
        ("", ""),
    ],
)
def test_city(text: str, city: str) -> None:
    assert parse_city(text) == city


@pytest.mark.parametrize(
    ("text", "zip_code"),
    [
        ("94110", "94110"),
        ("94110-0000", "94110"),
        ("941101234", "94110"),
        ("94110-1234", "94110"),
        ("V6B 1A1", ""),
        ("00000", ""),
        ("", ""),
    ],
)
def test_zip(text: str, zip_code: str) -> None:
    assert parse_zip(text) == zip_code
