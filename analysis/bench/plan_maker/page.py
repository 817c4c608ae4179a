"""One page: the sheet with its title block, or a page that has none."""

from random import Random

from analysis.bench.plan_maker import cover, linework, notes, title_block
from analysis.bench.plan_maker.draft import SetDraft, SheetDraft
from analysis.bench.plan_maker.pen import Pen
from analysis.bench.plan_maker.rect import INCH, Rect


def draw(pen: Pen, sheet: SheetDraft, draft: SetDraft, seed: str) -> None:
    """The same seed draws the same page, also when it is drawn twice."""
    chosen = Random(f"{seed} {sheet.number} {sheet.name}")  # noqa: S311 - drawn, not secret
    if sheet.kind == "back check":
        _back_check(pen, sheet)
        return
    if sheet.kind == "form":
        _form(pen, sheet, chosen)
        return
    _block, field = title_block.frame(sheet)
    if sheet.has_block:
        title_block.draw(pen, sheet, _count(sheet, draft), chosen)
    if sheet.kind == "cover":
        cover.draw(pen, field, sheet, draft, chosen)
    else:
        linework.draw(pen, field, sheet, chosen)
    for place, words in enumerate(sheet.extra):
        pen.text((field.left + 30, field.bottom + 6 + 12 * place), words, 9)


def _count(sheet: SheetDraft, draft: SetDraft) -> str:
    if not draft.each_counts or not draft.count_words:
        return ""
    place = next(i for i, each in enumerate(draft.sheets, start=1) if each is sheet)
    whole = draft.counted_sheets()
    return draft.count_words.replace("SHEET 1", f"SHEET {place}").format(whole)


def _back_check(pen: Pen, sheet: SheetDraft) -> None:
    width, height = (sheet.drawn_for or sheet.paper).points
    page = Rect(0, 0, width, height).inset(0.75 * INCH)
    pen.rect(page, 1.5)
    x = page.middle[0]
    for place, (words, size) in enumerate(
        (
            ("BACK CHECK PAGE", 36),
            ("CITY AND COUNTY OF SAN FRANCISCO", 18),
            ("DEPARTMENT OF BUILDING INSPECTION", 18),
            ("ELECTRONIC PLAN REVIEW", 18),
        )
    ):
        pen.text(
            (x, page.top - 60 - 34 * place), words, size, weight="bold", align="middle"
        )
    table = page.inset(page.width * 0.15, page.height * 0.22)
    for row in table.rows([1] * 10):
        for cell in row.columns((3, 2, 2)):
            pen.rect(cell, 0.7)
        pen.text((row.left + 8, row.bottom + 8), "REVIEWER / STATUS / DATE", 9)


def _form(pen: Pen, sheet: SheetDraft, chosen: Random) -> None:
    """A letter-size form, as of energy calculations."""
    width, height = (sheet.drawn_for or sheet.paper).points
    page = Rect(0, 0, width, height).inset(0.6 * INCH)
    pen.text((page.left, page.top - 14), sheet.name, 14, weight="bold")
    pen.text((page.left, page.top - 30), "CERTIFICATE OF COMPLIANCE - CF1R-PRF-01-E", 9)
    pen.rect(page._replace(top=page.top - 40), 0.8)
    for cell in page._replace(top=page.top - 44).inset(6).rows([1, 1, 1]):
        notes.fill(pen, cell.inset(4), 7.5, chosen, title="RESULTS")
