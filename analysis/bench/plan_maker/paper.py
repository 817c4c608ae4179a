"""The pages of a set as PDF: drawn, printed to fit, turned, scanned."""

import dataclasses
import io
from collections.abc import Callable
from random import Random

from reportlab.pdfgen.canvas import Canvas

from analysis.bench.plan_maker import linework, page, scan, title_block
from analysis.bench.plan_maker.draft import SetDraft, SheetDraft
from analysis.bench.plan_maker.pen import Pen, register_fonts
from analysis.bench.plan_maker.rect import Rect

Draw = Callable[[Pen], None]
_FITTED = 0.97


def pages(draft: SetDraft, seed: str) -> bytes:
    """All sheets, without what belongs to the file as a whole."""
    register_fonts()
    return _drawn([(sheet, _content(sheet, draft, seed)) for sheet in draft.sheets])


def _drawn(contents: list[tuple[SheetDraft, Draw]]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=1)
    for sheet, draw in contents:
        _place(canvas, sheet)
        draw(Pen(canvas, family=sheet.style.family, letters=sheet.letters))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _place(canvas: Canvas, sheet: SheetDraft) -> None:
    """Page size and the way from the drawing to it."""
    width, height = (side / sheet.user_unit for side in sheet.paper.points)
    if sheet.turned:
        canvas.setPageSize((height, width))
        canvas.translate(height, 0)
        canvas.rotate(90)
    else:
        canvas.setPageSize((width, height))
    if sheet.user_unit != 1:
        canvas.scale(1 / sheet.user_unit, 1 / sheet.user_unit)
    if sheet.drawn_for:
        wide, high = sheet.drawn_for.points
        scale = min(width / wide, height / high) * _FITTED
        canvas.translate((width - wide * scale) / 2, (height - high * scale) / 2)
        canvas.scale(scale, scale)


def _content(sheet: SheetDraft, draft: SetDraft, seed: str) -> Draw:
    def whole(pen: Pen) -> None:
        page.draw(pen, sheet, draft, seed)

    def scanned(pen: Pen) -> None:
        _scanned(pen, sheet, whole)
        if sheet.scanned == "with words":
            pen.letters = "unseen"
            whole(pen)

    def drawing_scanned(pen: Pen) -> None:
        _drawing_scanned(pen, sheet, draft, seed)

    if sheet.scanned == "drawing":
        return drawing_scanned
    return scanned if sheet.scanned else whole


def _plain(sheet: SheetDraft) -> SheetDraft:
    """On the paper it was drawn for, not turned, scaled or in strokes."""
    return dataclasses.replace(
        sheet,
        paper=sheet.drawn_for or sheet.paper,
        drawn_for=None,
        letters="font",
        user_unit=1,
        turned=False,
    )


def _scanned(pen: Pen, sheet: SheetDraft, draw: Draw) -> None:
    chosen = Random(sheet.title)  # noqa: S311 - drawn, not secret
    plain = _plain(sheet)
    picture = scan.picture_of(_drawn([(plain, draw)]), chosen)
    pen.picture(picture, Rect(0, 0, *plain.paper.points), lossy=True)


def _drawing_scanned(pen: Pen, sheet: SheetDraft, _draft: SetDraft, seed: str) -> None:
    """The title block is drawn, and the drawing in it is a picture."""
    chosen = Random(f"{seed} {sheet.title}")  # noqa: S311 - drawn, not secret
    title_block.draw(pen, sheet, "", chosen)
    _block, field = title_block.frame(sheet)

    def alone(other: Pen) -> None:
        linework.draw(other, field, sheet, chosen)

    plain = _plain(sheet)
    picture = scan.picture_of(_drawn([(plain, alone)]), chosen)
    wide, top = plain.paper.points
    scale = picture.width / wide
    part = picture.crop(
        (
            round(field.left * scale),
            round((top - field.top) * scale),
            round(field.right * scale),
            round((top - field.bottom) * scale),
        )
    )
    pen.picture(part, field.inset(3), lossy=True)
