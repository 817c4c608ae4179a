"""What belongs to the file: bookmarks, labels, locks, signatures, markings."""

import io

from pypdf import PageObject, PdfWriter
from pypdf.constants import UserAccessPermissions as Permissions
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from analysis.bench.plan_maker.draft import Marking, SetDraft, SheetDraft

_DISCIPLINES = {
    "G": "GENERAL",
    "A": "ARCHITECTURAL",
    "S": "STRUCTURAL",
    "M": "MECHANICAL",
    "E": "ELECTRICAL",
    "P": "PLUMBING",
}
_FORBIDDEN = {
    "print": Permissions.PRINT | Permissions.PRINT_TO_REPRESENTATION,
    "modify": Permissions.MODIFY,
    "copy": Permissions.EXTRACT,
    "annotate": Permissions.ADD_OR_MODIFY,
    "assemble": Permissions.ASSEMBLE_DOC,
}


def bind(pages: bytes, draft: SetDraft) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pages))
    writer.add_metadata({"/Producer": "Plan maker", "/Title": draft.sheets[0].project})
    for page, sheet in zip(writer.pages, draft.sheets, strict=True):
        _shown(page, sheet)
        for marking in sheet.markings:
            _mark(writer, page, marking)
    if draft.bookmarks:
        _bookmarks(writer, draft)
    if draft.labels:
        _labels(writer, draft)
    for name, content in draft.attachments:
        writer.add_attachment(name, content)
    if draft.signature:
        _sign(writer, draft.signature)
    if draft.no_unicode:
        _forget_unicode(writer)
    _lock(writer, draft)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _shown(page: PageObject, sheet: SheetDraft) -> None:
    if sheet.turned:
        page[NameObject("/Rotate")] = NumberObject(90)
    if sheet.user_unit != 1:
        page[NameObject("/UserUnit")] = FloatObject(sheet.user_unit)


def _bookmarks(writer: PdfWriter, draft: SetDraft) -> None:
    parents: dict[str, IndirectObject] = {}
    whole = len(draft.sheets)
    for place, sheet in enumerate(draft.sheets):
        title = draft.title(sheet) if sheet.bookmark is None else sheet.bookmark
        if sheet.kind == "back check":
            title = "BACK CHECK"
        if not title:
            continue
        to = (place + draft.bookmark_shift) % whole
        parent = None
        if draft.nested and sheet.has_block:
            group = _DISCIPLINES[sheet.number[0]]
            if group not in parents:
                parents[group] = writer.add_outline_item(title=group, page_number=to)
            parent = parents[group]
        writer.add_outline_item(title=title, page_number=to, parent=parent)


def _labels(writer: PdfWriter, draft: SetDraft) -> None:
    drawn = draft.drawings()
    before = drawn[-draft.label_shift :] + drawn[: -draft.label_shift]
    titles = {
        id(sheet): draft.title(named)
        for sheet, named in zip(drawn, before, strict=True)
    }
    for place, sheet in enumerate(draft.sheets):
        title = titles.get(id(sheet), sheet.name)
        label = title if sheet.label is None else sheet.label
        writer.set_page_label(place, place, prefix=label)


def _mark(writer: PdfWriter, page: PageObject, marking: Marking) -> None:
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    x, y = width * 0.4, height * 0.4
    corners = ArrayObject(FloatObject(at) for at in (x, y, x + 150, y + 60))
    mark = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{marking.kind}"),
            NameObject("/Rect"): corners,
            NameObject("/F"): NumberObject(4),
            NameObject("/Contents"): TextStringObject(marking.text),
        }
    )
    _kind_of_mark(writer, mark, marking)
    held = writer._add_object(mark)  # noqa: SLF001 - pypdf has no public name for it
    if "/Annots" not in page:
        page[NameObject("/Annots")] = ArrayObject()
    marks = page["/Annots"]
    if isinstance(marks, ArrayObject):
        marks.append(held)
    if marking.kind == "Widget":
        _form(writer).append(held)


def _kind_of_mark(writer: PdfWriter, mark: DictionaryObject, marking: Marking) -> None:
    if marking.kind in {"Stamp", "FreeText"}:
        look = DecodedStreamObject()
        look.set_data(b"0 0 1 RG 2 w 2 2 146 56 re S 10 10 m 140 50 l S")
        look[NameObject("/Type")] = NameObject("/XObject")
        look[NameObject("/Subtype")] = NameObject("/Form")
        look[NameObject("/BBox")] = ArrayObject(map(NumberObject, (0, 0, 150, 60)))
        held = writer._add_object(look)  # noqa: SLF001 - pypdf has no public name for it
        mark[NameObject("/AP")] = DictionaryObject({NameObject("/N"): held})
        mark[NameObject("/DA")] = TextStringObject("/Helv 10 Tf 0 g")
    if marking.kind == "Ink":
        run = ArrayObject(FloatObject(at) for at in (400, 400, 440, 430, 480, 400))
        mark[NameObject("/InkList")] = ArrayObject([run])
    if marking.kind == "Link":
        away = {
            NameObject("/S"): NameObject("/URI"),
            NameObject("/URI"): TextStringObject("https://www.sf.gov"),
        }
        mark[NameObject("/A")] = DictionaryObject(away)
    if marking.kind == "Widget":
        mark[NameObject("/FT")] = NameObject("/Tx")
        mark[NameObject("/T")] = TextStringObject(f"field {marking.text}")
        mark[NameObject("/V")] = TextStringObject(marking.text)


def _form(writer: PdfWriter) -> ArrayObject:
    root = writer.root_object
    if "/AcroForm" not in root:
        root[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): ArrayObject()}
        )
    form = root["/AcroForm"]
    assert isinstance(form, DictionaryObject)
    fields = form["/Fields"]
    assert isinstance(fields, ArrayObject)
    return fields


def _sign(writer: PdfWriter, how: str) -> None:
    """A signature field as signing services leave it; its value proves nothing."""
    page = writer.pages[0]
    _mark(writer, page, Marking("Widget", "Signature1"))
    field = _form(writer)[-1].get_object()
    assert isinstance(field, DictionaryObject)
    field[NameObject("/FT")] = NameObject("/Sig")
    del field["/V"]
    if how == "empty":
        return
    value = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Sig"),
            NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
            NameObject("/SubFilter"): NameObject("/adbe.pkcs7.detached"),
            NameObject("/Name"): TextStringObject("J. Tran, P.E."),
            NameObject("/M"): TextStringObject("D:20240611090000-07'00'"),
            NameObject("/ByteRange"): ArrayObject(map(NumberObject, (0, 9, 99, 9))),
            NameObject("/Contents"): ByteStringObject(b"\x30\x80" + b"\0" * 64),
        }
    )
    held = writer._add_object(value)  # noqa: SLF001 - pypdf has no public name for it
    field[NameObject("/V")] = held
    if how == "certified":
        perms = DictionaryObject({NameObject("/DocMDP"): held})
        writer.root_object[NameObject("/Perms")] = perms


def _forget_unicode(writer: PdfWriter) -> None:
    for page in writer.pages:
        fonts = page["/Resources"].get_object().get("/Font", {})  # type: ignore[union-attr]
        for font in fonts.values():
            font.get_object().pop("/ToUnicode", None)


def _lock(writer: PdfWriter, draft: SetDraft) -> None:
    if draft.forbids is None and not draft.user_password:
        return
    allowed = Permissions.all()
    for what in draft.forbids or ():
        allowed &= ~_FORBIDDEN[what]
    writer.encrypt(
        draft.user_password,
        "of the owner",
        permissions_flag=allowed,
        algorithm="RC4-128",
    )
    # Its second half is by chance; the same seed is to give the same bytes.
    first = writer._ID[0] if writer._ID else ByteStringObject(b"made")  # noqa: SLF001
    writer._ID = ArrayObject((first, first))  # noqa: SLF001 - no public name for it
