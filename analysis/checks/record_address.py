"""SET-002: the address in the title blocks against the permit record."""

from collections.abc import Sequence
from typing import Final

from analysis import place_names, sheet_facts
from analysis.checks.block_address import has
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import practice
from analysis.checks.wording import about, quote
from analysis.plan_set import PlanSet, Submission


def check(plan_set: PlanSet, submission: Submission) -> Sequence[Finding]:
    said = submission.record_address or submission.address
    whose = "the permit record" if submission.record_address else "your form"
    if not said:
        why = "No permit or address was named with the upload to compare with."
        return [about("cannot tell", why)]
    address = place_names.read(said)
    if address is None:
        return [about("cannot tell", f"{quote(said)} could not be read as an address.")]
    facts = sheet_facts.of(plan_set)
    same = [one for one in facts.drawings if has(one, address)]
    if same or (facts.address and place_names.same(facts.address, address)):
        sheets = len(same)
        return [about("pass", f"{quote(said)} of {whose} is on {sheets} sheets.")]
    if facts.address is None:
        why = f"No address could be read on the sheets to compare with {quote(said)}."
        return [about("cannot tell", why)]
    here = quote(str(facts.address))
    why = f"The sheets have {here}, {whose} has {quote(said)}."
    sheets_with = [one for one in facts.drawings if has(one, facts.address)]
    return [
        about(
            "fail" if submission.record_address else "warn",
            why,
            sheets_with,
            in_block=True,
        )
    ]


RULE: Final = Rule(
    id="SET-002",
    title="Address agrees with the permit record",
    severity="warn",
    meaning="Plans with another address than the application are sent back or"
    " misfiled.",
    remedy="Correct the title blocks, or the application if it has the wrong address.",
    source=practice("Title block: address"),
    check=check,
)
