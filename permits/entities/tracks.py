"""How firms and how people are resolved: keys that prove, keys to compare, limits."""

from collections.abc import Hashable, Iterable
from hashlib import blake2b
from typing import NamedTuple

from permits.entities import firm_keys, person_keys
from permits.entities.blocking import Keys
from permits.entities.clusters import Link
from permits.entities.entities import Kind
from permits.entities.merging import Limits
from permits.entities.normalize import Facts

# To be changed with any rule by which contacts are read, compared or merged: what was
# resolved by other rules is then resolved anew.
RULES = "1"


class Track(NamedTuple):
    """How one kind of entity is resolved."""

    kind: Kind
    proofs: tuple[tuple[Keys, Link], ...]
    blocks: tuple[Keys, ...]
    limits: Limits


def _proof(keys: Keys, confidence: float, reason: str) -> tuple[Keys, Link]:
    return keys, Link(confidence, (reason,))


FIRMS = Track(
    kind="firm",
    proofs=(
        _proof(firm_keys.name_and_license, 0.99, "same firm name and licence"),
        _proof(firm_keys.name_and_business, 0.99, "same firm name and business number"),
        _proof(
            firm_keys.license_and_business, 0.99, "same licence and business number"
        ),
        _proof(firm_keys.name_without_numbers, 0.97, "same firm name and address"),
    ),
    blocks=(
        firm_keys.license_number,
        firm_keys.business_number,
        firm_keys.names,
        firm_keys.opening,
        firm_keys.place_or_person,
    ),
    limits=Limits(accept=5.0, margin=1.5),
)
PEOPLE = Track(
    kind="person",
    proofs=(
        _proof(person_keys.name_and_license, 0.99, "same name and licence"),
        _proof(person_keys.name_and_business, 0.99, "same name and business number"),
        _proof(person_keys.name_without_numbers, 0.96, "same name, firm or address"),
        _proof(person_keys.name_on_permit, 0.96, "same name on the same permit"),
    ),
    blocks=(
        person_keys.names,
        person_keys.half_a_name_there,
        person_keys.license_number,
        person_keys.business_number,
    ),
    limits=Limits(accept=1.5, margin=1.5),
)


def block_keys(track: Track, rows: Iterable[Facts]) -> set[int]:
    """The keys by which the rows of a group are found to be compared, as 64-bit hashes.

    They are the same in every process: the runs store them.
    """
    found: set[tuple[int, Hashable]] = set()
    for row in rows:
        for number, keys in enumerate(track.blocks):
            found.update((number, key) for key in keys(row))
    return {_hash(track.kind, number, key) for number, key in found}


def _hash(kind: Kind, number: int, key: Hashable) -> int:
    parts = key if isinstance(key, tuple) else (key,)
    text = "\x1f".join((f"{kind}{number}", *parts))
    digest = blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
