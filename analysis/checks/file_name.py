"""EPR-020: the file's name."""

import re
from collections.abc import Sequence
from typing import Final

from analysis import place_names
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import PROCEDURE
from analysis.checks.wording import about, listed, quote
from analysis.plan_set import PlanSet, Submission

FORM: Final = "1-Plans-R0 123 Main St.pdf"
_ADDENDUM: Final = "6-Addenda-R1 123 Main St_Addendum1.pdf"
_TYPES: Final = {
    "1": "plans|drawings",
    "2": "calculations|calcs",
    "3": "reports|report|studies|study",
    "4": "specifications|specs",
    "5": "other",
    "6": "addenda|addendum",
}
_NAME: Final = re.compile(
    r"(?:(?P<prefix>\d+)[\s-]+)?(?P<type>[A-Za-z/ ]+?)"
    r"(?:[\s-]+R(?:ev)?\.?\s?(?P<revision>\d+))?(?:[\s_-]+(?P<rest>\S.*))?",
    re.IGNORECASE,
)
_APPLICATION: Final = re.compile(
    r"\b(?:\d{4}-?\d{4}-?\d{4}|\d{4}-\d{2}-\d{2}-\d{4}|\d{12})\b"
)
_PDF: Final = re.compile(r"\.pdf$", re.IGNORECASE)


def check(plan_set: PlanSet, submission: Submission) -> Sequence[Finding]:
    name = plan_set.file_name.replace("\\", "/").rsplit("/", 1)[-1]
    lacks = list(_lacking(_PDF.sub("", name)))
    if not lacks:
        return [about("pass", f"{quote(name)} follows the convention.")]
    like = _ADDENDUM if submission.is_addendum else FORM
    why = f"{quote(name)} lacks {listed(lacks)}. The form is {quote(like)}."
    return [about("fail", why)]


def _lacking(stem: str) -> Sequence[str]:
    read = _NAME.fullmatch(stem)
    if read is None:
        return ["number, document type, revision and address in their order"]
    lacks = []
    types = _TYPES.get(read["prefix"] or "")
    if types is None:
        lacks.append("the number of the document type (1 to 6)")
    any_type = types or "|".join(_TYPES.values())
    if not re.fullmatch(any_type, read["type"].strip(), re.IGNORECASE):
        lacks.append("the document type that goes with its number")
    if read["revision"] is None:
        lacks.append("the revision (R0)")
    rest = read["rest"] or ""
    if not (place_names.read(rest.replace("_", " , ")) or _APPLICATION.search(rest)):
        lacks.append("the street address or application number")
    return lacks


RULE: Final = Rule(
    id="EPR-020",
    title="File is named by the City's convention",
    severity="warn",
    meaning="Reviewers of a project's session see many files, in the order of their"
    " names.",
    remedy=f"Name it by number, document type, revision and address: “{FORM}”.",
    source=PROCEDURE,
    check=check,
)
