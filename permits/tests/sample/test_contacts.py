import re
from collections import Counter, defaultdict

import pytest

from permits.entities.license import parse_license
from permits.sample.draws import Draws
from permits.sample.licenses import contractors
from permits.sample.parcels import read_toml
from permits.sample.people import ENDINGS, Handwriting, People, Person

Record = dict[str, str]
Sample = dict[str, list[Record]]


# Shares of contacts and of filled fields, as measured on 22,148 of the city's.
@pytest.mark.parametrize(
    ("role", "share", "licensed", "with_firm"),
    [
        ("contractor", 0.408, 1.0, 1.0),
        ("authorized agent-others", 0.214, 0.049, 0.383),
        ("engineer", 0.102, 0.985, 0.72),
        ("architect", 0.098, 0.97, 0.735),
        ("payor", 0.057, 0.148, 0.35),
        ("project contact", 0.049, 0.034, 0.302),
        ("designer", 0.042, 0.245, 0.62),
        ("pmt consultant/expediter", 0.022, 0.008, 0.594),
    ],
)
def test_roles(
    sample: Sample, role: str, share: float, licensed: float, with_firm: float
) -> None:
    some = [r for r in sample["contacts"] if r["role"] == role]
    assert len(some) / len(sample["contacts"]) == pytest.approx(share, abs=0.02)
    filled = sum(bool(r["license1"]) for r in some) / len(some)
    assert filled == pytest.approx(licensed, abs=0.07)
    firms = sum(bool(r["firm_name"]) for r in some) / len(some)
    assert firms == pytest.approx(with_firm, abs=0.17)


@pytest.mark.parametrize(
    ("column", "filled"),
    [
        ("first_name", 0.976),
        ("last_name", 0.948),
        ("firm_name", 0.714),
        ("license1", 0.635),
        ("license2", 0),
        ("sf_business_license_number", 0.408),
        ("agent_address", 0.222),
        ("agent_address2", 0.015),
        ("firm_address", 0.632),
        ("from_date", 1),
        ("to_date", 0.0076),
    ],
)
def test_filled(sample: Sample, column: str, filled: float) -> None:
    some = sum(bool(r[column]) for r in sample["contacts"])
    assert some / len(sample["contacts"]) == pytest.approx(filled, abs=0.06)


def test_contacts_for_a_permit(contacts_by_permit: dict[str, list[Record]]) -> None:
    counts = Counter(map(len, contacts_by_permit.values()))
    mean = sum(n * of for n, of in counts.items()) / sum(counts.values())
    assert mean == pytest.approx(2.2, abs=0.2)
    assert max(counts) <= 9
    for contacts in contacts_by_permit.values():
        assert len({r["id"] for r in contacts}) == 1
        assert sum(r["is_applicant"] == "Y" for r in contacts) <= 1


def test_days_follow_the_permit(
    sample: Sample, permits_by_number: dict[str, Record]
) -> None:
    for record in sample["contacts"]:
        permit = permits_by_number[record["permit_number"]]
        assert record["from_date"][:10] in {
            permit["filed_date"][:10],
            permit["issued_date"][:10],
        }
        if record["to_date"]:
            assert record["from_date"] <= record["to_date"] < "2026-11-24"


def test_a_firm_has_several_spellings_and_one_number(sample: Sample) -> None:
    names, licenses = defaultdict(set), defaultdict(set)
    hired = [r for r in sample["contacts"] if r["role"] == "contractor"]
    for record in hired:
        names[record["sf_business_license_number"]].add(record["firm_name"])
        licenses[record["sf_business_license_number"]].add(record["license1"])
    spelt = [len(found) for found in names.values()]
    assert sum(n > 1 for n in spelt) > len(spelt) / 4
    assert max(spelt) >= 5
    assert any(len(found) > 2 for found in licenses.values())


def test_names_are_noisy_as_the_citys(sample: Sample) -> None:
    firms = {r["firm_name"] for r in sample["contacts"]}
    assert any("**" in name for name in firms)
    assert any("  " in name for name in firms)
    written = [r["license1"] for r in sample["contacts"] if r["role"] == "contractor"]
    assert any(number.startswith("0") for number in written)
    assert any(number[0] in "BC" for number in written)
    zipped = [r["firm_zipcode"] for r in sample["contacts"] if r["firm_zipcode"]]
    filler = sum(code.endswith("-0000") for code in zipped) / len(zipped)
    assert filler == pytest.approx(0.67, abs=0.05)


def test_few_firms_do_most(sample: Sample) -> None:
    hired = Counter(
        r["sf_business_license_number"]
        for r in sample["contacts"]
        if r["role"] == "contractor"
    )
    ranked = [n for _, n in hired.most_common()]
    assert sum(ranked[: len(ranked) // 10]) > 0.4 * sum(ranked)
    assert ranked[-1] == 1


def test_expediters_have_many_permits(sample: Sample) -> None:
    role = "pmt consultant/expediter"
    some = Counter(
        r["last_name"].upper() for r in sample["contacts"] if r["role"] == role
    )
    assert some.most_common(1)[0][1] > 0.2 * sum(some.values())


def test_designers_work_with_the_same_contractors(
    contacts_by_permit: dict[str, list[Record]],
) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for contacts in contacts_by_permit.values():
        firms = {r["sf_business_license_number"] for r in contacts} - {""}
        designers = {r["license1"] for r in contacts if r["role"] == "architect"}
        pairs.update((firm, one) for firm in firms for one in designers - {""})
    assert pairs.most_common(1)[0][1] > 3
    assert sum(n for n in pairs.values() if n > 1) > 0.12 * sum(pairs.values())


def test_firms_have_a_neighborhood_habit(
    sample: Sample, permits_by_number: dict[str, Record]
) -> None:
    where = defaultdict[str, Counter[str]](Counter)
    for record in sample["contacts"]:
        if number := record["sf_business_license_number"]:
            permit = permits_by_number[record["permit_number"]]
            where[number][permit["neighborhoods_analysis_boundaries"]] += 1
    regular = [c for c in where.values() if c.total() >= 10]
    first = [c.most_common(1)[0][1] / c.total() for c in regular]
    assert sum(first) / len(first) > 0.2


def test_trades_share_their_firms_with_the_building_permits(sample: Sample) -> None:
    building = {r["sf_business_license_number"] for r in sample["contacts"]} - {""}
    for name in ("electrical_contacts", "plumbing_contacts"):
        numbers = {r["sf_business_license_number"] for r in sample[name]} - {""}
        assert numbers & building


def test_no_name_is_from_outside_our_lists() -> None:
    """Every person is put together from our lists or made up from syllables."""
    groups = read_toml("people.toml")["people"]
    given = {name.partition("/")[0] for g in groups for name in g["given"]}
    family = {name for g in groups for name in g["family"]}
    parts = "|".join(read_toml("names.toml")["syllables"])
    made_up = re.compile(f"(?:{parts}){{1,2}}(?:{'|'.join(ENDINGS)})", re.IGNORECASE)
    people = People(Draws(1))
    for person in (people.person() for _ in range(3000)):
        assert person.first in given
        assert person.last in family or made_up.fullmatch(person.last)


def test_some_are_namesakes_but_few() -> None:
    people = People(Draws(1))
    drawn = Counter(people.person()[:2] for _ in range(8000))
    shared = sum(n > 1 for n in drawn.values()) / len(drawn)
    assert 0.03 < shared < 0.12


def test_lists_hold_what_they_should() -> None:
    for group in read_toml("people.toml")["people"]:
        assert len(set(group["given"])) == len(group["given"]) >= 8
        assert len(set(group["family"])) == len(group["family"]) >= 8


def test_contractors_licenses_are_read_back() -> None:
    draws = Draws(1)
    written = [contractors(draws, "987654", "C-10") for _ in range(2000)]
    assert len(set(written)) > 5
    read = Counter(map(parse_license, written))
    assert read["987654"] > 1950


def test_names_are_mostly_legible() -> None:
    hand = Handwriting(Draws(1))
    person = Person("Wai Man", "Leung", "K", "")
    names = Counter(hand.name(person) for _ in range(3000))
    assert names.most_common(1)[0][0] == ("WAI MAN", "LEUNG")
    assert names["LEUNG", "WAI MAN"] > 5
    assert names["WAI-MAN", "LEUNG"] > 50
    assert sum(n for (_, last), n in names.items() if not last) / 3000 < 0.07
