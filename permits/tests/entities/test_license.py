import pytest

from permits.entities.license import (
    is_contractor,
    parse_business_number,
    parse_license,
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("987654", "987654"),
        ("0987654", "987654"),
        ("00987654", "987654"),
        (" 1002003 ", "1002003"),
        ("65547", "65547"),
        ("C-10 987654", "987654"),
        ("C10-987654", "987654"),
        ("C10 #987654", "987654"),
        ("C-10987654", "987654"),
        ("C-101002003", "1002003"),
        ("C-51002003", "1002003"),
        ("C-5987654", "987654"),
        ("B775561", "775561"),
        ("B 0775561", "775561"),
        ("A-912053", "912053"),
        ("LIC# 987654", "987654"),
        ("Lic. 987654", "987654"),
        ("# 987654", "987654"),
        ("CSLB 987654", "987654"),
        ("C12345", "C12345"),
        ("C-12345", "C12345"),
        ("C 12345", "C12345"),
        ("c09876", "C9876"),
        ("S4567", "S4567"),
        ("SE-4567", "SE4567"),
        ("M25994", "M25994"),
        ("LIC#C12345", "C12345"),
    ],
)
def test_licence_is_found(text: str, key: str) -> None:
    assert parse_license(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "C-10", "C10", "B", "A", "000000", "999999", "123456", "0", "EXEMPT",
        "OWNER", "N/A", "PENDING", "someone@example.org", "(415) 555-0100", "C-10 ",
    ],
)  # fmt: skip
def test_no_licence_to_compare(text: str) -> None:
    assert parse_license(text) == ""


def test_contractors_are_told_from_professionals() -> None:
    assert is_contractor(parse_license("C-10 987654"))
    assert not is_contractor(parse_license("C12345"))
    assert not is_contractor("")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("0123457", "123457"),
        ("1234", "1234"),
        ("1098765-03-151", "1098765"),
        ("0000000", ""),
        ("12", ""),
        ("", ""),
        ("none", ""),
    ],
)
def test_business_number(text: str, key: str) -> None:
    assert parse_business_number(text) == key
