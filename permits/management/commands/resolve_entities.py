"""manage.py resolve_entities: decide which contacts are one person or firm."""

from permits.refresh.command import StepCommand


class Command(StepCommand):
    help = (
        "Resolve contacts into people and firms, and bring what is of them up to date."
    )
    step = "entities"
