"""The cover: name, index, count, notes, and the blank for the City's stamps."""

from random import Random

from analysis.bench.plan_maker import notes
from analysis.bench.plan_maker.draft import SetDraft, SheetDraft
from analysis.bench.plan_maker.pen import Pen
from analysis.bench.plan_maker.rect import INCH, Rect

_HEAD = 2.2 * INCH
_ROW = 15.5
_DATA = (
    ("BLOCK / LOT", "3615 / 042"),
    ("ZONING", "RH-2"),
    ("OCCUPANCY", "R-3"),
    ("CONSTRUCTION TYPE", "V-B"),
    ("STORIES", "2 OVER BASEMENT"),
    ("SPRINKLERS", "NO"),
)


def draw(
    pen: Pen, field: Rect, cover: SheetDraft, draft: SetDraft, chosen: Random
) -> None:
    head = field._replace(bottom=field.top - _HEAD)
    _head(pen, head, cover)
    body = field._replace(top=head.bottom).inset(0.2 * INCH)
    wide = 9.3 * INCH
    left, right = body.left, body.right
    index = Rect(right - 7.2 * INCH, body.bottom, right, body.top)
    blank = Rect(index.left - wide, body.bottom, index.left, body.top)
    middle = Rect(left, body.bottom, blank.left, body.top)
    _index(pen, index.inset(8), cover, draft, chosen)
    _blank(pen, blank, draft, chosen)
    columns = max(1, round(middle.width / (6 * INCH)))
    for place, column in enumerate(middle.columns([1] * columns)):
        title = ("GENERAL NOTES", "CODE NOTES", "ABBREVIATIONS", "FIRE NOTES")[
            place % 4
        ]
        notes.fill(pen, column.inset(8), 8.5, chosen, title=title)


def _head(pen: Pen, head: Rect, cover: SheetDraft) -> None:
    x, y = head.middle
    pen.rect(head, 1.2)
    pen.text((x, y + 12), cover.project, 40, weight="bold", align="middle")
    where = ", ".join(cover.address)
    pen.text((x, y - 30), where, 22, align="middle")
    pen.line(head.left, head.bottom + 12, head.right, head.bottom + 12, 3)


def _index(
    pen: Pen, column: Rect, cover: SheetDraft, draft: SetDraft, chosen: Random
) -> None:
    y = column.top - 18
    listed = index_of(draft)
    if listed:
        pen.text((column.left, y), "SHEET INDEX", 14, weight="bold")
    for number, name in listed:
        y -= _ROW
        pen.text((column.left + 4, y), number, 10, weight="bold")
        pen.text((column.left + 90, y), name, 10)
        pen.line(column.left, y - 4, column.right, y - 4, 0.3)
    y -= 2 * _ROW
    if draft.count_words and not draft.each_counts:
        count = draft.count_words.format(draft.counted_sheets())
        pen.text((column.left, y), count, 12, weight="bold")
        y -= 2 * _ROW
    pen.text((column.left, y), "PROJECT DATA", 14, weight="bold")
    for what, value in (("PROJECT ADDRESS", cover.address[0]), *_DATA):
        y -= _ROW
        pen.text((column.left + 4, y), what, 9)
        pen.text((column.left + 170, y), value, 9)
    rest = column._replace(top=y - _ROW)
    notes.fill(pen, rest, 8.5, chosen, title="SCOPE OF WORK")


def index_of(draft: SetDraft) -> list[tuple[str, str]]:
    sheets = draft.sheets if draft.listed is None else draft.listed
    listed = [
        (each.number, each.name)
        for each in sheets
        if each.has_block and each is not draft.unlisted
    ]
    return [*listed, *draft.absent]


def _blank(pen: Pen, column: Rect, draft: SetDraft, chosen: Random) -> None:
    """The blank with its frame; what is left of the column is filled with notes."""
    if draft.cover_blank is None:
        for half in column.columns((1, 1)):
            notes.fill(pen, half.inset(8), 8.5, chosen, title="STANDARD NOTES")
        return
    wide, high = (side * INCH for side in draft.cover_blank)
    box = Rect(column.left, column.top - high, column.left + wide, column.top)
    pen.rect(box, 1)
    below = column._replace(top=box.bottom - 14)
    if draft.blank_words:
        pen.text((box.left, box.bottom - 12), draft.blank_words, 9, weight="bold")
    notes.fill(
        pen,
        below._replace(top=below.top - 6).inset(8),
        8.5,
        chosen,
        title="DEFERRED SUBMITTALS",
    )
    aside = Rect(box.right, box.bottom, column.right, box.top)
    notes.fill(pen, aside.inset(4), 7, chosen)
