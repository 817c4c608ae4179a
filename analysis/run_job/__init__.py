"""Check one plan set: open it, read its sheets, compare them with the rules.

Each sheet is stored as it is read, so that another attempt goes on after it.
"""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final
from uuid import UUID

from analysis import look, pdf, refusals, sheet_facts, storage
from analysis.jobs import claims, end
from analysis.jobs.claims import Claim, LostError, Stage
from analysis.look.kept import Kept
from analysis.look.looked import LookedAt
from analysis.models import PlanJob, PlanSheet
from analysis.pdf import PdfError
from analysis.plan_set import PlanSet, Sheet
from analysis.run_job import findings, packing, sheets
from analysis.run_job.reading import sheets_of
from analysis.run_job.submission import submission
from analysis.storage import SET, GoneError

logger = logging.getLogger(__name__)

BROKEN: Final = (
    "Something went wrong on our side while the set was checked, three times in a row."
    " It was written down, and we will look at it. Your file is not at fault as far as"
    " we can tell."
)
GONE: Final = "The file is not there any more. Please upload it again."


def run(job_id: UUID) -> None:
    """Do the job, unless it is over or somebody else does it.

    A failure of the file ends it; one of ours gives it back for another attempt.
    """
    claim = claims.claim(job_id)
    if claim is None:
        logger.info("plan check %s is over, gone or held by another", job_id)
        return
    with claims.Keeper(claim):
        try:
            _end_somehow(claim)
        except LostError:
            logger.info("plan check %s was taken away", job_id)
            if not PlanJob.objects.filter(pk=job_id).exists():
                end.remove_files(claim.job.storage_name)
        finally:
            # Else the words of the last set stay in memory until the next.
            sheet_facts.forget()


def _end_somehow(claim: Claim) -> None:
    try:
        _check(claim)
    except PdfError as error:
        claims.fail(claim, str(error))
    except GoneError:
        claims.fail(claim, GONE)
    except LostError:
        raise
    except Exception:
        # Ours, the storage's, the database's or past its time: what was read stays.
        logger.exception("plan check %s was interrupted", claim.job.pk)
        _try_again(claim)


def _try_again(claim: Claim) -> None:
    if claim.job.attempts >= PlanJob.MOST_ATTEMPTS:
        claims.fail(claim, BROKEN)
    else:
        claims.give_back(claim)


def _check(claim: Claim) -> None:
    job, kept = claim.job, storage.store()
    with ExitStack() as open_:
        path = open_.enter_context(kept.local(job.storage_name, SET))
        pictures = open_.enter_context(kept.pictures(job.storage_name))
        opened = plan_set = _open(claim, path)
        said = submission(job)
        for plan_set in _read(claim, path, pictures, opened):
            told = findings.while_reading(plan_set, said)
            claims.keep_provisional(claim, told)
        looked = _look(claim, plan_set)
        claim.write(stage=Stage.CHECKS, looked=looked.sentences)
        # First, as the checks let go of what is known of the sheets.
        named = sheets.named(job, plan_set)
        claims.finish(claim, findings.of_all(plan_set, said, looked), named)


def _look(claim: Claim, plan_set: PlanSet) -> LookedAt:
    """What Claude sees on some of the sheets, if it is to look."""
    if not look.is_wanted():
        return LookedAt()
    claim.write(stage=Stage.LOOK)
    folder = claim.job.storage_name
    facts = sheet_facts.of(plan_set)
    return look.look(facts, lambda n: sheets.picture(folder, n), Kept(claim))


def _open(claim: Claim, path: Path) -> PlanSet:
    """What the file says of itself, from the last attempt if that came so far."""
    job = claim.job
    if job.structure is not None:
        try:
            return packing.unpack_structure(
                bytes(job.structure), file_name=job.file_name, size=job.size
            )
        except packing.StaleError:
            logger.info("plan check %s is opened again", job.pk)
    claim.write(stage=Stage.OPENING)
    found = pdf.inspect(path, file_name=job.file_name)
    structure = packing.pack_structure(found)
    claim.write(structure=structure, pages_total=found.pages, stage=Stage.SHEETS)
    return found


def _read(
    claim: Claim, path: Path, pictures: Path, plan_set: PlanSet
) -> Iterator[PlanSet]:
    """The set with the sheets read so far, now and then; the last has all.

    Each time twice as many: what is done with all of them stays in proportion.
    """
    found = _read_before(claim.job)
    next_look = max(pdf.BATCH, len(found))
    left = [n for n in range(1, plan_set.pages + 1) if n not in found]
    lost = 0
    for sheet in sheets_of(path, left, pictures):
        _keep(claim, sheet, pictures)
        found[sheet.number] = sheet
        lost += bool(sheet.problem)
        if lost > pdf.MOST_LOST_IN_ALL:
            raise PdfError(refusals.TOO_MANY_LOST)
        if next_look <= len(found) < plan_set.pages:
            next_look = 2 * len(found)
            yield _with_sheets(plan_set, found)
    pdf.require_some(found.values())
    yield _with_sheets(plan_set, found)


def _keep(claim: Claim, sheet: Sheet, pictures: Path) -> None:
    # Before its pictures leave: to a bucket they are moved.
    row = sheets.row(sheet, pictures)
    for picture in sheets.pictures(sheet.number, pictures):
        storage.store().put(claim.job.storage_name, picture)
    claims.keep_sheet(claim, row)


def _with_sheets(plan_set: PlanSet, found: dict[int, Sheet]) -> PlanSet:
    return replace(plan_set, sheets=tuple(found[key] for key in sorted(found)))


def _read_before(job: PlanJob) -> dict[int, Sheet]:
    """Sheets that an earlier attempt has read."""
    found = {}
    for row in PlanSheet.objects.filter(job=job, reading__isnull=False):
        try:
            found[row.number] = packing.unpack_sheet(
                bytes(row.reading or b""), number=row.number
            )
        except packing.StaleError:
            logger.info("sheet %d of %s is read again", row.number, job.pk)
    return found
