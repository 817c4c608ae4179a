from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from knowledge.answers import publish, store
from knowledge.answers.store import Wanted
from knowledge.ask_text import Asked
from knowledge.models import Answer
from ops import cron_log, messages
from ops.jobs import job

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []
    monkeypatch.setattr(messages, "send", lambda *a, **k: found.append((a, k)))
    return found


def _old(text: str = "How high?") -> Answer:
    wanted = Wanted(Asked.of(text), 1, "claude")
    answer, _ = store.request(wanted=wanted, chunks=[])
    Answer.objects.update(asked_at=timezone.now() - store.PATIENCE)
    return answer


def test_a_message_carries_an_id_alone(sent: list[Any]) -> None:
    answer = _old()
    assert publish.publish(answer)
    assert sent == [(("knowledge.tasks.compose_answer", [str(answer.pk)]), {})]


def test_the_task_is_there() -> None:
    app = import_module(settings.CELERY_MODULE).app
    app.loader.import_default_modules()
    assert publish.TASK in app.tasks


def test_without_the_queue_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise messages.NotSentError

    monkeypatch.setattr(messages, "send", refuse)
    assert not publish.publish(_old())


def test_the_job_publishes_what_nobody_began(sent: list[Any]) -> None:
    answer = _old()
    row = cron_log.run(job("answers"), scheduled_for=timezone.now())
    assert (row.status, row.rows_changed) == ("success", 1)
    assert [call[0][1] for call in sent] == [[str(answer.pk)]]


def test_the_job_that_purges_says_how_many(sent: list[Any]) -> None:
    answer = _old()
    old = timezone.now() - 2 * store.KEPT
    Answer.objects.filter(pk=answer.pk).update(status="failed", asked_at=old)
    row = cron_log.run(job("purge_answers"), scheduled_for=timezone.now())
    assert (row.status, row.rows_changed) == ("success", 1)
