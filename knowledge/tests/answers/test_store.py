import datetime as dt
import uuid

import pytest
from django.utils import timezone

from knowledge.answers import store
from knowledge.answers.check import Checked, Quotation, Statement
from knowledge.answers.store import Wanted
from knowledge.ask_text import Asked
from knowledge.models import Answer, AnswerRating, Chunk

pytestmark = pytest.mark.django_db
Status = Answer.Status
CHECKED = Checked((Statement("It is.", 1, False, (Quotation(0, "it is so"),)),), 2, 1)


def wanted(text: str = "How high?", version: int = 3, model: str = "claude") -> Wanted:
    return Wanted(Asked.of(text), version, model)


def queued(text: str = "How high?") -> Answer:
    answer, is_queued = store.request(wanted=wanted(text), chunks=[Chunk(key="a")])
    assert is_queued
    return answer


def running() -> Answer:
    claimed = store.claim(queued().pk)
    assert claimed is not None
    return claimed


def now(answer: Answer) -> Answer:
    return Answer.objects.get(pk=answer.pk)


def test_the_same_question_is_asked_once() -> None:
    first = queued()
    again, is_queued = store.request(wanted=wanted("how  HIGH"), chunks=[])
    assert (again.pk, is_queued, again.chunks) == (first.pk, False, ["a"])
    for other in (wanted("how low"), wanted(version=4), wanted(model="other")):
        assert store.request(wanted=other, chunks=[])[1]
        assert store.found(other) != first
    assert store.found(wanted()) == first


def test_one_process_has_it() -> None:
    answer = running()
    assert store.claim(answer.pk) is None
    assert store.claim(uuid.uuid4()) is None
    assert (answer.status, answer.attempts) == (Status.RUNNING, 1)


def test_it_ends_once() -> None:
    answer = running()
    assert store.say(answer=answer, checked=CHECKED)
    assert now(answer).statements[0]["text"] == "It is."
    assert store.finish(answer=answer, checked=CHECKED, call_id=7)
    ended = now(answer)
    assert (ended.status, ended.is_supported, ended.call_id) == ("succeeded", True, 7)
    assert (ended.dropped_quotations, ended.dropped_statements) == (2, 1)
    assert ended.statements[0]["quotations"] == [{"source": 0, "text": "it is so"}]
    assert ended.lease_token is None
    # Whoever comes later with the old token writes nothing.
    assert not store.fail(answer=answer, words="No.")
    assert not store.finish(answer=answer, checked=Checked(()), call_id=8)
    assert now(answer).call_id == 7


def test_nothing_left_is_no_answer() -> None:
    answer = running()
    store.finish(answer=answer, checked=Checked((), 3, 2), call_id=1)
    assert now(answer).is_supported is False


def test_what_was_left_behind_is_queued_and_fails_the_third_time() -> None:
    answer = running()
    for attempt in (1, 2, 3):
        assert now(answer).attempts == attempt
        assert store.take_back() == 0
        past = timezone.now() - dt.timedelta(seconds=1)
        Answer.objects.filter(pk=answer.pk).update(lease_until=past)
        assert store.take_back() == 1
        store.claim(answer.pk)
    ended = now(answer)
    assert ended.status == Status.FAILED
    assert "three times" in ended.failure
    # The first process is back, too late.
    assert not store.finish(answer=answer, checked=CHECKED, call_id=7)


def test_what_failed_may_be_asked_again_later() -> None:
    answer = running()
    store.fail(answer=answer, words="No.")
    assert store.request(wanted=wanted(), chunks=[])[1] is False
    earlier = timezone.now() - store.AGAIN_AFTER
    Answer.objects.update(finished_at=earlier)
    again, is_queued = store.request(wanted=wanted(), chunks=[Chunk(key="b")])
    assert is_queued
    assert (again.status, again.failure, again.attempts) == (Status.QUEUED, "", 0)
    assert again.chunks == ["b"]


def test_what_nobody_began_is_found() -> None:
    answer = queued()
    assert store.unpublished() == []
    Answer.objects.update(asked_at=timezone.now() - store.PATIENCE)
    assert store.unpublished() == [answer]
    store.claim(answer.pk)
    assert store.unpublished() == []


def test_old_answers_go_unless_they_were_rated() -> None:
    kept, rated, gone, waiting = map(queued, ("new", "rated", "old", "waiting"))
    old = timezone.now() - store.KEPT - dt.timedelta(days=1)
    Answer.objects.exclude(pk=waiting.pk).update(status=Status.SUCCEEDED)
    Answer.objects.exclude(pk=kept.pk).update(asked_at=old)
    AnswerRating.objects.create(
        answer=rated, direction="down", count=1, last_at=timezone.now()
    )
    assert store.purge() == 1
    assert store.purge() == 0
    assert not Answer.objects.filter(pk=gone.pk).exists()
    assert Answer.objects.count() == 3
