"""Who is named on a permit, and the page of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from permits import words
from permits.models import Contact
from permits.search.labels import NOT_RECORDED
from permits.views.entity_address import entity_url
from permits.views.facts import Fact
from permits.views.review import SHOWN, Entry, Folded


@dataclass(frozen=True, slots=True)
class Named(Entry):
    """One contact. `url` leads to the person or firm; "" if it could not be placed."""

    url: str


def people(rows: Iterable[Contact]) -> Folded:
    """Name, role, firm and license of each contact, as they are recorded."""
    named = [_named(row) for row in rows]
    return Folded(named[:SHOWN], named[SHOWN:])


def _named(row: Contact) -> Named:
    name = " ".join(part for part in (row.first_name, row.last_name) if part)
    licenses = [number for number in (row.license1, row.license2) if number]
    return Named(
        title=name or row.firm_name or "Name not recorded",
        note=f"Role: {row.role}" if row.role else "Role not recorded",
        url=_url(row),
        facts=(
            Fact("Firm", words.text(row.firm_name)),
            Fact("License", ", ".join(licenses) or NOT_RECORDED),
        ),
    )


def _url(row: Contact) -> str:
    """Contacts that came after the last run of resolve_entities have no place yet."""
    entity_id = getattr(row, "entity_id", None)
    name = getattr(row, "entity_name", None)
    return "" if entity_id is None else entity_url(entity_id, name)
