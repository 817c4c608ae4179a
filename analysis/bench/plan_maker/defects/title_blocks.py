"""What is missing or moved in title blocks, on the cover, or left as annotations."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from analysis.bench.plan_maker import wording
from analysis.bench.plan_maker.defects.defect import Defect, Seed
from analysis.bench.plan_maker.draft import (
    Marking,
    NotHere,
    SetDraft,
    SheetDraft,
    Style,
)

Sheets = Sequence[SheetDraft]
# In place of the address, so that its room is no blank.
_LOT = "BLOCK 3615 / LOT 042", "PERMIT DRAWINGS"


def _cover_filled(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.cover_blank = None
    return [_cover(draft)]


def _cover_blank_small(draft: SetDraft, _chosen: Random) -> Sheets:
    draft.cover_blank = (6.5, 9)
    return [_cover(draft)]


def _cover(draft: SetDraft) -> SheetDraft:
    cover = draft.sheets[0]
    if cover.kind != "cover":
        raise NotHere
    return cover


def _address(number: int) -> Seed:
    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        sheets = draft.pick(chosen, number=number)
        for sheet in sheets:
            sheet.address = _LOT
        return sheets

    return seed


def _address_on_cover_alone(draft: SetDraft, _chosen: Random) -> Sheets:
    sheets = draft.drawings()[1:]
    if not sheets:
        raise NotHere
    for sheet in sheets:
        sheet.address, sheet.taken = _LOT, True
    return sheets


def _other_address(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = draft.pick(chosen)
    others = [street for street in wording.STREETS if street != draft.streets]
    street = chosen.choice(others)
    sheet.address = f"{draft.house + 211} {street[0]}", f"SAN FRANCISCO, CA {street[2]}"
    return [sheet]


def _no_number(number: int) -> Seed:
    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        sheets = draft.pick(chosen, number=number)
        for sheet in sheets:
            sheet.shown_number = ""
        return sheets

    return seed


def _no_name(number: int) -> Seed:
    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        sheets = draft.pick(chosen, number=number)
        for sheet in sheets:
            sheet.shown_name = ""
            sheet.views = tuple(
                replace(view, title=f"{view.title} VIEW {place}")
                for place, view in enumerate(sheet.views)
            )
        return sheets

    return seed


def _no_blank(draft: SetDraft, _chosen: Random) -> Sheets:
    for sheet in draft.drawings():
        sheet.blank = (0, 0)
    return draft.drawings()


def _blank_filled(draft: SetDraft, chosen: Random) -> Sheets:
    sheets = draft.pick(chosen, number=chosen.randint(1, 2))
    for sheet in sheets:
        sheet.blank = (0, 0)
    return sheets


def _blank_small(draft: SetDraft, _chosen: Random) -> Sheets:
    style = replace(draft.sheets[0].style, blank=1.2)
    for sheet in draft.drawings():
        sheet.style = style
    return draft.drawings()


def _blank_moved(draft: SetDraft, chosen: Random) -> Sheets:
    (sheet,) = draft.pick(chosen)
    order = list(sheet.style.order)
    order.remove("blank")
    to = 1 if sheet.style.order.index("blank") > 3 else 6  # noqa: PLR2004 - other half
    order.insert(to, "blank")
    sheet.style = replace(sheet.style, order=tuple(order))
    return [sheet]


def _other_template(number: int) -> Seed:
    """Sheets of an engineer's own template; the address is all they share."""

    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        sheets = draft.pick(chosen, number=number)
        style = _engineers_own(sheets[0].style, chosen.choice(wording.ENGINEERS))
        for sheet in sheets:
            _of_engineer(sheet, style, "STRUCTURAL PERMIT DRAWINGS")
        return sheets

    return seed


def _other_templates(draft: SetDraft, chosen: Random) -> Sheets:
    """Two engineers, each with a template; one block lies as the set's does."""
    first, second = draft.pick(chosen, number=2)
    like = first.style
    one, other = chosen.sample(wording.ENGINEERS, 2)
    style = _engineers_own(like, other)
    style = replace(
        style,
        block=like.block,
        order=(*style.order[3:], *style.order[:3]),
        number_label="DRAWING:",
        name_label="DESCRIPTION",
        labels=("DATED", "AT", "DRN", "CHK", "FILE"),
        revisions_label="CHANGES",
    )
    _of_engineer(first, _engineers_own(like, one), "STRUCTURAL PERMIT DRAWINGS")
    _of_engineer(second, style, "MECHANICAL DESIGN BUILD")
    return [first, second]


def _engineers_own(like: Style, firm: tuple[str, str, str]) -> Style:
    return replace(
        like,
        firm=firm,
        block="band" if like.block == "strip" else "strip",
        order=tuple(reversed(like.order)),
        family="Times",
        turned=False,
        number_label="DWG",
        name_label="CONTENTS",
        labels=("ISSUED", "SCALES", "BY", "REVIEWED", "PROJECT"),
        checked_by="GBE",
        revisions_label="ISSUES",
    )


def _of_engineer(sheet: SheetDraft, style: Style, project: str) -> None:
    sheet.style = style
    sheet.project = project
    sheet.number = _renumbered(sheet.number)
    sheet.date = "MARCH 2023"
    sheet.revisions = ()


def _renumbered(number: str) -> str:
    """In another format: as "A-201" of "A2.1", "A2.01-X" of "A-201"."""
    digits = "".join(each for each in number if each.isdigit())
    if "-" in number:
        return f"{number[0]}{digits[0]}.{digits[1:]}X"
    return f"{number[0]}-{digits[0]}{digits[1:]:0>2}X"


def _marked(kind: str, words: str) -> Seed:
    def seed(draft: SetDraft, chosen: Random) -> Sheets:
        sheets = draft.pick(chosen, number=chosen.randint(1, 2))
        for sheet in sheets:
            sheet.markings.append(Marking(kind, words))
        return sheets

    return seed


_OF_NUMBER = ("SET-001", "EPR-017")
_OF_TEMPLATE = ("EPR-002", "EPR-016", "SET-001", "SET-005")
DEFECTS = (
    Defect("EPR-012", "cover filled", _cover_filled),
    Defect("EPR-012", "blank of 6.5 x 9", _cover_blank_small),
    Defect("EPR-013", "missing on one sheet", _address(1), also=("EPR-017",)),
    Defect("EPR-013", "missing on three sheets", _address(3), also=("EPR-017",)),
    Defect(
        "EPR-013",
        "on the cover alone",
        _address_on_cover_alone,
        also=("EPR-017", "SET-002"),
    ),
    Defect(
        "EPR-013",
        "another address on one sheet",
        _other_address,
        also=("EPR-017", "SET-002"),
    ),
    Defect("EPR-014", "missing on one sheet", _no_number(1), also=_OF_NUMBER),
    Defect("EPR-014", "missing on three sheets", _no_number(3), also=_OF_NUMBER),
    Defect("EPR-015", "missing on one sheet", _no_name(1), also=("SET-001",)),
    Defect("EPR-015", "missing on three sheets", _no_name(3), also=("SET-001",)),
    Defect("EPR-016", "none in any title block", _no_blank),
    Defect("EPR-016", "filled on one sheet or two", _blank_filled),
    Defect("EPR-016", "smaller than 2 x 2", _blank_small),
    Defect("EPR-016", "elsewhere on one sheet", _blank_moved, also=("EPR-017",)),
    Defect(
        "EPR-017",
        "one sheet of another template",
        _other_template(1),
        also=_OF_TEMPLATE,
    ),
    Defect(
        "EPR-017",
        "two sheets of another template",
        _other_template(2),
        also=_OF_TEMPLATE,
    ),
    Defect(
        "EPR-017", "two templates beside the set's", _other_templates, also=_OF_TEMPLATE
    ),
    Defect(
        "EPR-019", "stamp left as annotation", _marked("Stamp", "LICENSED ARCHITECT")
    ),
    Defect("EPR-019", "text box left", _marked("FreeText", "VERIFY IN FIELD")),
    Defect("EPR-019", "signature left as ink", _marked("Ink", "")),
    Defect("EPR-019", "markup left", _marked("Square", "see comment")),
    Defect("EPR-019", "filled form field", _marked("Widget", "J. Tran")),
)
