from io import StringIO

import pytest
from django.core.management import call_command

from ops.audit import pages, run

# Nobody has asked anything yet, and no plan set was handed in.
NOTHING_YET = {"answer", "answer_json", "answer_progress"} | {
    *("plan", "plan_json", "plan_csv", "plan_compare", "plan_sheet"),
}


@pytest.fixture
def sample(transactional_db: None) -> None:
    made = ("make_sample", "--permits", "200", "--today", "2026-11-23")
    call_command(*made, stdout=StringIO(), stderr=StringIO())


def test_every_page_is_asked_and_is_there(sample: None) -> None:
    asked = set(pages.registered())
    report = run.run(size=1, slow_ms=10_000)
    assert [(page.path, page.status) for page in report.wrong] == []
    assert set(report.empty) <= NOTHING_YET | {"knowledge_document"}
    assert {one.route for one in report.asked} == asked - set(report.empty)
    by_route = {one.route: one for one in report.asked}
    for route in ("permit", "parcel", "entity", "station", "search", "suggest"):
        assert by_route[route].statements_max >= 1, route
    assert len(report.slowest) == 10
    assert not report.over
