"""Which sheets Claude is shown, where there are more than it may be shown."""

from analysis.sheet_facts import SetFacts, SheetFacts


def chosen(facts: SetFacts, most: int) -> list[int]:
    """At most so many sheets: the cover, then those whose words could not be read or
    whose title block has gaps, then the others; in each group as in the file.
    """
    drawn = [one for one in facts.drawings if one.sheet.width]
    cover, rest = drawn[:1], drawn[1:]
    in_order = cover + sorted(rest, key=lambda one: not _is_needed(one))
    return [one.sheet.number for one in in_order[:most]]


def _is_needed(one: SheetFacts) -> bool:
    has_gaps = not one.number or not one.name
    return has_gaps or not one.is_readable or one.has_shapes_in_block
