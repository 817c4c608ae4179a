"""Which documents are the same text twice, and which are older than another."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.models import Document

# Share of a text's word sequences that the other has, from which both are the same.
SAME = 0.8
_WORDS = 5
_KEPT_OF = 4


def renew() -> None:
    """Find copies and superseded publications anew; articles of ours are neither."""
    groups: dict[str, list[Document]] = defaultdict(list)
    published = Document.objects.exclude(form=Document.Form.ARTICLE)
    for document in published.exclude(publication=None).order_by("pk"):
        groups[str(document.publication)].append(document)
    for group in groups.values():
        _relate(group)


def _relate(group: Sequence[Document]) -> None:
    """Documents under one number: the newest leads; one of several copies is used."""
    ordered = sorted(group, key=_preference)
    leading: list[tuple[Document, set[int]]] = []
    for document in ordered:
        before = (document.same_as_id, document.superseded_by_id)
        document.same_as = document.superseded_by = None
        sequences = set(_sequences(document.text)) if len(group) > 1 else set()
        for other, known in leading:
            if _is_same(sequences, known):
                document.same_as = other
                break
        else:
            document.superseded_by = leading[0][0] if leading else None
            leading.append((document, sequences))
        if before != (document.same_as_id, document.superseded_by_id):
            document.save(update_fields=["same_as", "superseded_by"])


def _preference(document: Document) -> tuple[int, bool, int]:
    """The newest first, a text file before the PDF it was made of."""
    date = document.effective_date
    return (
        -date.toordinal() if date else 0,
        document.form == Document.Form.PDF,
        document.pk,
    )


def _sequences(text: str) -> Iterator[int]:
    """Hashes of a sample of the word sequences, the same sample for all texts."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    for start in range(len(words) - _WORDS + 1):
        hashed = hash(tuple(words[start : start + _WORDS]))
        if hashed % _KEPT_OF == 0:
            yield hashed


def _is_same(one: set[int], other: set[int]) -> bool:
    return len(one & other) >= SAME * max(len(one), len(other), 1)
