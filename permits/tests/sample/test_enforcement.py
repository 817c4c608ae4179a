from collections import Counter

import pytest

Record = dict[str, str]
Sample = dict[str, list[Record]]
TODAY = "2026-11-23"


@pytest.mark.parametrize("name", ["complaints", "violations"])
def test_status_is_in_mixed_case(sample: Sample, name: str) -> None:
    found = {record["status"] for record in sample[name]}
    assert found == {"active", "not active", "Active", "Not Active"}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("date_filed", "last_inspection_date"),
        ("date_filed", "date_1st_nov_issued"),
        ("date_1st_nov_issued", "date_2nd_nov_issued"),
        ("date_2nd_nov_issued", "date_final_warning_letter_issued"),
        ("date_2nd_nov_issued", "director_hearing_date"),
        ("director_hearing_date", "date_referred_to_city_attorney"),
        ("date_1st_nov_issued", "date_abated"),
        ("date_filed", "closed_date"),
    ],
)
def test_days_of_complaints_are_in_order(
    sample: Sample, earlier: str, later: str
) -> None:
    for record in sample["complaints"]:
        if record[later]:
            assert record[earlier] <= record[later]
            assert record[earlier]
            assert record[later][:10] <= TODAY


def test_closed_complaints_are_not_active(sample: Sample) -> None:
    for record in sample["complaints"]:
        settled = record["status"].lower() == "not active"
        assert settled == bool(record["closed_date"])


def test_numbers_tell_the_year(sample: Sample) -> None:
    for record in sample["complaints"]:
        number, year = record["complaint_number"], record["date_filed"][:4]
        if number.startswith("H"):
            assert number[1:3] == year[2:]
            assert year < "1995"
        else:
            assert len(number) == 9
            assert number[:4] == year


def test_violations_repeat_their_complaint(sample: Sample) -> None:
    complaints = {r["complaint_number"]: r for r in sample["complaints"]}
    same = ("date_filed", "block", "lot", "status", "street_name", "unit")
    for record in sample["violations"]:
        complaint = complaints[record["complaint_number"]]
        assert complaint["date_1st_nov_issued"]
        assert all(record[field] == complaint[field] for field in same)


def test_divisions_have_their_share(sample: Sample) -> None:
    found = Counter(r["receiving_division"] for r in sample["complaints"])
    housing = found["Housing Inspection Services"] / found.total()
    assert housing == pytest.approx(0.41, abs=0.04)


def test_work_beyond_a_permit_names_one_of_the_parcel(sample: Sample) -> None:
    places = {
        r["permit_number"].lower(): (r["block"], r["lot"])
        for r in sample["permits"]
        if r["primary_address_flag"]
    }
    named = 0
    for record in sample["complaints"]:
        for word in record["complaint_description"].split():
            if word in places:
                named += 1
                assert places[word] == (record["block"], record["lot"])
    assert named > 20


def test_inspections_follow_issue_and_end_with_completion(
    sample: Sample, permits_by_number: dict[str, Record]
) -> None:
    for record in sample["inspections"]:
        assert record["request_date"] <= record["scheduled_date"]
        assert record["parcel_number"] == record["block"] + record["lot"]
        assert bool(record["result"]) == (record["scheduled_date"][:10] <= TODAY)
        if record["reference_number_type"] == "permit":
            permit = permits_by_number[record["reference_number"]]
            day = record["scheduled_date"][:10]
            assert permit["issued_date"][:10] <= day
            if permit["completed_date"]:
                assert day <= permit["completed_date"][:10]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("electrical_permits", "application_creation_date"),
        ("plumbing_permits", "application_date"),
    ],
)
def test_trade_permits(sample: Sample, name: str, first: str) -> None:
    for record in sample[name]:
        assert record[first] == record["filed_date"] <= record["issued_date"]
        assert record["issued_date"][:10] <= TODAY
        done = record["completed_date"]
        assert bool(done) == (record["status"] == "complete")
        assert not done or record["issued_date"] <= done
        assert record[first][:10].replace("-", "") in record["permit_number"]
    assert {r["permit_number"].rstrip("0123456789") for r in sample[name]} in (
        {"E", "EW"},
        {"PM", "PW"},
    )
