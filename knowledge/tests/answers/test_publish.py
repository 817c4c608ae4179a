from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from knowledge.answers import publish, store
from knowledge.answers.store import Wanted
from knowledge.ask_text import Asked
from knowledge.models import Answer
from ops import cron_log
from ops.jobs import job

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    messages: list[Any] = []
    queue = SimpleNamespace(send_task=lambda *a, **k: messages.append((a, k)))
    monkeypatch.setattr(publish, "current_app", queue)
    return messages


def _old(text: str = "How high?") -> Answer:
    wanted = Wanted(Asked.of(text), 1, "claude")
    answer, _ = store.request(wanted=wanted, chunks=[])
    Answer.objects.update(asked_at=timezone.now() - store.PATIENCE)
    return answer


def test_a_message_carries_an_id_alone(sent: list[Any]) -> None:
    answer = _old()
    assert publish.publish(answer)
    assert sent == [
        (
            ("knowledge.tasks.compose_answer",),
            {"args": [str(answer.pk)], "retry": False},
        )
    ]


def test_the_task_is_there() -> None:
    app = import_module(settings.CELERY_MODULE).app
    app.loader.import_default_modules()
    assert publish.TASK in app.tasks


def test_without_the_queue_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OperationalError

    monkeypatch.setattr(publish, "current_app", SimpleNamespace(send_task=refuse))
    assert not publish.publish(_old())


def test_that_the_queue_is_gone_is_found_out_quickly(
    monkeypatch: pytest.MonkeyPatch, sent: list[Any]
) -> None:
    def refuse() -> None:
        raise RedisError

    redis = SimpleNamespace(ping=refuse)
    monkeypatch.setattr(publish, "get_redis_connection", lambda: redis)
    assert not publish.publish(_old())
    assert sent == []


def test_the_job_publishes_what_nobody_began(sent: list[Any]) -> None:
    answer = _old()
    row = cron_log.run(job("answers"), scheduled_for=timezone.now())
    assert (row.status, row.rows_changed) == ("success", 1)
    assert [call[1]["args"] for call in sent] == [[str(answer.pk)]]


def test_the_job_that_purges_says_how_many(sent: list[Any]) -> None:
    answer = _old()
    old = timezone.now() - 2 * store.KEPT
    Answer.objects.filter(pk=answer.pk).update(status="failed", asked_at=old)
    row = cron_log.run(job("purge_answers"), scheduled_for=timezone.now())
    assert (row.status, row.rows_changed) == ("success", 1)
