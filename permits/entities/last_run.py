"""What the last run over contacts left for this one."""

from django.db import connection

from permits.entities.register import Register
from permits.entities.tracks import RULES
from permits.models import EntityRun, RelationshipDue

# Above this share of contacts that changed since the last whole run, all are resolved;
# above this share of permits for the contacts, all pairs are counted.
WHOLE_ABOVE = 0.05
ONLY = 1


def last_run() -> EntityRun | None:
    """None if there is none to go on from: not yet, or by other rules."""
    return EntityRun.objects.filter(pk=ONLY, rules=RULES).first()


def is_few(changes: int, last: EntityRun) -> bool:
    return changes <= WHOLE_ABOVE * last.contacts


def keep_whole(*, contacts: int, register: Register) -> None:
    """Start anew from a run over all contacts; the graph is to be built whole, too."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE relationships_due")
    EntityRun.objects.update_or_create(
        pk=ONLY,
        defaults={
            "rules": RULES,
            "contacts": contacts,
            "changed": 0,
            "register": register.pack(),
            "graph_loads": None,
        },
    )


def keep_part(last: EntityRun, *, changed: int, register: Register) -> None:
    last.changed += changed
    last.register = register.pack()
    last.save(update_fields=["changed", "register"])


def keep_graph(last: EntityRun, *, loads: int, removed: int) -> None:
    """The graph is built; what is still to be counted comes after this."""
    RelationshipDue.objects.all().delete()
    if (last.graph_loads, last.graph_removed) != (loads, removed):
        last.graph_loads, last.graph_removed = loads, removed
        last.save(update_fields=["graph_loads", "graph_removed"])
