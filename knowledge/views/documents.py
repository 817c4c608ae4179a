"""The documents that answers come from: all of them, and each as it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from knowledge import quote_source
from knowledge.models import Chunk, Document
from knowledge.quote_document import Portion, portions
from ops import answers
from ops.public import public_page
from permits import words
from permits.search.labels import NOT_RECORDED
from permits.views.facts import Fact

PAGE: Final = 100
LONGEST_PAGE_NUMBER: Final = 4
_OTHER_AGENCY: Final = "Agency not recorded"
_NONE: Final = (
    "No document has this address. It may have been replaced by a newer one."
    " The list of documents has all there are."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One document in the list."""

    title: str
    line: str
    url: str
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Documents of one agency: our own articles, or its publications."""

    title: str
    documents: list[Listed]


@dataclass(frozen=True, slots=True)
class ListPage:
    """What documents.html shows; `number` counts from 1."""

    groups: list[Group]
    count: int
    number: int

    @property
    def previous_url(self) -> str:
        return _page_url(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return _page_url(self.number + 1) if self.number * PAGE < self.count else ""

    @property
    def count_words(self) -> str:
        return words.counted(self.count, "document")


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What document.html shows."""

    document: Document
    portions: Sequence[Portion]
    canonical: str

    @property
    def is_article(self) -> bool:
        return self.document.is_article

    @property
    def newer(self) -> Document | None:
        return self.document.superseded_by

    @property
    def newer_url(self) -> str:
        return quote_source.document_url(self.newer) if self.newer else ""

    @property
    def facts(self) -> list[Fact]:
        document = self.document
        day = document.effective_date
        listed = [
            Fact("Agency", words.text(document.agency)),
            Fact(
                "Made from" if self.is_article else "Publication",
                words.text(document.publication),
            ),
            Fact(
                "First source in force" if self.is_article else "In force",
                f"from {words.date(day)}" if day else "not dated",
            ),
            Fact("Loaded here", words.date(timezone.localdate(document.loaded_at))),
        ]
        if self.is_article:
            listed.insert(
                3, Fact("Compared with its sources", words.date(document.checked_date))
            )
        else:
            pages = document.pages
            listed.append(Fact("Pages", str(pages) if pages else NOT_RECORDED))
        return listed


def _asked(given: QueryDict) -> str:
    number = _page_number(given.get("page", ""))
    return urlencode({"page": number}) if number > 1 else ""


@require_safe
@public_page("knowledge", asked=_asked)
def index(request: HttpRequest) -> HttpResponse:
    """Every document that is searched, our own articles first."""
    number = _page_number(request.GET.get("page", ""))
    ordered = _searched().order_by("agency", "publication", "title", "pk")
    ours = ordered.filter(form=Document.Form.ARTICLE).order_by("title", "pk")
    theirs = ordered.exclude(form=Document.Form.ARTICLE)
    rows = [*ours, *theirs]
    start = (number - 1) * PAGE
    page = ListPage(_groups(rows[start : start + PAGE]), len(rows), number)
    return render(request, "knowledge/documents.html", {"page": page})


@require_safe
@public_page("knowledge_document")
def document(request: HttpRequest, slug: str) -> HttpResponse:
    """One document as text, with an anchor for each passage."""
    found = (
        Document.objects.select_related("superseded_by", "same_as")
        .defer("superseded_by__text", "same_as__text")
        .filter(slug=slug.replace("\0", ""))
        .first()
    )
    if found is None:
        title = "There is no such document"
        return answers.plain(request, 404, title, _NONE, database_works=True)
    if found.same_as:
        return redirect("knowledge_document", found.same_as.slug)
    chunks = Chunk.objects.filter(document=found).order_by("position")
    shown = DocumentPage(
        document=found,
        portions=portions(found, list(chunks.defer("embedding", "search_vector"))),
        canonical=request.build_absolute_uri(quote_source.document_url(found)),
    )
    context = {"page": shown, "document": found}
    return render(request, "knowledge/document.html", context)


def _searched() -> QuerySet[Document]:
    """Without the second copy of a text."""
    return Document.objects.filter(same_as=None).defer("text")


def _groups(rows: Sequence[Document]) -> list[Group]:
    grouped = groupby(rows, key=_group)
    return [Group(name, [_listed(each) for each in group]) for name, group in grouped]


def _group(row: Document) -> str:
    if row.is_article:
        return "Our own articles"
    return row.agency or _OTHER_AGENCY


def _listed(row: Document) -> Listed:
    parts = (row.publication, quote_source.dated(row))
    return Listed(
        title=row.title,
        line="; ".join(part for part in parts if part),
        url=quote_source.document_url(row),
        is_superseded=row.superseded_by_id is not None,
    )


def _page_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE_NUMBER
    return max(1, int(text)) if is_number else 1


def _page_url(number: int) -> str:
    return f"{reverse('knowledge')}?{urlencode({'page': number})}"
