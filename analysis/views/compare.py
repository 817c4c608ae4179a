"""Two uploads of the same set beside each other."""

import re
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis import share
from analysis.compare import Comparison, compare
from analysis.models import PlanJob
from analysis.report import Filters, Report
from analysis.share import KEY, Access
from analysis.views.access import with_plan

KEYS: Final = re.compile(KEY)


@require_safe
@with_plan
def page(request: HttpRequest, access: Access) -> HttpResponse:
    """Compare with the upload that this one followed, or the one named by `with`.

    `with` is the address of a report, or its id.
    """
    typed = request.GET.get("with", "").strip()[:500]
    other = _other(typed) if typed else _followed(access)
    shown = {
        "access": access,
        "job": access.job,
        "asked": typed,
        "other": other,
        "found": _compared(other.job, access.job) if other else None,
    }
    return render(request, "analysis/compare.html", shown)


def _followed(access: Access) -> Access | None:
    before = access.job.compared_with
    return share.find(str(before.pk)) if before and access.is_owner else None


def _other(typed: str) -> Access | None:
    found = KEYS.search(typed)
    return share.find(found[0]) if found else None


def _compared(before: PlanJob, after: PlanJob) -> Comparison | None:
    """None while one of them has no report."""
    if {before.status, after.status} != {PlanJob.Status.SUCCEEDED}:
        return None
    return compare(Report(before, Filters()), Report(after, Filters()))
