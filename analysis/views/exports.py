"""A plan check as JSON, also while it runs, and its findings as CSV."""

import csv
import io
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from analysis.models import PlanJob, PlanSheet
from analysis.report import Filters, Report, Shown
from analysis.share import Access
from analysis.views.access import with_plan
from permits.views.export import cell

COLUMNS: Final = (
    *("rule", "title", "verdict", "severity", "sheets", "evidence", "meaning"),
    *("remedy", "source", "source_dated", "source_url", "origin", "confidence"),
)


@require_safe
@with_plan
def as_json(request: HttpRequest, access: Access) -> HttpResponse:
    """The job, its sheets and findings; the same filters as the page's."""
    report = Report(access.job, Filters.read(request.GET.dict()))
    over = access.job.status == PlanJob.Status.SUCCEEDED
    return JsonResponse(
        _job(access.job)
        | {
            "verdict": report.headline if over else None,
            "reasons": report.reasons if over else None,
            "sheets": [_sheet(sheet) for sheet in report.sheets],
            "findings": [_finding(one) for one in report.listed],
        }
    )


def _job(job: PlanJob) -> dict[str, Any]:
    return {
        "status": job.status,
        "stage": job.stage,
        "pages_done": job.pages_done,
        "pages": job.pages_total,
        "error": job.error or None,
        "looked": job.looked or None,
        "file_name": job.file_name,
        "size": job.size,
        "sha256": job.input_sha256,
        "address": job.address or None,
        "permit_number": job.permit_number or None,
        "proposal": job.proposal or None,
        "is_addendum": job.is_addendum,
        "created_at": job.created_at.isoformat(),
        "finished_at": job.finished_at.isoformat() if job.finished_at else None,
        "expires_at": job.expires_at.isoformat(),
        "wait_ms": job.wait_ms,
        "run_ms": job.run_ms,
    }


def _sheet(sheet: PlanSheet) -> dict[str, Any]:
    inches = [round(side / 72, 2) for side in (sheet.width, sheet.height)]
    return {
        "number": sheet.number,
        "sheet_number": sheet.sheet_number or None,
        "sheet_name": sheet.sheet_name or None,
        "label": sheet.label or None,
        "width_in": inches[0],
        "height_in": inches[1],
        "scale": sheet.scale or None,
        "kind": sheet.kind,
        "text": sheet.has_text,
        "problem": sheet.problem or None,
    }


def _finding(one: Shown) -> dict[str, Any]:
    row, rule = one.row, one.rule
    return {
        "rule": row.rule,
        "title": one.title,
        "verdict": row.verdict,
        "severity": row.severity,
        "sheets": row.sheets,
        "places": row.places,
        "box": next((place["box"] for place in row.places if place["box"]), None),
        "evidence": row.evidence,
        "meaning": rule.meaning if rule else None,
        "remedy": rule.remedy if rule else None,
        "source": {
            "title": rule.source.title,
            "place": rule.source.place,
            "dated": rule.source.dated,
            "url": rule.source.url or None,
        }
        if rule
        else None,
        "origin": row.origin,
        "confidence": row.confidence,
        "provisional": row.is_provisional,
    }


@require_safe
@with_plan
def as_csv(request: HttpRequest, access: Access) -> HttpResponse:
    """One line a finding."""
    report = Report(access.job, Filters.read(request.GET.dict()))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for one in report.listed:
        writer.writerow(map(cell, _line(one)))
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    name = iri_to_uri(f"plan-check-{access.job.created_at:%Y-%m-%d}.csv")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _line(one: Shown) -> list[Any]:
    said = _finding(one)
    source = said["source"] or {}
    return [
        *(said[name] for name in ("rule", "title", "verdict", "severity")),
        "; ".join(place.name for place in one.places),
        *(said[name] for name in ("evidence", "meaning", "remedy")),
        *(source.get(name) for name in ("title", "dated", "url")),
        *(said[name] for name in ("origin", "confidence")),
    ]
