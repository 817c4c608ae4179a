from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from knowledge.llm import LlmUnavailable, compose, ledger
from knowledge.models import LlmSwitch
from knowledge.tests.anthropic_server import Claude
from knowledge.tests.llm.passages import SOURCES

pytestmark = pytest.mark.django_db
LIST = "admin:knowledge_llmswitch_changelist"
ROW = "admin:knowledge_llmswitch_change"


def sign_in(client: Client, group: str) -> None:
    user = User.objects.create(username=group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)


def test_an_operator_switches_claude_off_and_it_is_written_down(
    client: Client, claude: Claude
) -> None:
    sign_in(client, "operator")
    assert "on" in client.get(reverse(LIST)).content.decode()
    page = client.get(reverse(ROW, args=[1])).content.decode()
    assert "compose answers with claude" in page.lower()
    response = client.post(
        reverse(ROW, args=[1]), {"reason": "Costs too much.", "changed_by": "forged"}
    )
    assert response.status_code == 302
    switch = LlmSwitch.objects.get()
    assert (switch.is_on, switch.reason) == (False, "Costs too much.")
    assert switch.changed_by == "operator"
    assert switch.changed_at is not None
    entry = LogEntry.objects.get()
    assert entry.user.get_username() == "operator"
    assert entry.get_change_message() == "Claude is off. Costs too much."
    with pytest.raises(LlmUnavailable):
        compose("?", SOURCES)
    assert not claude.requests
    client.post(reverse(ROW, args=[1]), {"is_on": "on", "reason": ""})
    assert ledger.is_on()
    assert compose("?", SOURCES).blocks


@pytest.mark.parametrize("group", ["viewer", "editor"])
def test_others_of_the_staff_see_it_and_cannot_change_it(
    group: str, client: Client
) -> None:
    sign_in(client, group)
    assert client.get(reverse(LIST)).status_code == 200
    assert client.get(reverse(ROW, args=[1])).status_code == 200
    assert client.post(reverse(ROW, args=[1]), {}).status_code == 403
    assert ledger.is_on()


@pytest.mark.parametrize("page", ["add", "delete"])
def test_there_is_one_row_for_ever(page: str, client: Client) -> None:
    sign_in(client, "operator")
    client.get(reverse(LIST))
    args: list[Any] = [] if page == "add" else [1]
    address = reverse(f"admin:knowledge_llmswitch_{page}", args=args)
    assert client.post(address, {"post": "yes"}).status_code == 403
    assert LlmSwitch.objects.count() == 1


def test_strangers_see_nothing_of_it(client: Client) -> None:
    assert client.get(reverse(LIST)).status_code == 302
