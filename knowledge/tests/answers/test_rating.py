import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from knowledge.answers import rating
from knowledge.answers.rating import BadTokenError
from knowledge.models import Answer, AnswerRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer() -> Answer:
    return Answer.objects.create(
        question="How high?",
        question_sha256="x",
        corpus_version=1,
        model="claude",
        asked_at=timezone.now(),
    )


def _count(direction: str) -> int:
    rows = AnswerRating.objects.filter(direction=direction)
    return sum(rows.values_list("count", flat=True))


def test_each_form_counts_once(answer: Answer) -> None:
    first, second = rating.new_token(answer.pk), rating.new_token(answer.pk)
    assert rating.rate(answer=answer, direction="up", token=first)
    assert not rating.rate(answer=answer, direction="up", token=first)
    assert not rating.rate(answer=answer, direction="down", token=first)
    assert rating.rate(answer=answer, direction="down", token=second)
    assert (_count("up"), _count("down")) == (1, 1)
    assert AnswerRating.objects.count() == 2


def test_the_count_has_a_bound(answer: Answer) -> None:
    rating.rate(answer=answer, direction="down", token=rating.new_token(answer.pk))
    AnswerRating.objects.update(count=AnswerRating.MOST)
    rating.rate(answer=answer, direction="down", token=rating.new_token(answer.pk))
    assert _count("down") == AnswerRating.MOST


def test_without_a_cache_it_counts_all_the_same(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "get", lambda *_: None)
    monkeypatch.setattr(cache, "set", lambda *_: None)
    token = rating.new_token(answer.pk)
    assert rating.rate(answer=answer, direction="up", token=token)


@pytest.mark.parametrize("token", ["", "x", "a.b:c:d", "\0"])
def test_a_form_that_is_not_ours(answer: Answer, token: str) -> None:
    with pytest.raises(BadTokenError, match="not complete"):
        rating.rate(answer=answer, direction="up", token=token)


def test_a_form_of_another_answer_or_of_yesterday(answer: Answer) -> None:
    token = rating.new_token(answer.pk)
    other = Answer(pk=Answer().pk)
    with pytest.raises(BadTokenError, match="another answer"):
        rating.rate(answer=other, direction="up", token=token)
    with (
        time_machine.travel(timezone.now() + 2 * rating.GOOD_FOR),
        pytest.raises(BadTokenError, match="over a day"),
    ):
        rating.rate(answer=answer, direction="up", token=token)
    assert AnswerRating.objects.count() == 0
