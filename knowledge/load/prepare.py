"""A file's contents as documents and passages, ready to be stored. Writes nothing."""

from dataclasses import dataclass
from pathlib import PurePath

from django.utils import timezone
from django.utils.text import slugify

from knowledge import chunk, front_matter, sheets
from knowledge.chunk import Passage
from knowledge.load.files import Contents, SourceFile
from knowledge.models import Document

# Another version of the reading or cutting makes every document load anew.
VERSION = f"1.{chunk.VERSION}"
_LONGEST_SLUG = 80


@dataclass(frozen=True, slots=True)
class Prepared:
    document: Document  # not saved; its slug may still be taken
    passages: list[Passage]


def prepare(file: SourceFile, contents: Contents, sha256: str) -> list[Prepared]:
    """The documents of a file.

    Raises:
        FrontMatterError: an article's head is missing or wrong.
    """
    if file.form == "article":
        made = [_article(file, contents)]
    else:
        found = sheets.publications(contents.lines)
        made = [_sheet(each, contents) for each in found]
    for part, prepared in enumerate(made):
        document = prepared.document
        document.collection, document.file_name = file.collection, file.name
        document.part, document.form = part, file.form
        document.sha256, document.prepared_by = sha256, VERSION
        document.loaded_at = timezone.now()
        if not prepared.passages:
            document.problems.append("no passage to quote")
    return made


def _article(file: SourceFile, contents: Contents) -> Prepared:
    head, body = front_matter.parse(contents.text)
    document = Document(
        slug=slugify(PurePath(file.name).stem)[:_LONGEST_SLUG],
        title=head.title,
        agency=head.agency,
        publication=head.publication,
        section=head.section,
        effective_date=head.effective,
        checked_date=head.checked,
        topics=head.topics,
        text=body.strip(),
        problems=contents.problems,
    )
    return Prepared(document, chunk.article_passages(body))


def _sheet(found: sheets.Publication, contents: Contents) -> Prepared:
    passages = chunk.passages(found.lines)
    named = " ".join(filter(None, (found.number, found.title)))
    document = Document(
        slug=slugify(named)[:_LONGEST_SLUG].strip("-"),
        title=found.title,
        agency=sheets.AGENCY,
        publication=found.number,
        effective_date=found.effective,
        text="\n".join(line.text.rstrip() for line in found.lines).strip(),
        pages=contents.pages,
        problems=[*contents.problems, *found.problems],
    )
    return Prepared(document, passages)
