"""Sheets as they were read, as rows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from analysis import page_images, sheet_facts, storage
from analysis.models import PlanJob, PlanSheet
from analysis.plan_set import PlanSet, Sheet
from analysis.run_job.packing import pack_sheet

# Share of a sheet that pictures cover: little beside lines, or nearly all.
SOME_PICTURE: Final = 0.05
ALL_PICTURE: Final = 0.8
FEW_PATHS: Final = 50


def pictures(number: int, folder: Path) -> Iterator[Path]:
    """The pictures that were made of the sheet."""
    paths = (folder / name for name in page_images.names(number))
    yield from (path for path in paths if path.exists())


def picture(folder: str, number: int) -> bytes | None:
    """The sheet's picture as it is stored; None if it cannot be had."""
    try:
        with storage.store().open(folder, page_images.names(number).page) as file:
            return file.read()
    except storage.StorageError:
        return None


def row(sheet: Sheet, folder: Path) -> PlanSheet:
    """The sheet with all that was read of it; its job comes with the claim."""
    names = page_images.names(sheet.number)
    made = {path.name for path in pictures(sheet.number, folder)}
    return PlanSheet(
        number=sheet.number,
        width=sheet.width,
        height=sheet.height,
        label=sheet.label.replace("\0", "\ufffd"),
        kind=kind(sheet),
        has_text=bool(sheet.words) and not sheet.unsearchable,
        words=len(sheet.words),
        paths=sheet.paths,
        picture_share=sheet.picture_share,
        problem=sheet.problem,
        reading=pack_sheet(sheet),
        picture=names.page if names.page in made else "",
        thumbnail=names.thumbnail if names.thumbnail in made else "",
    )


def kind(sheet: Sheet) -> PlanSheet.Kind:
    """Whether it was drawn with lines, or is a picture, or both."""
    if sheet.picture_share < SOME_PICTURE:
        is_drawn = sheet.paths or sheet.words
        return PlanSheet.Kind.VECTOR if is_drawn else PlanSheet.Kind.EMPTY
    if sheet.picture_share >= ALL_PICTURE and sheet.paths < FEW_PATHS:
        return PlanSheet.Kind.RASTER
    return PlanSheet.Kind.MIXED


def named(job: PlanJob, plan_set: PlanSet) -> list[PlanSheet]:
    """The stored sheets with number, name and scale of their title blocks."""
    from analysis.run import scale  # late: it asks this module for the kind

    facts = {one.sheet.number: one for one in sheet_facts.of(plan_set).sheets}
    rows = list(PlanSheet.objects.filter(job=job).defer("reading"))
    for each in rows:
        if found := facts.get(each.number):
            each.sheet_number, each.sheet_name = found.number, found.name
            each.scale = scale(found)
    return rows
