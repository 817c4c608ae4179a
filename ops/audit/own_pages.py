"""Pages for operators and staff, and what the feedback link leads to."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse

from ops.admin import site
from ops.audit import pages

# Words of a search box: an exact value, a beginning, a number.
TYPED: Final = ("smith", "202001", "1")
# The last page of a list of more than so many rows (ops/admin_table.py).
LAST_PAGE: Final = 100
ROWS: Final = 5_000


def admin(_number: int) -> Sequence[str]:
    """Of each table the first page, the last, searches and a record."""
    own = [reverse("admin:index"), reverse("admin:operations")]
    return [*own, *(path for model in site._registry for path in _of(model))]  # noqa: SLF001 - it has no other list


def _of(model: type[Model]) -> Iterator[str]:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    listed = reverse(f"{name}_changelist")
    rows = model._base_manager.order_by("-pk").values_list("pk", flat=True)  # noqa: SLF001 - as Django's admin does
    yield listed
    yield from (f"{listed}?{urlencode({'q': text})}" for text in TYPED)
    if rows[ROWS : ROWS + 1]:
        yield f"{listed}?{urlencode({'p': LAST_PAGE})}"
    for key in rows[:1]:
        yield reverse(f"{name}_change", args=[key])


pages.register(
    {
        "health": lambda _: [reverse("health")],
        "readyz": lambda _: [reverse("readyz")],
        "metrics": lambda _: [reverse("metrics")],
        "status": lambda _: [reverse("status")],
        "status_json": lambda _: [reverse("status_json")],
        "feedback": lambda _: [reverse("feedback")],
        "feedback_sent": lambda _: [reverse("feedback_sent")],
        pages.ADMIN: admin,
    }
)
pages.leave_out({"healthz": "asks the database nothing"})
