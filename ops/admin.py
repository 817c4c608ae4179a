"""The admin of the site for its staff, and what operations has in it."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.html import format_html

from ops import limiting, operations_views, rate_limit
from ops.admin_table import LookOnly, Table, TableAdmin, admin_of, whole
from ops.models import CronLog, DataVersion, Feedback, Sample


class Site(admin.AdminSite):
    """Django's admin with an operations page, and a limit for each user name."""

    site_title = "sfpermits"
    site_header = "sfpermits"
    index_title = "Everything that is stored"

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Refuse what is too much for one name, from however many addresses."""
        refused = _too_many_for_name(request)
        return refused or super().login(request, extra_context)

    def get_urls(self) -> list[Any]:
        views = operations_views
        own: list[URLPattern | URLResolver] = [
            path("operations/", self.admin_view(views.page), name="operations"),
            path(
                "operations/run/<str:name>/",
                self.admin_view(views.run_job),
                name="run_job",
            ),
            path(
                "operations/retry/<int:run_id>/",
                self.admin_view(views.retry),
                name="retry_run",
            ),
            path(
                "operations/cancel/<int:run_id>/",
                self.admin_view(views.cancel),
                name="cancel_run",
            ),
        ]
        return own + super().get_urls()


def _too_many_for_name(request: HttpRequest) -> HttpResponse | None:
    name = request.POST.get("username", "").strip().casefold()
    if request.method != "POST" or not name or not settings.RATELIMIT_ENABLE:
        return None
    scope = rate_limit.SCOPES["login"]
    # Redis has no need to know who works here.
    client = f"name {hashlib.sha256(name.encode(errors='replace')).hexdigest()[:32]}"
    verdict = rate_limit.check(scope, client, request)
    if verdict.allowed:
        return None
    return limiting.too_many(request, scope, verdict)


site = Site(name="admin")
site.empty_value_display = "not recorded"
_tables: list[type[Model]] = []


def register(*tables: Table, base: type[TableAdmin] = TableAdmin) -> None:
    """Show these tables in the admin."""
    for table in tables:
        site.register(table.model, admin_of(table, base))
        _tables.append(table.model)


def models() -> list[type[Model]]:
    """What every member of the staff may see: all but users and groups."""
    return [*_tables, Feedback]


register(
    Table(
        CronLog,
        (
            *("job_name", "status", "scheduled_for", "started_at", "finished_at"),
            *("attempt", "rows_changed", "requested_by"),
        ),
        finds=(whole("job_name"),),
        order=("-started_at",),
        filters=("status",),
        hides=("lease_token",),
    ),
    Table(
        Sample,
        (
            *("at", "pool_in_use", "pool_max", "pool_waiting", "cache_hits"),
            *("cache_misses", "queued"),
        ),
        order=("-at",),
    ),
    Table(DataVersion, ("id", "version", "changed_at")),
    Table(
        LogEntry,
        ("action_time", "user", "content_type", "object_repr", "change_message"),
        order=("-action_time",),
        filters=("action_flag",),
    ),
)


class FeedbackAdmin(admin.ModelAdmin):  # type: ignore[type-arg] # not so at run time
    """What visitors wrote; the staff adds a status and a note, and may delete it."""

    list_display = ("received_at", "kind", "beginning", "from_page", "status")
    list_filter = ("status", "kind")
    search_fields = ("text", "note")
    search_help_text = "Finds by a part of the text or of the note."
    ordering = ("-received_at",)
    fields = ("received_at", "kind", "text", "from_page", "email", "status", "note")
    readonly_fields = ("received_at", "kind", "text", "from_page", "email")

    @admin.display(description="text")
    def beginning(self, row: Feedback) -> str:
        """The first words."""
        shown = 80
        return row.text[:shown] + ("…" if len(row.text) > shown else "")

    @admin.display(description="page", empty_value="not recorded")
    def from_page(self, row: Feedback) -> str | None:
        """A link to the page it was sent from."""
        if not row.page:
            return None
        return format_html('<a href="{}">{}</a>', row.page, row.page)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's
        """Only visitors write it."""
        return False


class StaffAdmin(UserAdmin):  # type: ignore[type-arg] # not so at run time
    """Rights come from the groups alone (ops/groups.py)."""

    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    filter_horizontal = ("groups",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        (
            "Rights",
            {"fields": ("is_active", "is_staff", "is_superuser", "groups")},
        ),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )


class RightsAdmin(LookOnly, GroupAdmin):
    """The groups, to look at: they are made by ops/groups.py."""


site.register(Feedback, FeedbackAdmin)
site.register(User, StaffAdmin)
site.register(Group, RightsAdmin)


def address_of(model: type[Model], key: Any) -> str:
    """Give the address of a row's page in the admin."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    return reverse(name, args=[key])
