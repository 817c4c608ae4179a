"""Addresses of the plan check."""

from django.urls import URLPattern, path, register_converter

from analysis.share import KEY
from analysis.views import actions, compare, exports, files, report, sheet, submit


class KeyConverter:
    """What opens a plan check (analysis/share.py)."""

    regex = KEY

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(KeyConverter, "plan_key")

urlpatterns: list[URLPattern] = [
    path("plans/", submit.page, name="plans"),
    path("plans.json", submit.as_json, name="plans_json"),
    path("plans/deleted/", actions.deleted, name="plan_deleted"),
    path("plans/file/<str:token>/", files.plan_set, name="plan_file"),
    path("plans/<plan_key:key>.json", exports.as_json, name="plan_json"),
    path("plans/<plan_key:key>.csv", exports.as_csv, name="plan_csv"),
    path("plans/<plan_key:key>/", report.page, name="plan"),
    path("plans/<plan_key:key>/compare/", compare.page, name="plan_compare"),
    path("plans/<plan_key:key>/sheets/<int:number>/", sheet.page, name="plan_sheet"),
    path(
        "plans/<plan_key:key>/sheets/<int:number>/<str:which>.webp",
        files.picture,
        name="plan_picture",
    ),
    path("plans/<plan_key:key>/share/", actions.share, name="plan_share"),
    path("plans/<plan_key:key>/cancel/", actions.cancel, name="plan_cancel"),
    path("plans/<plan_key:key>/delete/", actions.delete, name="plan_delete"),
]
