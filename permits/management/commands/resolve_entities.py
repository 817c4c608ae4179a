"""manage.py resolve_entities: decide which contacts are one person or firm."""

from permits.derived import Progress
from permits.entities.command import DerivingCommand
from permits.entities.store import Resolved, resolve_entities


class Command(DerivingCommand):
    help = "Resolve the contacts that changed into people and firms; ids stay."

    def derive(self, *, whole: bool, progress: Progress) -> Resolved:
        return resolve_entities(whole=whole, progress=progress)
