"""What a start of the site does for the corpus (ops/startup.py)."""

from knowledge import nightly
from knowledge.load import SourceFileError
from ops import startup


def load(say: startup.Say) -> None:
    """Load what changed in KNOWLEDGE_PATHS. What fails is told, and stops nothing."""
    told = False

    def progress(what: str, _done: int, _of: int) -> None:
        # Reading comes first, and finds that all is as it was in most cases.
        nonlocal told
        if what != "reading" and not told:
            told = True
            say("Loading the rules that answers come from")

    try:
        report = nightly.load_standing(progress=progress)
    except SourceFileError as error:
        say(f"The rules could not be loaded; answers come from what is there: {error}")
        return
    for name, why in report.refused.items():
        say(f"{name} could not be loaded: {why}")


startup.register(load)
