"""Check a file without a job: read it, run the checks, and say it as JSON."""

import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analysis import checks, look, page_images, pdf, sheet_facts
from analysis.checks.finding import Rule
from analysis.look import merge
from analysis.look.ask import Forgetful
from analysis.look.looked import LookedAt
from analysis.look.merge import Merged
from analysis.plan_set import INCH, PlanSet, Submission
from analysis.run_job.sheets import kind
from analysis.scales import notes
from analysis.sheet_facts import SheetFacts

# The most scales of one sheet that its row names.
_MOST_SCALES: Final = 4


@dataclass(frozen=True, slots=True)
class Report:
    """`peak_mb`: at most so much was held at once, by this process and its children."""

    plan_set: PlanSet
    results: list[tuple[Rule, list[Merged]]]
    looked: LookedAt
    seconds: float
    peak_mb: int


def check(
    path: Path, submission: Submission, progress: pdf.Progress | None = None
) -> Report:
    """Read the file, have Claude look at it if there is a key, and run every check.

    Raises:
        pdf.PdfError: it cannot be read.
    """
    start = time.perf_counter()
    plan_set, looked = _read(path, progress)
    results = checks.run_all(plan_set, submission)
    merged = merge.of_set(results, looked, plan_set, submission)
    seconds = time.perf_counter() - start
    return Report(plan_set, merged, looked, round(seconds, 2), _peak_mb())


def _read(path: Path, progress: pdf.Progress | None) -> tuple[PlanSet, LookedAt]:
    if not look.is_wanted():
        return pdf.read(path, file_name=path.name, progress=progress), LookedAt()
    with tempfile.TemporaryDirectory() as name:
        images = Path(name)
        plan_set = pdf.read(path, file_name=path.name, images=images, progress=progress)

        def picture(number: int) -> bytes | None:
            file = images / page_images.names(number).page
            return file.read_bytes() if file.exists() else None

        facts = sheet_facts.of(plan_set)
        return plan_set, look.look(facts, picture, Forgetful())


def _peak_mb() -> int:
    """The children's share is that of the largest for each that may run."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    # Kilobytes; bytes on macOS.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return round((own + pdf.CHILDREN * child) / unit)


def as_json(report: Report) -> dict[str, Any]:
    return {
        "pages": report.plan_set.pages,
        "sheets": [sheet_row(one) for one in sheet_facts.of(report.plan_set).sheets],
        "findings": [
            _finding(rule, one) for rule, found in report.results for one in found
        ],
        "problems": list(report.plan_set.problems),
        "looked": report.looked.sentences or None,
        "seconds": report.seconds,
        "peak_mb": report.peak_mb,
    }


def sheet_row(facts: SheetFacts) -> dict[str, Any]:
    """What a table of sheets says; what was not found on the sheet is None."""
    sheet = facts.sheet
    return {
        "number": sheet.number,
        "sheet_number": facts.number or None,
        "sheet_name": facts.name or None,
        "width_in": round(sheet.width / INCH, 2),
        "height_in": round(sheet.height / INCH, 2),
        "scale": scale(facts) or None,
        "kind": kind(sheet).value,
        "text": bool(sheet.words) and not sheet.unsearchable,
        "words": len(sheet.words),
        "problem": sheet.problem or None,
    }


def scale(facts: SheetFacts) -> str:
    """The scales that are noted on the sheet, each once, in their order."""
    found = [note for line in facts.lines for note in notes(line.text)]
    return "; ".join(list(dict.fromkeys(found))[:_MOST_SCALES])


def _finding(rule: Rule, merged: Merged) -> dict[str, Any]:
    found = merged.finding
    boxes = [place.box for place in found.places if place.box is not None]
    return {
        "rule": rule.id,
        "title": rule.title,
        "verdict": found.verdict,
        "severity": rule.severity,
        "sheets": sorted({place.sheet for place in found.places}),
        "box": boxes[0] if boxes else None,
        "places": [{"sheet": one.sheet, "box": one.box} for one in found.places],
        "evidence": found.evidence,
        "meaning": rule.meaning,
        "remedy": rule.remedy,
        "origin": merged.origin,
        "confidence": merged.confidence,
    }
