"""Small plan sets, rules that say little, and jobs, for tests."""

import datetime as dt
import io
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from reportlab.pdfgen.canvas import Canvas

from analysis.checks.finding import Finding, Place, Rule, Source
from analysis.models import PlanJob
from analysis.plan_set import Box, PlanSet, Submission

SOURCE = Source(
    "Electronic Plan Review", "Exhibit F", "not dated", "https://sf.example/epr"
)
WIDE, HIGH = 36 * 72, 24 * 72


def pdf(sheets: int = 3, *, small: Sequence[int] = (), note: str = "") -> bytes:
    """A set with a title block on each sheet; `small` ones are 17 by 11 inches."""
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=1)
    for number in range(1, sheets + 1):
        width, height = (1224, 792) if number in small else (WIDE, HIGH)
        canvas.setPageSize((width, height))
        canvas.rect(36, 36, width - 72, height - 72)
        for step in range(20):
            canvas.line(60, 60 + step * 9, width / 2, 90 + step * 12)
        canvas.setFont("Helvetica", 18)
        canvas.drawString(width - 250, 60, f"A{number}.0 FLOOR PLAN {note}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def upload(content: bytes | None = None, name: str = "set.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf(), "application/pdf")


def is_small(plan_set: PlanSet, said: Submission) -> list[Finding]:
    found = [sheet for sheet in plan_set.sheets if 0 < sheet.width < 1584]
    if not found:
        return [Finding("pass", "All sheets are large enough.")]
    box = Box(10, 20, 210, 120)
    places = tuple(Place(sheet.number, box) for sheet in found)
    return [Finding("fail", f"{len(found)} sheets are small.", places)]


def has_bookmarks(plan_set: PlanSet, said: Submission) -> list[Finding]:
    return [Finding("warn", f"{len(plan_set.bookmarks)} bookmarks.")]


def has_stamp(plan_set: PlanSet, said: Submission) -> list[Finding]:
    return [Finding("cannot tell", "A stamp cannot be measured.")]


def rule(number: int, severity: Any, check: Any) -> Rule:
    return Rule(
        id=f"EPR-{number:03}",
        title=f"Rule {number}",
        severity=severity,
        meaning="What it means.",
        remedy="What to do.",
        source=SOURCE,
        check=check,
    )


RULES = (
    rule(5, "reject", is_small),
    rule(7, "optional", has_bookmarks),
    rule(18, "reject", has_stamp),
)


def run_all(
    plan_set: PlanSet, said: Submission, *, rules: Sequence[Rule] = RULES
) -> list[tuple[Rule, list[Finding]]]:
    return [(each, list(each.check(plan_set, said))) for each in rules]


def job(**more: Any) -> PlanJob:
    """A stored job; its file is not."""
    now = timezone.now()
    given: dict[str, Any] = {
        "idempotency_key": uuid.uuid4().hex,
        "input_sha256": "0" * 64,
        "owner": "owner",
        "network": "network",
        "file_name": "set.pdf",
        "size": 1000,
        "storage_name": uuid.uuid4().hex,
        "created_at": now,
        "expires_at": now + dt.timedelta(hours=24),
    }
    return PlanJob.objects.create(**given | more)


def over(**more: Any) -> PlanJob:
    now = timezone.now()
    done = {"status": "succeeded", "stage": "done", "started_at": now}
    return job(**done | {"finished_at": now, "run_ms": 1500} | more)
