"""The pages of a PDF in their order, from a tree that may be hostile."""

from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

# Deeper than any program nests, and shallow enough for no harm.
DEEPEST = 60
# What a page takes over from the nodes above it.
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")


def pages(reader: PdfReader, *, most: int) -> list[DictionaryObject]:
    """At most `most` pages. A node that was met already is not entered again."""
    root = reader.root_object.get("/Pages")
    found: list[DictionaryObject] = []
    seen: set[int] = set()
    # Nodes still to be entered, the next one last; with what they inherit, how deep.
    left: list[tuple[Any, dict[str, Any], int]] = [(root, {}, 0)]
    while left and len(found) < most:
        node, inherited, depth = left.pop()
        if isinstance(node, IndirectObject):
            if node.idnum in seen:
                continue
            seen.add(node.idnum)
            node = node.get_object()
        if not isinstance(node, DictionaryObject) or depth > DEEPEST:
            continue
        own = inherited | {key: node[key] for key in _INHERITED if key in node}
        if (kids := node.get("/Kids")) is None:
            found.append(DictionaryObject(node | own))
            continue
        kids = kids.get_object()[: most + 1]
        left += [(kid, own, depth + 1) for kid in reversed(kids)]
    return found
