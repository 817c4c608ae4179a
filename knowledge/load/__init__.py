"""Files to documents and passages. What has not changed is left as it is.

Reading, cutting and embedding come first and write nothing; then one transaction puts
the new in the place of the old, so that readers see the corpus before or after a load.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from knowledge import embed
from knowledge.front_matter import FrontMatterError
from knowledge.load import store
from knowledge.load.files import (
    SourceFile,
    SourceFileError,
    collection_of,
    find,
    read,
)
from knowledge.load.prepare import VERSION, Prepared, prepare
from knowledge.models import CorpusState, Document

__all__ = ["LoadReport", "Progress", "SourceFileError", "load_documents"]

# Called with what is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]
_EMBEDDED_AT_ONCE = 256


@dataclass(slots=True)
class LoadReport:
    """What a load did. `refused` says of each file why it could not be read, and
    `problems` of each document what of it is damaged; both are in the corpus no less,
    as they were before or as far as they can be read.
    """

    documents: int = 0
    chunks: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    notice: str = ""

    def sentence(self) -> str:
        parts = [f"{self.documents:,} documents loaded ({self.chunks:,} passages)"]
        parts.append(f"{self.unchanged:,} files unchanged")
        parts += [f"{self.removed:,} files removed"] if self.removed else []
        parts += [f"{len(self.refused):,} files refused"] if self.refused else []
        return ", ".join(parts) + "."


def load_documents(
    paths: Iterable[Path], *, progress: Progress = lambda _what, _done, _of: None
) -> LoadReport:
    """Load folders and files; a folder's documents whose file is gone are removed.

    Raises:
        SourceFileError: a path cannot be loaded at all; nothing has changed.
    """
    given = list(paths)
    files = list(find(given))
    report = LoadReport()
    prepared: list[Prepared] = []
    gone = _removed(given, files, report)
    for done, file in enumerate(files, start=1):
        progress("reading", done, len(files))
        known = Document.objects.filter(collection=file.collection, file_name=file.name)
        made = _prepared(file, known.values_list("sha256", "prepared_by"), report)
        if made:
            gone += known.values_list("pk", flat=True)
            prepared += made
    if prepared or gone:
        _store(prepared, gone, report, progress)
    return report


def _removed(
    given: Iterable[Path], files: Sequence[SourceFile], report: LoadReport
) -> list[int]:
    """Documents of the given folders whose file is no longer there."""
    folders = {collection_of(path) for path in given if path.is_dir()}
    there = {(file.collection, file.name) for file in files}
    stored = Document.objects.filter(collection__in=folders)
    gone = [
        (pk, (collection, name))
        for pk, collection, name in stored.values_list("pk", "collection", "file_name")
        if (collection, name) not in there
    ]
    report.removed = len({place for _, place in gone})
    return [pk for pk, _ in gone]


def _prepared(
    file: SourceFile, known: Iterable[tuple[str, str]], report: LoadReport
) -> list[Prepared]:
    """The file's documents; none if it is unchanged or cannot be read."""
    try:
        sha256 = file.sha256()
        if set(known) == {(sha256, VERSION)}:
            report.unchanged += 1
            return []
        made = prepare(file, read(file), sha256)
    except (SourceFileError, FrontMatterError, OSError) as error:
        report.refused[file.name] = str(error)
        return []
    for each in made:
        if each.document.problems:
            report.problems[f"{file.name}: {each.document}"] = each.document.problems
    report.documents += len(made)
    report.chunks += sum(len(each.passages) for each in made)
    return made


def _store(
    prepared: Sequence[Prepared],
    gone: Sequence[int],
    report: LoadReport,
    progress: Progress,
) -> None:
    model = _model()
    try:
        vectors = _embedded(prepared, model, progress)
    except embed.EmbeddingError as error:
        vectors = None
        report.notice = f"Found by words alone until they are embedded: {error}"
    progress("storing", 0, 1)
    store.replace(gone=gone, prepared=prepared, vectors=vectors, model_id=model)
    progress("storing", 1, 1)


def _model() -> str:
    """The model whose vectors are in use; the first load decides."""
    state = CorpusState.objects.filter(pk=1).first()
    return state.model_id if state and state.model_id else embed.wanted_model()


def _embedded(
    prepared: Sequence[Prepared], model: str, progress: Progress
) -> embed.Vectors:
    texts = [
        f"{passage.context(each.document.title)}\n{passage.text}"
        for each in prepared
        for passage in each.passages
    ]
    parts = [embed.embed([], "document", model_id=model)]
    for start in range(0, len(texts), _EMBEDDED_AT_ONCE):
        batch = texts[start : start + _EMBEDDED_AT_ONCE]
        parts.append(embed.embed(batch, "document", model_id=model))
        progress("embedding", start + len(batch), len(texts))
    return np.concatenate(parts)
