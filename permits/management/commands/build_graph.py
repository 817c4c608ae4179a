"""manage.py build_graph: count who worked with whom."""

from permits.derived import Progress
from permits.entities.command import DerivingCommand
from permits.entities.graph import Built, build_graph


class Command(DerivingCommand):
    help = "Count, where permits or people changed, which of these share permits."

    def derive(self, *, whole: bool, progress: Progress) -> Built:
        return build_graph(touched=None if whole else frozenset(), progress=progress)
