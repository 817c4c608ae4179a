"""The real plan files: each sheet was looked at, and this is what is on it."""

from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from analysis import checks, pdf, sheet_facts
from analysis.checks.finding import Finding
from analysis.plan_set import PlanSet, Submission
from analysis.tests.checks.sets import worst

FARMHOUSE = "farmhouse_25sheet_ccbysa_deflate.pdf"
SCAN = "opentakeoff_scanned-plan.pdf"
BROTLI = "pdfjs_Brotli-Prototype-FileA.pdf"

# Number and name in the title block of each sheet, as a person reads them.
SHEETS = (
    ("A0.0", "COVER PAGE"),
    ("A0.1", "PROJECT INFORMATION"),
    ("A0.2", "PROJECT NOTES"),
    ("A1.0", "SITE PLAN"),
    ("A1.1", "FOUNDATION PLAN"),
    ("A1.2", "1ST FLOOR PLAN"),
    ("A1.3", "2ND FLOOR PLAN"),
    ("A1.4", "ROOF PLAN"),
    ("A1.5", "1ST FLOOR RCP / ELECTRICAL PLAN"),
    ("A1.6", "2ND REF. CEILING PLAN / ELECTRICAL PLAN"),
    ("A1.7", "DETAIL PLANS"),
    ("A2.0", "SOUTH ELEVATION"),
    ("A2.1", "WEST ELEVATION"),
    ("A2.2", "NORTH ELEVATION"),
    ("A2.3", "EAST ELEVATION"),
    ("A2.4", "INTERIOR ELEVATIONS"),
    ("A2.5", "INTERIOR ELEVATIONS"),
    ("A3.0", "BUILDING SECTION"),
    ("A3.1", "BUILDING SECTION"),
    ("A3.2", "SECTIONS"),
    ("A4.0", "TYPICAL DETAILS"),
    ("A4.1", "DECORATIVE DETAILS"),
    ("A4.2", "EXTERIOR DETAILS"),
    ("A4.3", "DOORS & WINDOWS"),
    ("A5.0", "SCHEDULES"),
)
# All sheets are 17 by 11 in; the cover has no count and no blank; the title block is a
# strip 1.2 in wide. Project and address in it are outlines, no text, so that nothing can
# be said of them. Site plan: scale and north arrow. One date on all sheets.
VERDICTS = {
    "EPR-001": "pass",
    # Hatching on one sheet, with its words beside it, may look like drawn letters.
    "EPR-002": {"pass", "cannot tell"},
    "EPR-003": "pass",
    "EPR-004": "cannot tell",
    "EPR-005": "fail",
    "EPR-006": "pass",
    "EPR-007": "warn",
    "EPR-008": "warn",
    "EPR-009": "pass",
    "EPR-010": "pass",
    "EPR-011": "warn",
    "EPR-012": "fail",
    "EPR-013": "cannot tell",
    "EPR-014": "pass",
    "EPR-015": "pass",
    "EPR-016": "fail",
    "EPR-017": {"pass", "cannot tell"},
    "EPR-018": "cannot tell",
    "EPR-019": "pass",
    "EPR-020": "fail",
    "EPR-021": "fail",
    # Outlined text and brick on four sheets; reviewers may or may not feel it.
    "EPR-022": {"pass", "warn"},
    "SET-001": "pass",
    "SET-002": "cannot tell",
    "SET-003": "pass",
    "SET-004": "pass",
    "SET-005": "pass",
}
FIRES_ON_ALL = {"EPR-005", "EPR-016"}


def path_to(name: str) -> Path:
    path = settings.SHARED_DIR / "plans" / name
    if not path.exists():
        pytest.skip(f"{name} is not here; it is not part of the repository")
    return Path(path)


@cache
def farmhouse() -> tuple[PlanSet, dict[str, list[Finding]]]:
    plan_set = pdf.read(path_to(FARMHOUSE), file_name=FARMHOUSE)
    results = checks.run_all(plan_set, Submission())
    return plan_set, {rule.id: found for rule, found in results}


def test_number_and_name_of_every_sheet_are_read() -> None:
    plan_set, _ = farmhouse()

    facts = sheet_facts.of(plan_set)

    assert [(one.number, one.name) for one in facts.sheets] == list(SHEETS)
    assert {one.role for one in facts.sheets} == {"drawing"}


@pytest.mark.parametrize("rule", VERDICTS)
def test_each_rule_says_what_a_person_would(rule: str) -> None:
    _, found = farmhouse()
    expected = VERDICTS[rule]

    said = worst(found[rule])

    assert said in ({expected} if isinstance(expected, str) else expected), found[rule]


def test_no_sheet_is_accused_of_what_it_has() -> None:
    _, found = farmhouse()

    for rule in FIRES_ON_ALL:
        places = {place.sheet for one in found[rule] for place in one.places}
        assert places == set(range(1, 26))
    for rule in ("EPR-012", "EPR-011"):
        assert [place.sheet for one in found[rule] for place in one.places] == [1]


def test_the_index_lists_what_the_cover_shows() -> None:
    plan_set, _ = farmhouse()

    index = sheet_facts.of(plan_set).index

    assert index is not None
    assert [entry.number for entry in index.entries] == [number for number, _ in SHEETS]


def test_a_scanned_page_is_told_and_nothing_is_claimed_of_its_words() -> None:
    plan_set = pdf.read(path_to(SCAN), file_name=SCAN)

    found = {
        rule.id: worst(said) for rule, said in checks.run_all(plan_set, Submission())
    }

    assert found["EPR-001"] == "fail"
    assert found["EPR-002"] == "fail"
    assert found["EPR-005"] == "fail"
    assert {rule for rule, said in found.items() if said == "fail"} <= {
        "EPR-001",
        "EPR-002",
        "EPR-005",
        "EPR-020",
        # A scan has none of the Back Check page's menus, whatever it shows.
        "EPR-021",
    }


def test_a_file_that_most_readers_cannot_open_is_refused_in_words() -> None:
    with pytest.raises(pdf.PdfError, match="Brotli"):
        pdf.read(path_to(BROTLI), file_name=BROTLI)
