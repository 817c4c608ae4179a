"""EPR-017: three items that are the same in every title block."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from analysis import sheet_facts, sheet_numbers
from analysis.checks.block_address import has, project_address
from analysis.checks.finding import Finding, Rule
from analysis.checks.sources import exhibit_f
from analysis.checks.wording import about, called, unreadable
from analysis.lines import Line
from analysis.place_names import Address
from analysis.plan_set import INCH, PlanSet, Submission
from analysis.sheet_facts import SetFacts, SheetFacts
from analysis.title_block import is_label

ITEMS: Final = 3
# A sheet with this share of the template's words at their places has the template, and
# with it far more than three items.
SAME_TEMPLATE: Final = 0.5
# A line that this share of the sheets has is an item of the set.
ON_MOST: Final = 0.6
# Lines are at one place if they are about as near as this.
NEAR: Final = INCH / 4
# Says who may draw, not whose project it is, or belongs to an address or a date.
_NO_ITEM: Final = re.compile(
    r"\d|LICENSED|REGISTERED|STATE OF|SAN FRANCISCO|\bCA\b|\bEXP\b",
    re.IGNORECASE,
)
_FEWEST_LETTERS: Final = 8
# The end of a note, which many sheets have somewhere; firms may be abbreviated.
_SENTENCE: Final = re.compile(r"(?<!\bINC)(?<!\bCO)(?<!\bCORP)(?<!\bLTD)\.$")


def check(plan_set: PlanSet, submission: Submission) -> Sequence[Finding]:
    facts = sheet_facts.of(plan_set)
    drawings = facts.drawings
    if len(drawings) < 2:  # noqa: PLR2004 - one sheet agrees with itself
        return [
            about("cannot tell", "One sheet has none to be compared with.", drawings)
        ]
    readable = [one for one in drawings if one.is_readable]
    few = _with_few(readable, facts, submission)
    if _layout(facts) == "corner":
        # Nothing is at one place: only words can tell, and only who lacks them.
        few = (
            [one for one in few if _says_all(one)] if _most_agree(readable, few) else []
        )
    if not readable or (_layout(facts) == "corner" and not few):
        why = "Title blocks share too little text to compare them."
        return [about("cannot tell", why, drawings, in_block=True)]
    found = unreadable(
        [one for one in drawings if not one.is_readable], "A title block"
    )
    if few:
        why = (
            f"The title block of {called(few)} has another form, and fewer than three"
            " items (address, firm, project, form of the number) as on other sheets."
        )
        found.append(about("warn", why, few, in_block=True))
    why = (
        f"All {len(readable)} title blocks have the same form or three items in common."
    )
    return found or [about("pass", why)]


def _layout(facts: SetFacts) -> str:
    kinds = [one.block.layout.kind for one in facts.drawings if one.block]
    return Counter(kinds).most_common(1)[0][0]


def _with_few(
    readable: Sequence[SheetFacts], facts: SetFacts, submission: Submission
) -> list[SheetFacts]:
    """Sheets of another template that have fewer than three items of the set."""
    address = project_address(facts, submission)
    placed = _layout(facts) != "corner"
    # On sheets of another size the same block is elsewhere.
    own = [one for one in readable if _has_template(one)] if placed else readable
    items = _items(own or readable, placed=placed)
    shapes = Counter(sheet_numbers.shape(one.number) for one in readable if one.number)
    usual = shapes.most_common(1)[0][0] if shapes else ""
    return [
        one
        for one in readable
        if not _has_template(one) and _count(one, address, items, usual) < ITEMS
    ]


def _most_agree(readable: Sequence[SheetFacts], few: Sequence[SheetFacts]) -> bool:
    return len(readable) - len(few) >= max(2, ON_MOST * len(readable))


def _says_all(one: SheetFacts) -> bool:
    """Whether its block is in words, with labels, so that what they lack is absent."""
    has_labels = one.block is not None and one.block.has_name_label
    return has_labels and one.shows_all_text and not one.has_shapes_in_block


def _has_template(one: SheetFacts) -> bool:
    return one.block is not None and one.block.follows >= SAME_TEMPLATE


def _items(sheets: Sequence[SheetFacts], *, placed: bool) -> frozenset[str]:
    """Lines of most title blocks that name a firm or a project.

    Notes that are repeated stand now here, now there; only where blocks are not
    `placed` alike, places do not count.
    """
    counts = Counter(
        spot for one in sheets for spot in (_spots(one) if placed else _phrases(one))
    )
    return frozenset(
        text for (text, *_), number in counts.items() if number >= ON_MOST * len(sheets)
    )


def _spots(one: SheetFacts) -> set[tuple[str, int, int]]:
    """Lines with their distance from the sheet's lower right corner."""
    sheet = one.sheet
    return {
        (
            _text(line),
            round((sheet.width - line.box.left) / NEAR),
            round((sheet.height - line.box.bottom) / NEAR),
        )
        for line in _naming(one)
    }


def _phrases(one: SheetFacts) -> set[tuple[str]]:
    return {(text,) for text in _texts(one)}


def _texts(one: SheetFacts) -> set[str]:
    return {_text(line) for line in _naming(one)}


def _naming(one: SheetFacts) -> Iterator[Line]:
    for line in one.block.lines if one.block else ():
        text = _text(line)
        letters = sum(map(str.isalpha, text))
        if (
            letters >= _FEWEST_LETTERS
            and not _NO_ITEM.search(text)
            and not _SENTENCE.search(text)
            and not is_label(text)
        ):
            yield line


def _text(line: Line) -> str:
    return line.text.strip().upper()


def _count(
    one: SheetFacts, address: Address | None, items: frozenset[str], usual: str
) -> int:
    same_number = bool(one.number) and sheet_numbers.shape(one.number) == usual
    return bool(address and has(one, address)) + same_number + len(items & _texts(one))


RULE: Final = Rule(
    id="EPR-017",
    title="Three items are the same in every title block",
    severity="warn",
    meaning="Address, firm and the form of the numbers show that sheets are of one"
    " set.",
    remedy="Give consultants the set's title block, or add address, project name and"
    " numbering in the same form to theirs.",
    source=exhibit_f("Title block"),
    check=check,
)
