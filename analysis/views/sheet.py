"""One sheet as a picture, with the places of what was found on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analysis.report import Filters, Report, Shown
from analysis.share import Access
from analysis.views.access import nothing, with_plan

ZOOMS: Final = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on the sheet in points, from the top left."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    is_chosen: bool


@require_safe
@with_plan
def page(request: HttpRequest, access: Access, number: int) -> HttpResponse:
    """Show it; `finding` is the number of the one to point out, `zoom` 1 to 8."""
    report = Report(access.job, Filters())
    at = {sheet.number: place for place, sheet in enumerate(report.sheets)}
    if number not in at:
        return nothing(request)
    place = at[number]
    found = report.on_sheet(number)
    chosen = next(
        (one for one in found if str(one.row.number) == request.GET.get("finding")),
        None,
    )
    zoom = request.GET.get("zoom", "")
    shown = {
        "access": access,
        "job": access.job,
        "sheet": report.sheets[place],
        "previous": report.sheets[place - 1] if place else None,
        "next": report.sheets[place + 1] if place + 1 < len(report.sheets) else None,
        "findings": found,
        "chosen": chosen,
        "marks": list(_marks(found, number, chosen)),
        "zooms": ZOOMS,
        "zoom": int(zoom) if zoom in map(str, ZOOMS) else 1,
        "count": len(report.sheets),
    }
    return render(request, "analysis/sheet.html", shown)


def _marks(found: Sequence[Shown], number: int, chosen: Shown | None) -> Iterator[Mark]:
    """The chosen finding's last, so that it lies on top."""
    for one in sorted(found, key=lambda one: one is chosen):
        for place in one.row.places:
            box = place["box"]
            if place["sheet"] == number and box and one.row.verdict != "pass":
                left, top, right, bottom = box
                yield Mark(
                    *(left, top, right - left, bottom - top),
                    tone=one.badge.tone,
                    is_chosen=one is chosen,
                )
