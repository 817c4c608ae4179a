"""The groups of the staff and what each may do, made anew by every migration.

Rights are given by group alone, so that this table is the whole of it.
"""

from typing import Any, Final

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from ops import admin

VIEWER: Final = "viewer"
OPERATOR: Final = "operator"
EDITOR: Final = "editor"
# Besides seeing everything, as `app.permission`.
MAY: Final = {
    VIEWER: frozenset[str](),
    OPERATOR: frozenset({"ops.run_job"}),
    EDITOR: frozenset({"ops.change_feedback", "ops.delete_feedback"}),
}


def after_migrate(sender: AppConfig, **_: Any) -> None:
    """Make the groups once every app has its permissions (Django's `post_migrate`)."""
    with_models = [app for app in apps.get_app_configs() if app.models_module]
    if sender is with_models[-1]:
        complete()


def complete() -> None:
    """Make the groups that are missing, and give each what the table says."""
    seeing = {_to_see(model) for model in admin.models()}
    for name, more in MAY.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions(seeing | more))


def _to_see(model: Any) -> str:
    return f"{model._meta.app_label}.view_{model._meta.model_name}"


def _permissions(names: set[str] | frozenset[str]) -> list[Permission]:
    wanted = Q()
    for name in names:
        app, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))
