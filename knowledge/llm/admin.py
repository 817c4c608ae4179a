"""The switch for Claude in the admin: the one thing there that operators change."""

from typing import Any, Final

from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from knowledge.models.llm import LlmSwitch
from ops.admin_table import LookOnly
from ops.operations import RUN_JOB

SEE_RUNS: Final = "ops.view_cronlog"


class SwitchAdmin(LookOnly):
    """One row. Who may see and stop what runs may see and stop this, too."""

    list_display = ("__str__", "reason", "changed_by", "changed_at")
    fields = ("is_on", "reason", "changed_by", "changed_at")
    readonly_fields = ("changed_by", "changed_at")

    def has_view_permission(
        self,
        request: HttpRequest,
        obj: Any = None,  # noqa: ARG002 - Django's
    ) -> bool:
        """Seeing: all of the staff."""
        return self._may(request, SEE_RUNS)

    def has_change_permission(
        self,
        request: HttpRequest,
        obj: Any = None,  # noqa: ARG002 - Django's
    ) -> bool:
        """Changing: operators."""
        return self._may(request, RUN_JOB)

    def _may(self, request: HttpRequest, permission: str) -> bool:
        return request.user.is_active and request.user.has_perm(permission)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The row there is, made if nobody needed it before."""
        LlmSwitch.objects.get_or_create(pk=1)
        return super().changelist_view(request, extra_context)

    def save_model(
        self,
        request: HttpRequest,
        obj: Model,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's
    ) -> None:
        """Keep who did it, and when, beside it."""
        assert isinstance(obj, LlmSwitch)
        obj.changed_by = request.user.get_username()
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def log_change(
        self,
        request: HttpRequest,
        obj: Model,
        message: Any,  # noqa: ARG002 - which fields changed says less
    ) -> LogEntry:
        """The entry among those of the staff, saying which way it was turned."""
        assert isinstance(obj, LlmSwitch)
        said = f"Claude is {obj}. {obj.reason}".strip()
        return super().log_change(request, obj, said)
