import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from ops import groups

pytestmark = pytest.mark.django_db


def member(*names: str) -> User:
    user = User.objects.create(username="-".join(names) or "none", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=names))
    return user


@pytest.mark.parametrize(
    ("group", "permission", "may"),
    [
        ("viewer", "permits.view_permit", True),
        ("viewer", "ops.view_cronlog", True),
        ("viewer", "ops.view_feedback", True),
        ("viewer", "admin.view_logentry", True),
        ("viewer", "ops.run_job", False),
        ("viewer", "ops.change_feedback", False),
        ("viewer", "auth.view_user", False),
        ("operator", "permits.view_permit", True),
        ("operator", "ops.run_job", True),
        ("operator", "ops.change_feedback", False),
        ("editor", "ops.view_cronlog", True),
        ("editor", "ops.change_feedback", True),
        ("editor", "ops.delete_feedback", True),
        ("editor", "ops.run_job", False),
        ("editor", "permits.change_permit", False),
        ("editor", "auth.change_user", False),
    ],
)
def test_what_each_group_may(group: str, permission: str, may: bool) -> None:
    assert member(group).has_perm(permission) == may


def test_a_permission_that_is_named_is_there() -> None:
    for name, more in groups.MAY.items():
        held = Group.objects.get(name=name).permissions
        assert len(more) == sum(
            held.filter(
                content_type__app_label=one.split(".")[0], codename=one.split(".")[1]
            ).count()
            for one in more
        )


def test_a_migration_gives_the_groups_what_the_table_says_and_no_more() -> None:
    operator = Group.objects.get(name="operator")
    operator.permissions.clear()
    viewer = Group.objects.get(name="viewer")
    viewer.permissions.add(*Group.objects.get(name="editor").permissions.all())
    own = Group.objects.create(name="of their own")
    call_command("migrate", verbosity=0)
    assert member("operator").has_perm("ops.run_job")
    assert not member("viewer").has_perm("ops.change_feedback")
    assert own.permissions.count() == 0
    assert Group.objects.count() == 4


def test_staff_without_a_group_see_nothing(client: Client) -> None:
    client.force_login(member())
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/operations/").status_code == 403
    assert client.get("/admin/permits/permit/").status_code == 403


def test_who_is_no_staff_does_not_get_in(client: Client) -> None:
    user = member("operator")
    User.objects.filter(pk=user.pk).update(is_staff=False)
    client.force_login(user)
    assert client.get("/admin/operations/").status_code == 302
