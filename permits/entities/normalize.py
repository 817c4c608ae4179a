"""Contacts as facts that can be compared; each distinct text is read once."""

from collections import Counter
from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from permits.entities.address import parse_address
from permits.entities.contacts import Contact
from permits.entities.firm_name import FirmName, parse_firm
from permits.entities.license import parse_business_number, parse_license
from permits.entities.person_name import NameOrder, PersonName, readings


class Facts(NamedTuple):
    """What one contact says. Empty text and None are "not given".

    `role` is the city's word for it in lower case; `group` is one of `ROLE_GROUPS`.
    """

    id: str
    permit: str
    day: int
    role: str
    group: str
    name: PersonName | None
    firm: FirmName | None
    license: str
    business: str
    addresses: tuple[str, ...]


NAME = Facts._fields.index("name")
ROLE_GROUPS = {
    "contractor": "contractor",
    "subcontractor": "contractor",
    "architect": "design",
    "engineer": "design",
    "designer": "design",
    "agent": "agent",
    "authorized agent-others": "agent",
    "pmt consultant/expediter": "agent",
    "attorney": "party",
    "payor": "party",
    "project contact": "party",
    "owner": "owner",
    "lessee": "owner",
    "sponsor": "owner",
}


Value = TypeVar("Value", bound=Hashable)


class _Read(dict[str, Value], Generic[Value]):
    """What each text says: parsed once, and equal results are the same object."""

    def __init__(self, parse: Callable[[str], Value]) -> None:
        self.parse = parse
        self.same: dict[Value, Value] = {}

    def __missing__(self, text: str) -> Value:
        parsed = self.parse(text)
        value = self[text] = self.same.setdefault(parsed, parsed)
        return value


def _role(text: str) -> tuple[str, str]:
    role = text.strip().lower()
    return role, ROLE_GROUPS.get(role, "agent")


def read_names(
    pairs: Mapping[tuple[str, str], int], order: NameOrder
) -> dict[tuple[str, str], PersonName | None]:
    """The person of each pair of name fields. `pairs` counts the new rows of each pair.

    All pairs are needed at once: they tell `order` which words are surnames here.
    """
    ways = {pair: readings(*pair) for pair in pairs}
    for pair, names in ways.items():
        if names and pairs[pair] and all(part.strip() for part in pair):
            order.learn(names[0], pairs[pair])
    same: dict[PersonName, PersonName] = {}
    read: dict[tuple[str, str], PersonName | None] = {}
    for pair, names in ways.items():
        name = order.choose(names) if names else None
        read[pair] = same.setdefault(name, name) if name else None
    return read


def _places(one: str, other: str) -> tuple[str, ...]:
    if one and other and one != other:
        return one, other
    return (one or other,) if one or other else ()


def read_contacts(
    contacts: Iterable[Contact],
    order: NameOrder | None = None,
    counted: Container[str] = frozenset(),
) -> list[Facts]:
    """The facts of every contact, in the order of their ids.

    `order` learns from their names, those apart whose ids it has `counted` before.
    """
    permit, role, firm = _Read(str), _Read(_role), _Read(parse_firm)
    number, business = _Read(parse_license), _Read(parse_business_number)
    address = _Read(parse_address)
    pairs: Counter[tuple[str, str]] = Counter()
    rows: list[Any] = []
    for row in contacts:
        pair = row.first_name, row.last_name
        pairs[pair] += row.id not in counted
        rows.append(
            [
                row.id,
                permit[row.permit],
                row.day,
                *role[row.role],
                pair,
                firm[row.firm],
                number[row.license],
                business[row.business_number],
                _places(address[row.firm_address], address[row.agent_address]),
            ]
        )
    names = read_names(pairs, order or NameOrder())
    for facts in rows:
        facts[NAME] = names[facts[NAME]]
    rows.sort(key=itemgetter(0))
    # In its place: a list of lists beside a list of facts would be twice the memory.
    for place, facts in enumerate(rows):
        rows[place] = Facts._make(facts)
    return rows
