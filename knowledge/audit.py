"""Which pages of the rules `manage.py audit_queries` asks for."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from knowledge.models import Answer, Document
from ops.audit import pages

# Short and long, of one subject and of several, and of nothing that is in the texts.
QUESTIONS: Final = (
    "How high can a fence be?",
    "Do I need a permit to replace my windows?",
    "permit",
    "Can I add an ADU in the garage, how long does it take and what does it cost?",
    "What is the fee for a permit of 100,000 dollars?",
    "fire sprinkler requirements for a change of use from retail to restaurant",
    "Who won the world cup?",
)


def _questions(name: str) -> pages.Choose:
    return lambda _: [f"{reverse(name)}?{urlencode({'q': q})}" for q in QUESTIONS]


def _documents(number: int) -> Sequence[str]:
    """Those with the most passages."""
    slugs = Document.objects.order_by("-pages", "pk").values_list("slug", flat=True)
    return [reverse("knowledge_document", args=[slug]) for slug in slugs[:number]]


def _answers(name: str) -> pages.Choose:
    """The newest composed answers."""

    def chosen(number: int) -> Sequence[str]:
        newest = Answer.objects.order_by("-asked_at").values_list("pk", flat=True)
        return [reverse(name, args=[key]) for key in newest[:number]]

    return chosen


pages.register(
    {
        "ask": _questions("ask"),
        "ask_json": _questions("ask_json"),
        "knowledge": lambda _: [reverse("knowledge"), f"{reverse('knowledge')}?page=2"],
        "knowledge_document": _documents,
        "answer": _answers("answer"),
        "answer_json": _answers("answer_json"),
        "answer_progress": _answers("answer_progress"),
    }
)
pages.register_missing(["/knowledge/no-such-document/"])
pages.leave_out({"answer_rating": "takes POST alone"})
