import itertools
import re
from collections import Counter, defaultdict

import pytest

Record = dict[str, str]
Sample = dict[str, list[Record]]
WRONG = ("1721", "2205")
DAYS = ("arrive", "start_date", "finish_date")


def planted(record: Record) -> bool:
    return any(record[day].startswith(WRONG) for day in DAYS)


@pytest.fixture(scope="module")
def routing(sample: Sample) -> list[Record]:
    return [record for record in sample["addenda"] if not planted(record)]


@pytest.mark.parametrize(
    ("column", "value", "share", "off"),
    [
        ("station", "CPB", 0.28, 0.06),
        ("station", "BLDG", 0.106, 0.03),
        ("station", "CP-ZOC", 0.086, 0.03),
        ("station", "SFFD", 0.079, 0.03),
        ("station", "INTAKE", 0.069, 0.03),
        ("station", "CNT-PC", 0.059, 0.03),
        ("station", "HIS", 0.039, 0.02),
        ("station", "MECH", 0.036, 0.02),
        ("station", "DPW-BSM", 0.034, 0.02),
        ("station", "BID-INSP", 0.031, 0.02),
        ("station", "SFPUC", 0.023, 0.015),
        ("station", "PPC", 0.015, 0.015),
        ("department", "DBI", 0.754, 0.06),
        ("department", "CPC", 0.095, 0.03),
        ("addenda_number", "0", 0.95, 0.03),
        ("addenda_number", "1", 0.036, 0.02),
        ("plan_checked_by", "", 0.167, 0.02),
        ("hold_description", "", 0.656, 0.02),
        ("review_results", "", 0.906, 0.03),
        ("review_results", "Approved", 0.043, 0.02),
        ("review_results", "Administrative", 0.037, 0.02),
        ("review_results", "Issued Comments", 0.01, 0.006),
    ],
)
def test_share(
    sample: Sample, column: str, value: str, share: float, off: float
) -> None:
    rows = sample["addenda"]
    found = sum(record[column] == value for record in rows) / len(rows)
    assert found == pytest.approx(share, abs=off)


def test_some_years_are_impossible(sample: Sample) -> None:
    some = [record for record in sample["addenda"] if planted(record)]
    assert 1 <= len(some) < len(sample["addenda"]) / 1000
    assert {record[day][:4] for record in some for day in DAYS} & set(WRONG)


def test_days_are_in_order(routing: list[Record]) -> None:
    for record in routing:
        days = [record[day] for day in DAYS if record[day]]
        assert days == sorted(days)
        assert days[-1] < "2026-11-24"
        if record["out_hold"]:
            assert record["in_hold"] <= record["out_hold"] <= record["finish_date"]


def test_review_lies_between_filing_and_issue(
    routing: list[Record], permits_by_number: dict[str, Record]
) -> None:
    for record in routing:
        permit = permits_by_number[record["application_number"]]
        assert record["arrive"][:10] >= permit["filed_date"][:10]
        if record["addenda_number"] == "0" and permit["issued_date"]:
            assert record["finish_date"][:10] <= permit["issued_date"][:10]
            assert record["finish_date"]
        if record["addenda_number"] != "0":
            assert record["arrive"][:10] >= permit["issued_date"][:10]
            assert record["title"]


def test_permits_under_review_have_an_open_station(
    sample: Sample, permits_by_number: dict[str, Record]
) -> None:
    by_permit = defaultdict(list)
    for record in sample["addenda"]:
        by_permit[record["application_number"]].append(record)
    waiting = [
        steps
        for number, steps in by_permit.items()
        if permits_by_number[number]["status"] in {"filed", "plancheck"}
    ]
    still = [any(not r["finish_date"] for r in steps) for steps in waiting]
    assert len(waiting) > 100
    assert sum(still) > 0.5 * len(still)
    assert any(r["in_hold"] and not r["out_hold"] for r in sample["addenda"])


def test_steps_count_on(sample: Sample) -> None:
    routes = defaultdict(list)
    for record in sample["addenda"]:
        key = record["application_number"], record["addenda_number"]
        routes[key].append(int(record["step"]))
    for steps in routes.values():
        assert steps == sorted(steps)
        assert set(steps) == set(range(1, max(steps) + 1))


def test_some_steps_were_reassigned(routing: list[Record]) -> None:
    places = Counter(
        (r["application_number"], r["addenda_number"], r["step"]) for r in routing
    )
    repeated = sum(n > 1 for n in places.values())
    assert 0.01 < repeated / len(places) < 0.05


def test_comments_bring_the_plans_back(routing: list[Record]) -> None:
    again = 0
    for record, after in itertools.pairwise(routing):
        same = record["application_number"] == after["application_number"]
        if same and record["review_results"] == "Issued Comments":
            again += record["station"] == after["station"]
    assert again > 10


def test_same_day_chain_over_the_counter(
    routing: list[Record], permits_by_number: dict[str, Record]
) -> None:
    chains = defaultdict(list)
    for record in routing:
        chains[record["application_number"]].append(record)
    counter = [
        "-".join(r["station"] for r in steps)
        for number, steps in chains.items()
        if permits_by_number[number]["permit_type"] == "8"
        and len({r["arrive"] for r in steps}) == 1
    ]
    assert counter.count("INTAKE-CP-ZOC-BLDG-CPB") > 50


def test_reviewers_are_last_name_first_in_capitals(sample: Sample) -> None:
    named = {r["plan_checked_by"] for r in sample["addenda"]} - {""}
    assert all(re.fullmatch(r"[A-Z' ]+ [A-Z ]+", name) for name in named)
    assert len(named) > 50
