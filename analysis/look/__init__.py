"""Claude looks at pictures of sheets for what measuring cannot tell.

It is shown the cover and the sheets that need it (`choice`), some at a time through
knowledge/llm (`ask`). What it says is compared with what it was asked (`answer`), put
in terms of the rules (`opinions`) and beside what was measured (`merge`), which stands
whatever it says. A job keeps what was said of each sheet (`kept`).
"""

from django.conf import settings

from analysis.look import ask, choice
from analysis.look.ask import Memory, Pictures
from analysis.look.looked import LookedAt
from analysis.sheet_facts import SetFacts
from knowledge import llm

__all__ = ["LookedAt", "is_wanted", "look"]


def is_wanted() -> bool:
    """Whether sheets are to be looked at: there is a key, and sheets may be shown."""
    return llm.is_configured() and settings.PLANS_LOOK_SHEETS > 0


def look(facts: SetFacts, pictures: Pictures, memory: Memory) -> LookedAt:
    """What Claude sees on the sheets it is shown; see `ask.look`."""
    chosen = choice.chosen(facts, settings.PLANS_LOOK_SHEETS)
    return ask.look(chosen, pictures, memory, sheets=len(facts.sheets))
