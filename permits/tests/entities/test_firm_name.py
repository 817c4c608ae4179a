import pytest

from permits.entities.evidence import Finding
from permits.entities.firm_evidence import (
    ALIAS,
    CUT_OFF,
    MISSPELT,
    OTHER,
    PARTLY,
    SAME,
    compare_names,
)
from permits.entities.firm_name import parse_firm


@pytest.mark.parametrize(
    "text",
    [
        "Quill & Orrin Construction, Inc.",
        "QUILL AND ORRIN CONST",
        "Quill + Orrin Constr. Co",
        "The Quill & Orrin Construction Company",
        "QUILL  &  ORRIN CONSTRUCTION L.L.C.",
        "Quill-and-Orrin Construction L L C",
        "quill & orrin constr****Bond Suspend******",
        "Quill & Orrin Construction **Suspend***",
        "Quill & Orrin Constructoin Inc",
    ],
)
def test_spellings_of_one_firm_have_one_key(text: str) -> None:
    firm = parse_firm(text)
    assert firm
    assert firm.key == "QUILLORRINCONSTRUCTION"
    assert firm.proper == "QUILLORRIN"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Tidewater Elec.", "TIDEWATERELECTRIC"),
        ("Tidewater Plbg & Htg", "TIDEWATERPLUMBINGHEATING"),
        ("T.W. Gen Contr", "TWGENERALCONTRACTOR"),
        ("Orrin Bros. Bldrs", "ORRINBROTHERSBUILDER"),
        ("A-1 Rooter", "A1ROOTER"),
        ("O'Tunney Roofing", "OTUNNEYROOFING"),
        ("Company", "COMPANY"),
        ("Café Pérgola LLC", "CAFEPERGOLA"),
        ("1550 Nowhere Partners LLC", "1550NOWHEREPARTNER"),
    ],
)
def test_abbreviations_are_written_out(text: str, key: str) -> None:
    firm = parse_firm(text)
    assert firm
    assert firm.key == key


@pytest.mark.parametrize("text", ["", "  ", "N/A", "none", "***", "Owner", "&", "."])
def test_no_firm(text: str) -> None:
    assert parse_firm(text) is None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Tidewater Electric Inc", "TIDEWATER ELEC", SAME),
        ("Ada Orrin dba Tidewater Electric", "Tidewater Electric", SAME),
        ("Ada Orrin DBA Tidewater Electric", "Ada Orrin", ALIAS),
        ("Tidewater Mechanical Systems Inc", "Tidewater Mechanical Syst", SAME),
        ("Tidewater Foundation Engineering", "Tidewater Foundation Eng", SAME),
        ("Tidewater Foundation Drilling", "Tidewater Foundation Dril", CUT_OFF),
        ("Tidewater Electric", "Tidewatre Electric", MISSPELT),
        ("Tidewater Electric", "Tidewater Plumbing", PARTLY),
        ("JQ Solar", "JK Solar", OTHER),
        ("Tidewater Electric", "Orrin Electric", OTHER),
    ],
)
def test_names_are_compared(one: str, other: str, expected: Finding) -> None:
    mine, theirs = parse_firm(one), parse_firm(other)
    assert mine
    assert theirs
    assert compare_names(mine, theirs) == expected
    assert compare_names(theirs, mine) == expected
