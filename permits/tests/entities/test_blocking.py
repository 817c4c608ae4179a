import pytest

from permits.entities import person_keys
from permits.entities.blocking import LARGEST, NEIGHBOURS, candidate_pairs
from permits.entities.clusters import Clusters
from permits.entities.contacts import Contact
from permits.entities.kinds import count_votes, stands_for_firm
from permits.entities.normalize import read_contacts


def namesakes(count: int) -> Clusters:
    rows = [
        Contact(f"{n:04}", f"P{n}", "owner", "Mary", "Smith", day=700_000 + n)
        for n in range(count)
    ]
    clusters = Clusters(read_contacts(rows))
    clusters.gather(range(count))
    return clusters


@pytest.mark.parametrize(
    ("count", "at_least", "at_most"),
    [(2, 1, 1), (20, 190, 190), (1000, 1000, 1000 * (LARGEST + NEIGHBOURS))],
)
def test_pairs_of_a_block_are_bounded(count: int, at_least: int, at_most: int) -> None:
    pairs = candidate_pairs(namesakes(count), range(count), [person_keys.names])
    assert at_least <= len(pairs) <= at_most
    assert pairs == sorted(set(pairs))
    assert all(one < other for one, other in pairs)


def test_groups_are_compared_not_rows() -> None:
    clusters = namesakes(3)
    assert clusters.find(2) == 2
    assert candidate_pairs(clusters, range(3), [person_keys.license_number]) == []


def decided(contacts: list[Contact]) -> list[bool]:
    rows = read_contacts(contacts)
    return stands_for_firm(rows, count_votes(rows))


@pytest.mark.parametrize(
    ("row", "firm"),
    [
        (Contact("a", "P", "contractor", firm="Heron Builders"), True),
        (Contact("a", "P", "architect", firm="Heron Builders", license="654987"), True),
        (Contact("a", "P", "owner", firm="1550 Nowhere LLC"), True),
        (Contact("a", "P", "architect", firm="Plover Architects"), False),
        (Contact("a", "P", "contractor", firm="Plover", license="C12345"), False),
        (Contact("a", "P", "contractor", "Ada", "Orrin", license="654987"), False),
        (Contact("a", "P", "owner", "Ada", "Orrin"), False),
        (Contact("a", "P", "somebody new", firm="Plover"), False),
    ],
)
def test_who_a_row_is_about(row: Contact, firm: bool) -> None:
    assert decided([row]) == [firm]


def test_the_rows_of_a_firm_outvote_a_wrong_role() -> None:
    rows = [Contact(f"{n}", "P", "architect", firm="Plover") for n in range(3)]
    rows.append(Contact("9", "P", "owner", firm="Plover Inc"))
    assert decided(rows) == [False] * 4
