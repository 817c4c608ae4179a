"""A composed answer: its page, the part that comes later, its JSON, and its rating."""

import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Self
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from knowledge.answers import rating
from knowledge.answers.shown import Shown, shown
from knowledge.models import Answer, AnswerRating, CorpusState
from knowledge.views.ask_json import answer_document
from ops import answers
from permits import words

_NONE = "There is no answer at this address. Old answers that nobody rated are removed."


@dataclass(frozen=True, slots=True)
class ComposedPage:
    """What _answer.html shows of an answer. `notice`: why it is not to be had now."""

    answer: Answer
    shown: Shown
    notice: str = ""
    is_rated: bool = False

    @classmethod
    def of(cls, answer: Answer, notice: str = "", *, is_rated: bool = False) -> Self:
        return cls(answer, shown(answer), notice, is_rated)

    @property
    def is_open(self) -> bool:
        return self.answer.status in {Answer.Status.QUEUED, Answer.Status.RUNNING}

    @property
    def has_failed(self) -> bool:
        return self.answer.status == Answer.Status.FAILED

    @property
    def is_unsupported(self) -> bool:
        return self.answer.is_supported is False

    @property
    def dropped(self) -> str:
        """What was left out, in a sentence; "" if nothing was."""
        count = self.answer.dropped_statements
        if not count or self.is_unsupported:
            return ""
        left = words.counted(count, "sentence was", "sentences were")
        them = "it" if count == 1 else "them"
        return f"{left} left out, because no quotation supports {them}."

    @property
    def token(self) -> str:
        return rating.new_token(self.answer.pk)

    @property
    def ask_url(self) -> str:
        return f"{reverse('ask')}?{urlencode({'q': self.answer.question})}"

    @property
    def is_of_older_documents(self) -> bool:
        state = CorpusState.objects.filter(pk=1).first()
        return state is None or state.version != self.answer.corpus_version


@require_safe
def page(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """The answer at its own address, to be passed on."""
    answer = Answer.objects.filter(pk=answer_id).first()
    if answer is None:
        return _gone(request)
    is_rated = request.GET.get("rated") == "yes"
    context = {"page": ComposedPage.of(answer, is_rated=is_rated)}
    return render(request, "knowledge/answer.html", context)


@require_safe
def progress(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """The part of a page that waits for the answer, as it is now; asked for by htmx."""
    answer = Answer.objects.filter(pk=answer_id).first()
    if answer is None:
        return _gone(request)
    context = {"composed": ComposedPage.of(answer)}
    return render(request, "knowledge/_answer.html", context)


@require_safe
def as_json(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """The answer as JSON; its `status` says whether to ask again."""
    answer = Answer.objects.filter(pk=answer_id).first()
    if answer is None:
        return _gone(request)
    response = JsonResponse(answer_document(answer))
    if answer.status in {Answer.Status.QUEUED, Answer.Status.RUNNING}:
        response["Retry-After"] = "2"
    return response


# Exempt: the form's own signed token takes the place of Django's, which is a cookie.
@csrf_exempt
@require_POST
def rate(request: HttpRequest, answer_id: uuid.UUID) -> HttpResponse:
    """Count whether the answer helped."""
    answer = Answer.objects.filter(pk=answer_id).first()
    if answer is None:
        return _gone(request)
    direction = request.POST.get("direction", "")
    if direction not in AnswerRating.Direction.values:
        detail = "Say up or down. Nothing was counted; go back and choose one."
        return answers.plain(request, 400, "Not counted", detail)
    try:
        rating.rate(
            answer=answer, direction=direction, token=request.POST.get("token", "")
        )
    except rating.BadTokenError as error:
        detail = f"{error} Nothing was counted; open the answer again."
        return answers.plain(request, 400, "Not counted", detail)
    response = redirect(f"{reverse('answer', args=[answer.pk])}?rated=yes")
    response.status_code = HTTPStatus.SEE_OTHER
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    title = "There is no such answer"
    return answers.plain(request, 404, title, _NONE, database_works=True)
