import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from analysis.models import PlanJob
from analysis.tests.plans import makers
from ops import groups

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def staff(client: Client, group: str) -> User:
    groups.complete()
    user = User.objects.create(username=group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user


def act(client: Client, action: str, *jobs: PlanJob) -> str:
    chosen = [str(job.pk) for job in jobs]
    answer = client.post(
        reverse("admin:analysis_planjob_changelist"),
        {"action": action, "_selected_action": chosen},
        follow=True,
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_operators_cancel_and_retry_and_it_is_written_down(
    client: Client, published: list[object]
) -> None:
    staff(client, groups.OPERATOR)
    running, failed = makers.job(), makers.over(status="failed", error="x")
    assert "Cancelled: 1. Nothing was done for 1" in act(
        client, "cancel", running, failed
    )
    assert "To be checked again: 2." in act(client, "retry", running, failed)
    assert set(published) == {running.pk, failed.pk}
    assert set(PlanJob.objects.values_list("status", flat=True)) == {"queued"}
    noted = LogEntry.objects.values_list("object_id", "change_message")
    assert sorted(noted) == sorted(
        [
            (str(running.pk), "Cancelled."),
            (str(running.pk), "Asked for another check."),
            (str(failed.pk), "Asked for another check."),
        ]
    )


def test_viewers_look_and_do_nothing(client: Client) -> None:
    staff(client, groups.VIEWER)
    job = makers.job()
    assert "Nothing was done" not in act(client, "cancel", job)
    job.refresh_from_db()
    assert job.status == "queued"
    page = client.get(reverse("admin:analysis_planjob_change", args=[job.pk]))
    assert page.status_code == 200
    assert job.network not in page.content.decode().replace("network_", "")


def test_the_operations_page_lists_what_is_at_work(client: Client) -> None:
    staff(client, groups.OPERATOR)
    makers.job()
    page = client.get(reverse("admin:operations")).content.decode()
    assert "Plan sets being checked" in page
