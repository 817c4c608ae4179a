"""Which pages of the plan check `manage.py audit_queries` asks for."""

from collections.abc import Sequence

from django.urls import reverse

from analysis.models import PlanJob
from analysis.models.sheet import PlanSheet
from ops.audit import pages


def _plans(name: str) -> pages.Choose:
    """Those with the most sheets, and the newest."""

    def chosen(number: int) -> Sequence[str]:
        kept = PlanJob.objects.kept().order_by("-created_at")
        keys = kept.values_list("pk", flat=True)[:number]
        return [reverse(name, args=[key]) for key in keys]

    return chosen


def _sheets(number: int) -> Sequence[str]:
    kept = PlanSheet.objects.filter(job__in=PlanJob.objects.kept())
    rows = kept.order_by("-number").values_list("job_id", "number")[:number]
    return [reverse("plan_sheet", args=row) for row in rows]


pages.register(
    {
        "plans": lambda _: [reverse("plans")],
        "plan_deleted": lambda _: [reverse("plan_deleted")],
        "plan": _plans("plan"),
        "plan_json": _plans("plan_json"),
        "plan_csv": _plans("plan_csv"),
        "plan_compare": _plans("plan_compare"),
        "plan_sheet": _sheets,
    }
)
pages.leave_out(
    {
        "plans_json": "takes POST alone",
        "plan_cancel": "takes POST alone",
        "plan_delete": "takes POST alone",
        "plan_share": "takes POST alone",
        "plan_file": "reads one row by its key and a file",
        "plan_picture": "reads one row by its key and a file",
    }
)
