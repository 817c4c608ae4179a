"""manage.py build_graph: count who worked with whom."""

from permits.refresh.command import StepCommand


class Command(StepCommand):
    help = "Count which people and firms share permits, and renew what is of that."
    step = "graph"
