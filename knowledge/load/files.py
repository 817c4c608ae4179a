"""Files as lines: which there are, what is in them, and what of it was damaged."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from knowledge import pdf_text
from knowledge.sheets import Line
from ops.jail import JailError

FORMS = {".md": "article", ".txt": "text", ".pdf": "pdf"}
LARGEST = 100 * 1024 * 1024
_PAGE = re.compile(r"^\s*[=-]{3} ?page (\d+) ?[=-]{3}\s*$", re.IGNORECASE)
_NAMED = 10


class SourceFileError(Exception):
    """The file cannot be read at all; the message says why."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to load: `collection` is its folder, by `collection_of`, `name` its path
    in there.
    """

    collection: str
    name: str
    path: Path

    @property
    def form(self) -> str:
        return FORMS[self.path.suffix.lower()]

    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(slots=True)
class Contents:
    """What a file holds. `text` is set for an article, `lines` for the City's texts."""

    lines: list[Line] = field(default_factory=list)
    text: str = ""
    pages: int | None = None
    problems: list[str] = field(default_factory=list)


def find(paths: Iterable[Path]) -> Iterator[SourceFile]:
    """The files that can be loaded, in order of name.

    Raises:
        SourceFileError: a path leads nowhere, or to a file of another kind.
    """
    for path in map(Path.resolve, paths):
        if path.is_dir():
            yield from _in_folder(path)
        elif not path.is_file():
            raise SourceFileError(f"{path}: there is no such file or folder.")
        elif path.suffix.lower() not in FORMS:
            raise SourceFileError(f"{path}: only {', '.join(FORMS)} can be loaded.")
        else:
            yield SourceFile(collection_of(path.parent), path.name, path)


def _in_folder(folder: Path) -> Iterator[SourceFile]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in FORMS:
            yield SourceFile(collection_of(folder), str(path.relative_to(folder)), path)


def collection_of(folder: Path) -> str:
    """The last two names of its path.

    The whole path would change with every machine and release, and one name alone is
    the same for folders of two owners.
    """
    return "/".join(folder.resolve().parts[-2:])


def read(file: SourceFile) -> Contents:
    """Read one file.

    Raises:
        SourceFileError: it is too large, or its reader failed.
    """
    if file.path.stat().st_size > LARGEST:
        raise SourceFileError(f"It is over {LARGEST // 1024**2} MB.")
    if file.form == "pdf":
        return _read_pdf(file.path)
    text, problems = _decoded(file.path.read_bytes())
    if file.form == "article":
        return Contents(text=text, problems=problems)
    return _with_pages(text, problems)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The bytes as text: NULs dropped, what is no UTF-8 replaced, both counted."""
    problems = []
    if nuls := data.count(0):
        problems.append(f"{nuls} NUL characters left out")
    text = data.replace(b"\0", b"").decode("utf-8", errors="replace")
    if damaged := text.count("\ufffd"):
        problems.append(f"{damaged} damaged characters")
    return text.removeprefix("\ufeff"), problems


def _with_pages(text: str, problems: list[str]) -> Contents:
    contents = Contents(problems=problems)
    page: int | None = None
    for line in text.splitlines():
        if found := _PAGE.match(line):
            page = contents.pages = int(found[1])
        else:
            contents.lines.append(Line(line, page))
    return contents


def _read_pdf(path: Path) -> Contents:
    contents = Contents(pages=0)
    try:
        for page in pdf_text.pages(path):
            contents.pages = page.number
            text = page.text.replace("\0", "")
            contents.lines += (Line(line, page.number) for line in text.splitlines())
            if page.scanned:
                contents.problems.append(f"page {page.number} is a scan without text")
            if page.damaged:
                contents.problems.append(f"page {page.number} could not be read")
    except (JailError, pdf_text.PdfError) as error:
        raise SourceFileError(str(error)) from error
    contents.problems = _shortened(contents.problems)
    return contents


def _shortened(problems: list[str]) -> list[str]:
    more = len(problems) - _NAMED
    return [*problems[:_NAMED], f"and {more} more"] if more > 0 else problems
