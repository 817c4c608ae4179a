"""EPR-013: the project's address in every title block."""

from collections.abc import Sequence
from typing import Final

from analysis import place_names, sheet_facts
from analysis.checks.finding import Finding, Place, Rule, Verdict
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, quote, unreadable
from analysis.place_names import Address
from analysis.plan_set import PlanSet, Submission
from analysis.sheet_facts import SetFacts, SheetFacts

MOST_MISSING: Final = 0.5


def check(plan_set: PlanSet, submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    address = project_address(facts, submission)
    if address is None:
        return [_none(facts)]
    readable = [one for one in facts.drawings if one.is_readable]
    without = [one for one in readable if not has(one, address)]
    drawn = [one for one in without if one.has_shapes_in_block]
    missing = [one for one in without if one not in drawn]
    other = [one for one in missing if _others(one, facts)]
    missing = [one for one in missing if one not in other]
    found = [_other(one, facts, address) for one in other]
    if missing:
        # Missing on most sheets, it may be another address that the set goes by.
        is_sure = len(missing) <= MOST_MISSING * len(readable)
        why = f"{quote(str(address))} is not in the title block of {called(missing)}."
        verdict: Verdict = "fail" if is_sure else "warn"
        found.append(about(verdict, why, missing, in_block=True))
    if drawn:
        why = f"The title block of {called(drawn)} has letters drawn as shapes."
        found.append(about("cannot tell", why, drawn, in_block=True))
    unclear = [one for one in facts.drawings if not one.is_readable]
    found += unreadable([one for one in unclear if not has(one, address)], "An address")
    why = f"{quote(str(address))} is in each of {len(facts.drawings)} title blocks."
    return found or [about("pass", why)]


def project_address(facts: SetFacts, submission: Submission) -> Address | None:
    """As named with the upload, if sheets have it; else as the cover has it."""
    for said in (submission.address, submission.record_address):
        address = place_names.read(said)
        if address and any(has(one, address) for one in facts.drawings):
            return address
    return facts.address


def has(one: SheetFacts, address: Address) -> bool:
    return any(place_names.same(each.address, address) for each in one.addresses)


def _others(one: SheetFacts, facts: SetFacts) -> list[str]:
    """Addresses of this block that few others have: not the firm's, on every sheet."""
    usual = {str(each.address) for each in _on_most(facts)}
    return [
        str(each.address) for each in one.addresses if str(each.address) not in usual
    ]


def _on_most(facts: SetFacts) -> list[sheet_facts.Placed]:
    drawings = facts.drawings
    return [
        each
        for one in drawings
        for each in one.addresses
        if sum(has(other, each.address) for other in drawings) * 3 >= len(drawings)
    ]


def _other(one: SheetFacts, facts: SetFacts, address: Address) -> Finding:
    names = _others(one, facts)
    placed = next(each for each in one.addresses if str(each.address) == names[0])
    why = f"{one.called} has {quote(names[0])}, the set has {quote(str(address))}."
    return Finding("fail", why, (Place(one.sheet.number, placed.line.box),))


def _none(facts: SetFacts) -> Finding:
    """No address anywhere: it is missing, unless letters may be drawn as shapes."""
    sheets = facts.drawings
    hidden = [one for one in sheets if not one.is_readable or one.has_shapes_in_block]
    if hidden or not sheets:
        why = (
            "No address could be read. On"
            f" {called(hidden) or 'the sheets'}, part of the title block is a"
            f" picture or"
            " letters drawn as shapes: look whether the address is there."
        )
        return about("cannot tell", why, hidden, in_block=True)
    if len(sheets) == 1:
        why = "No address was read on the only sheet."
        return about("warn", why, sheets)
    why = "No address in San Francisco was read on any sheet."
    return about("warn", why, sheets, in_block=True)


RULE: Final = Rule(
    id="EPR-013",
    title="Project address on every sheet",
    severity="reject",
    meaning="A sheet without the address cannot be told from another project's.",
    remedy="Put the project's street address into the title block of each sheet, as"
    " text.",
    source=exhibit_f("Title block"),
    check=check,
)
