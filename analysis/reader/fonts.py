"""The fonts in a page's resources and what kind they are, from pypdf's dictionaries."""

import re
from collections.abc import Iterator
from typing import Any, Final

from pypdf.generic import ArrayObject, DictionaryObject

# Resources and forms that are looked at, in all.
_MOST: Final = 400
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_OF_A_COMPOSITE: Final = {"/CIDFontType0": "Type0 (CFF)", "/CIDFontType2": "TrueType"}

Row = tuple[str, str, bool]


def read(page: DictionaryObject, used: set[str]) -> list[Row]:
    """Name, kind, embedded, of the fonts that text of the page is set in.

    `used`: their names as PDFium has them, which knows none of Type 3 fonts. Programs
    list fonts that they never use, and those are nobody's concern.
    """
    names = {_plain(name) for name in used}
    return sorted(
        row
        for row in set(map(_row, _fonts(page)))
        if _plain(row[0]) in names or (row[1] == "Type3" and "" in names)
    )


def _plain(name: str) -> str:
    """Without the letters that mark a subset."""
    return _SUBSET.sub("", name)


def _fonts(page: DictionaryObject) -> Iterator[DictionaryObject]:
    """Of its resources, and of those of its forms."""
    left = [page.get("/Resources")]
    seen: set[int] = set()
    while left and len(seen) < _MOST:
        resources = dictionary(left.pop())
        if id(resources) in seen:
            continue
        seen.add(id(resources))
        for font in list(dictionary(resources.get("/Font")).values())[:_MOST]:
            yield dictionary(font)
        forms = list(dictionary(resources.get("/XObject")).values())[:_MOST]
        left += [dictionary(form).get("/Resources") for form in forms]


def _row(font: DictionaryObject) -> Row:
    name = str(font.get("/BaseFont", font.get("/Name", ""))).removeprefix("/")
    kind = str(font.get("/Subtype", "")).removeprefix("/")
    if kind == "Type0":
        font = _descendant(font)
        subtype = str(font.get("/Subtype", ""))
        kind = _OF_A_COMPOSITE.get(subtype, kind)
    descriptor = dictionary(font.get("/FontDescriptor"))
    file = dictionary(descriptor.get("/FontFile3"))
    if file.get("/Subtype") == "/OpenType":
        kind = "OpenType"
    embedded = kind == "Type3" or any(key in descriptor for key in _FILES)
    return name[:100], kind[:40], embedded


def _descendant(font: DictionaryObject) -> DictionaryObject:
    below = font.get("/DescendantFonts")
    below = below.get_object() if below is not None else None
    return dictionary(below[0]) if isinstance(below, ArrayObject) and below else font


def dictionary(value: Any) -> DictionaryObject:
    """What a reference leads to, if it is a dictionary; an empty one if not."""
    found = value.get_object() if hasattr(value, "get_object") else value
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def is_brotli(page: DictionaryObject) -> bool:
    """Whether its content is compressed in a way that PDFium shows as nothing."""
    contents = page.get("/Contents")
    contents = contents.get_object() if contents is not None else None
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    filters = (dictionary(stream).get("/Filter") for stream in streams[:100])
    return any("/BrotliDecode" in str(one) for one in filters)
