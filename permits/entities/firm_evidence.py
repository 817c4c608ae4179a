"""What speaks for two groups of contacts being one firm."""

from functools import lru_cache
from itertools import islice, product

from rapidfuzz.distance import OSA

from permits.entities.evidence import (
    Finding,
    Findings,
    NumberWeights,
    compare_numbers,
    compare_succession,
    shared,
)
from permits.entities.firm_name import FirmName
from permits.entities.profile import Profile

SAME = Finding(6.0, "same firm name")
ALIAS = Finding(4.5, "one name is the other's trading name")
CUT_OFF = Finding(4.5, "one firm name is the other cut short")
MISSPELT = Finding(4.5, "firm names alike but for a slip")
PARTLY = Finding(0.0, "firm names alike but for the trade")
OTHER = Finding(-4.0, "different firm names")

LICENSE = NumberWeights("contractor licence", same=6.0, near=-0.5, differs=-3.5)
BUSINESS = NumberWeights("business number", same=8.0, near=-3.0, differs=-7.0)
ADDRESS = 2.5
PEOPLE = 2.0
# The people and the address come with a licence: beside it they prove little.
BESIDE_LICENSE = 0.3
# Letters a name must have: to be one that a form cut off, to be read with a slip, with
# two slips, and with a slip anywhere in it.
SHORTEST_CUT, ONE_SLIP, TWO_SLIPS, SLIP_ANYWHERE = 14, 5, 9, 8
SPELLINGS = 6  # compared of each group, the first seen


def _misspelt(one: FirmName, other: FirmName) -> bool:
    if len(one.proper) < ONE_SLIP:
        return False
    if one.trade == other.trade:
        slips = 1 if len(one.proper) < TWO_SLIPS else 2
        if OSA.distance(one.proper, other.proper, score_cutoff=slips) <= slips:
            return True
    if len(one.key) < SLIP_ANYWHERE:
        return False
    return OSA.distance(one.key, other.key, score_cutoff=1) <= 1


@lru_cache(maxsize=400_000)
def compare_names(one: FirmName, other: FirmName) -> Finding:
    if one.key == other.key:
        return SAME
    if one.key in other.aliases or other.key in one.aliases:
        return ALIAS
    short, long = sorted((one.letters, other.letters), key=len)
    if len(short) >= SHORTEST_CUT and long.startswith(short):
        return CUT_OFF
    if _misspelt(one, other):
        return MISSPELT
    return PARTLY if one.proper == other.proper else OTHER


def _best_name(one: Profile, other: Profile) -> Finding:
    pairs = product(islice(one.firms, SPELLINGS), islice(other.firms, SPELLINGS))
    return max((compare_names(*pair) for pair in pairs), default=PARTLY)


def _people_shared(one: Profile, other: Profile) -> bool:
    mine = {(name.surname, name.given[:1]) for name in islice(one.names, 12)}
    return any((n.surname, n.given[:1]) in mine for n in islice(other.names, 12))


def compare_firms(one: Profile, other: Profile) -> Findings:
    """What says that two groups are one firm, or not.

    A licence alone never suffices, two firms may share it; nor does a name beside a
    licence and a business number that both differ.
    """
    name = _best_name(one, other)
    license_ = compare_numbers(one.licenses, other.licenses, LICENSE)
    business = compare_numbers(one.businesses, other.businesses, BUSINESS)
    same_license = bool(license_) and license_[0].points > 0
    same_business = bool(business) and business[0].points > 0
    weight = BESIDE_LICENSE if same_license else 1.0
    findings = [name, *license_, *business]
    if shared(one.addresses, other.addresses):
        findings.append(Finding(weight * ADDRESS, "same address"))
    if _people_shared(one, other):
        findings.append(Finding(weight * PEOPLE, "same person acting for it"))
    if name is OTHER and same_license and not same_business:
        findings += compare_succession(one, other)
    return findings
