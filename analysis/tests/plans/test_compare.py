from pathlib import Path

import pytest

from analysis.compare import compare
from analysis.models import PlanJob, PlanSheet
from analysis.report import Filters, Report
from analysis.tests.plans.test_views import finished

pytestmark = pytest.mark.django_db


def ends(before: PlanJob, after: PlanJob) -> dict[str, list[list[str]]]:
    """The sheets that are named where EPR-005 is, by what became of it."""
    found = compare(Report(before, Filters()), Report(after, Filters()))
    named = {
        name: [
            list(line.sheets)
            for line in getattr(found, name)
            if line.finding.row.rule == "EPR-005"
        ]
        for name in ("new", "still", "unclear", "gone", "fixed")
    }
    return {name: lines for name, lines in named.items() if lines}


def broken_on(job: PlanJob, *numbers: int) -> None:
    verdict = "fail" if numbers else "pass"
    job.findings.filter(rule="EPR-005").update(sheets=list(numbers), verdict=verdict)


def test_what_was_wrong_on_a_sheet_that_was_taken_out_is_not_fixed(kept: Path) -> None:
    before, after = finished(kept), finished(kept)
    broken_on(before, 1, 2)
    broken_on(after)
    assert ends(before, after) == {"fixed": [["A1.0", "A2.0"]]}
    PlanSheet.objects.filter(job=after, number=2).delete()
    assert ends(before, after) == {"fixed": [["A1.0"]], "gone": [["A2.0"]]}


def test_of_a_sheet_that_could_not_be_read_nothing_is_fixed(kept: Path) -> None:
    before, after = finished(kept), finished(kept)
    broken_on(before, 1, 2)
    broken_on(after)
    PlanSheet.objects.filter(job=after, number=2).update(problem="It was too much.")
    assert ends(before, after) == {"fixed": [["A1.0"]], "unclear": [["A2.0"]]}


def test_a_set_that_was_read_in_part_is_not_said_to_be_right(kept: Path) -> None:
    job = finished(kept)
    broken_on(job)
    assert Report(job, Filters()).headline == "Nothing found that would send it back"
    PlanSheet.objects.filter(job=job, number=2).update(problem="It was too much.")
    said = Report(job, Filters()).headline
    assert said == "Nothing found on the 2 of 3 sheets read"
