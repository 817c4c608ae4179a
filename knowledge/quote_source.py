"""Where a passage stands: what is said below every quotation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from knowledge.models import Chunk, Document
from permits import words

OWN_ARTICLE: Final = "our own article"
CITY_TEXT: Final = "the City's text"
NOT_DATED: Final = "not dated"
LONGEST_SECTION: Final = 160


@dataclass(frozen=True, slots=True)
class Newer:
    """The publication that took the place of an older one."""

    name: str
    dated: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """One passage's place. `page` is "" where the document has none."""

    title: str
    publication: str
    section: str
    page: str
    dated: str
    origin: str
    url: str
    document_url: str
    is_superseded: bool = False
    newer: Newer | None = None

    @property
    def line(self) -> str:
        """All of it but the title, in one line."""
        parts = (self.publication, self.section, self.page, self.dated, self.origin)
        return "; ".join(part for part in parts if part)


def source_of(chunk: Chunk, *, is_superseded: bool = False) -> Source:
    """Reads nothing if the documents are there (see `with_newer`)."""
    document = chunk.document
    newer = document.superseded_by
    return Source(
        title=document.title,
        publication=_publication(document),
        section=_section(chunk),
        page=f"page {chunk.page}" if chunk.page else "",
        dated=dated(document),
        origin=origin(document),
        url=chunk_url(chunk),
        document_url=document_url(document),
        is_superseded=is_superseded or newer is not None,
        newer=_newer(newer) if newer else None,
    )


def with_newer(chunks: Iterable[Chunk]) -> None:
    """Read, at once, what took the place of the chunks' documents."""
    documents = {chunk.document_id: chunk.document for chunk in chunks}
    newest = Prefetch("superseded_by", Document.objects.defer("text"))
    prefetch_related_objects(list(documents.values()), newest)


def by_key(keys: Sequence[str]) -> dict[str, Chunk]:
    """The chunks of these keys that there still are, with their documents."""
    found = (
        Chunk.objects.filter(key__in=keys)
        .select_related("document")
        .defer("embedding", "search_vector", "document__text")
    )
    chunks = {chunk.key: chunk for chunk in found}
    with_newer(chunks.values())
    return chunks


def document_url(document: Document) -> str:
    return reverse("knowledge_document", args=[document.slug])


def chunk_url(chunk: Chunk) -> str:
    return f"{document_url(chunk.document)}#{chunk.anchor}"


def dated(document: Document) -> str:
    """An article of ours is not in force: the date is of its first source."""
    day = document.effective_date
    if not day:
        return NOT_DATED
    what = "first source effective" if document.is_article else "effective"
    return f"{what} {words.date(day)}"


def origin(document: Document) -> str:
    return OWN_ARTICLE if document.is_article else CITY_TEXT


def _publication(document: Document) -> str:
    parts = (document.publication, document.section)
    return ", ".join(part for part in parts if part)


def _section(chunk: Chunk) -> str:
    """The headings above it, unless they say no more than the title."""
    section = " ".join(chunk.section.split())
    if section.casefold() == chunk.document.title.casefold():
        return ""
    if len(section) > LONGEST_SECTION:
        return section[:LONGEST_SECTION].rsplit(" ", 1)[0] + "…"
    return section


def _newer(document: Document) -> Newer:
    return Newer(str(document), dated(document), document_url(document))
