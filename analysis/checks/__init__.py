"""The rules, one module each, and how they are all run."""

import logging
from collections.abc import Sequence
from typing import Final

from analysis.checks import (
    back_check,
    block_address,
    block_blank,
    bookmarks,
    certificates,
    consistent_items,
    cover_blank,
    file_name,
    file_size,
    flattened,
    fonts,
    full_scale,
    hatching,
    index_of_sheets,
    north_arrow,
    page_labels,
    record_address,
    revision_dates,
    scale_notes,
    sheet_count,
    sheet_name,
    sheet_number,
    sheet_size,
    signature,
    single_file,
    unlocked,
    vector_lines,
)
from analysis.checks.checklist import CHECKLIST
from analysis.checks.finding import Finding, Rule
from analysis.plan_set import PlanSet, Submission

__all__ = ["CHECKLIST", "RULES", "run_all"]

logger = logging.getLogger(__name__)

RULES: Final[tuple[Rule, ...]] = (
    vector_lines.RULE,
    fonts.RULE,
    single_file.RULE,
    full_scale.RULE,
    sheet_size.RULE,
    file_size.RULE,
    bookmarks.RULE,
    page_labels.RULE,
    unlocked.RULE,
    certificates.RULE,
    sheet_count.RULE,
    cover_blank.RULE,
    block_address.RULE,
    sheet_number.RULE,
    sheet_name.RULE,
    block_blank.RULE,
    consistent_items.RULE,
    signature.RULE,
    flattened.RULE,
    file_name.RULE,
    back_check.RULE,
    hatching.RULE,
    index_of_sheets.RULE,
    record_address.RULE,
    scale_notes.RULE,
    north_arrow.RULE,
    revision_dates.RULE,
)


def run_all(
    plan_set: PlanSet, submission: Submission, *, rules: Sequence[Rule] | None = None
) -> list[tuple[Rule, list[Finding]]]:
    """What each rule says, in the order of RULES; at least one finding each.

    `rules`: only these.
    """
    asked = RULES if rules is None else rules
    return [(rule, _run(rule, plan_set, submission)) for rule in asked]


def _run(rule: Rule, plan_set: PlanSet, submission: Submission) -> list[Finding]:
    try:
        found: Sequence[Finding] = rule.check(plan_set, submission)
    except Exception:
        # What a file holds may surprise one check; the others still have their say.
        logger.exception("check %s failed", rule.id)
        return [Finding("cannot tell", "This check ended with an error of ours.")]
    return list(found)
