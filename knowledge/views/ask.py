"""The page that answers questions about the rules, and its JSON twin."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from knowledge import llm
from knowledge.ask import Composing, Quoted, Reply, reply
from knowledge.ask_examples import EXAMPLES
from knowledge.ask_text import LONGEST, LONGEST_ADDRESS, Asked
from knowledge.quote_source import Source
from knowledge.views.answer import ComposedPage
from knowledge.views.ask_json import reply_document
from ops import answers
from ops.public import MINUTE, public_page

_TOO_LONG: Final = (
    "The address holds far more than a question. Nothing was looked up. Ask in up to"
    f" {LONGEST:,} characters."
)
_NO_QUESTION: Final = (
    "There is no question in it. Ask as /ask.json?q=how+high+can+a+fence+be, in words."
)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class OfDocument:
    """Passages of one document, the best first; `source` is that one's."""

    source: Source
    passages: list[Quoted]


@dataclass(frozen=True, slots=True)
class Page:
    """What ask.html shows. `reply` is None while nothing has been asked."""

    asked: Asked
    reply: Reply | None = None
    longest: int = LONGEST

    @property
    def title(self) -> str:
        if self.reply is None:
            return "Ask the rules"
        if self.reply.refused:
            in_record = self.reply.record and self.reply.record.entries
            return "What the record says" if in_record else "The documents do not say"
        return "What the documents say"

    @property
    def examples(self) -> list[Link]:
        return [Link(text, ask_url(text)) for text in EXAMPLES]

    @property
    def documents(self) -> list[OfDocument]:
        """The passages by document, in the order of each one's best.

        Within a document that which speaks of most of the question comes first.
        """
        listed: dict[str, list[Quoted]] = {}
        for each in self.reply.passages if self.reply else ():
            listed.setdefault(each.source.document_url, []).append(each)
        return [
            OfDocument(
                passages[0].source, sorted(passages, key=lambda one: -one.quote.worth)
            )
            for passages in listed.values()
        ]

    @property
    def composing(self) -> Composing | None:
        return self.reply.composing if self.reply else None

    @property
    def composed(self) -> ComposedPage | None:
        found = self.composing
        return ComposedPage.of(found.answer, found.notice) if found else None

    @property
    def is_extractive(self) -> bool:
        return not llm.is_configured()

    @property
    def search_url(self) -> str:
        return f"{reverse('search')}?{urlencode({'q': self.asked.text[:200]})}"

    @property
    def json_url(self) -> str:
        return f"{reverse('ask_json')}?{urlencode({'q': self.asked.text})}"


def ask_url(text: str) -> str:
    return f"{reverse('ask')}?{urlencode({'q': text})}"


def _for_everybody(given: QueryDict) -> str | None:
    """Passages alone are the same for whoever asks; what is composed is paid for."""
    if llm.is_configured():
        return None
    question = given.get("q", "").strip()
    return urlencode({"q": question}) if question else ""


@require_safe
@public_page("ask", fresh=10 * MINUTE, asked=_for_everybody)
def page(request: HttpRequest) -> HttpResponse:
    """The question's passages at once; an answer comes to the page when it is there."""
    if _is_too_long(request):
        status = HTTPStatus.REQUEST_URI_TOO_LONG
        title = "This question is too long"
        return answers.plain(request, status, title, _TOO_LONG, database_works=True)
    asked = Asked.of(request.GET.get("q", ""))
    shown = Page(asked, _reply(request, asked) if asked else None)
    return _kept_if_whole(
        render(request, "knowledge/ask.html", {"page": shown}), shown.reply
    )


@require_safe
@public_page("ask", fresh=10 * MINUTE, asked=_for_everybody)
def as_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON; 202 with `Location` while an answer is being composed."""
    if _is_too_long(request):
        status = HTTPStatus.REQUEST_URI_TOO_LONG
        return answers.plain(request, status, "Question too long", _TOO_LONG)
    asked = Asked.of(request.GET.get("q", ""))
    if not asked:
        return answers.plain(request, 400, "No question", _NO_QUESTION)
    found = _reply(request, asked)
    document = reply_document(found)
    if found.composing is None or not found.composing.is_open:
        return _kept_if_whole(JsonResponse(document), found)
    response = JsonResponse(document, status=HTTPStatus.ACCEPTED)
    response["Location"] = reverse("answer_json", args=[found.composing.answer.pk])
    return response


def _kept_if_whole(response: HttpResponse, found: Reply | None) -> HttpResponse:
    """What lacks something for a moment is not kept for others."""
    if found is not None and found.notice:
        response["Cache-Control"] = "private, no-store"
    return response


def _reply(request: HttpRequest, asked: Asked) -> Reply:
    """A browser that only looks ahead has nothing composed."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    return reply(asked, compose=request.method == "GET" and not ahead)


def _is_too_long(request: HttpRequest) -> bool:
    return len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS
