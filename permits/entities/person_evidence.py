"""What speaks for two groups of contacts being one person."""

from itertools import islice
from math import log

from permits.entities.evidence import (
    Finding,
    Findings,
    NumberWeights,
    compare_numbers,
    shared,
    years_between,
)
from permits.entities.person_likeness import DIFFERENT, likeness, one_slip
from permits.entities.profile import Profile
from permits.entities.rarity import Rarity

LICENSE = NumberWeights("professional licence", same=7.0, near=-0.5, differs=-5.0)
BUSINESS = NumberWeights("business number", same=8.0, near=-3.0, differs=-6.0)
# A name is worth its rarity within these bounds: namesakes exist for every name.
COMMONEST, RAREST, RAREST_OWNER = -3.0, 4.0, 2.5
SAME_FIRM, OTHER_FIRM = 3.5, -0.7
SAME_ADDRESS, LIKE_ADDRESS, SAME_PERMIT = 4.0, 3.0, 4.0
# A professional's addresses recur: a new one speaks against, more so if many are known.
OTHER_ADDRESS, OTHER_ADDRESS_OF_MANY, MANY = -2.5, -5.5, 6
OTHER_SITE, OTHER_OFFICE = -0.2, -2.0
OWNER_AND_NOT, OWNERS, PAYER_AND_NOT = -4.7, -1.0, -3.2
GENERATIONS = -6.0
# Rows that show what someone's roles are, the share below which one is seldom, points.
ESTABLISHED, SELDOM, UNUSUAL_ROLE, USUAL_ROLE = 5, 0.15, -4.0, 1.2
BUSY, BUSIEST = 0.4, 2.0
# Years from the last row of one group to the first of the other, and their points.
GAPS = ((0.5, 1.5), (1, 1.2), (2, 0.8), (4, 0.2), (8, -0.8), (15, -1.6), (9e9, -2.5))
LONG_SPAN = -0.4  # per logarithm of three years: being inside a long span says little
SPELLINGS = 6
# A group is all owners, or not, if so large a share of its rows says so.
MOST, SOME = 0.7, 0.5


def _share(profile: Profile, group: str) -> float:
    """The share of the rows in which the role is of that group."""
    return profile.groups.get(group, 0) / profile.size


def _usual_role(one: Profile, other: Profile) -> Findings:
    """People keep to their role: a row in another one is more often a namesake's."""
    small, large = (one, other) if one.size <= other.size else (other, one)
    if large.size < ESTABLISHED:
        return []
    usual = sum(n * large.roles.get(role, 0) for role, n in small.roles.items())
    share = usual / small.size / large.size
    if share < SELDOM:
        return [Finding(UNUSUAL_ROLE, "in a role unusual for the other")]
    return [Finding(USUAL_ROLE, "in the usual role")] if share > SOME else []


def _near(one: dict[str, int], other: dict[str, int]) -> bool:
    """Whether two addresses differ by a slip in the street, the number being equal."""
    for mine in islice(one, 8):
        number, _, street = mine.partition(" ")
        for theirs in islice(other, 8):
            near, _, theirs_street = theirs.partition(" ")
            if number == near and one_slip(street, theirs_street):
                return True
    return False


def _addresses(one: Profile, other: Profile, *, owners: bool) -> Findings:
    """An owner's address is whatever was being built; others have their own."""
    if not one.addresses or not other.addresses:
        return []
    if shared(one.addresses, other.addresses):
        return [Finding(SAME_ADDRESS, "same address")]
    if _near(one.addresses, other.addresses):
        return [Finding(LIKE_ADDRESS, "same address but for a slip")]
    if owners:
        return [Finding(OTHER_SITE, "different sites")]
    if one.firms and other.firms:
        return [Finding(OTHER_OFFICE, "different addresses")]
    known = max(sum(one.addresses.values()), sum(other.addresses.values()))
    points = OTHER_ADDRESS_OF_MANY if known > MANY else OTHER_ADDRESS
    return [Finding(points, "different addresses")]


def _firms(one: Profile, other: Profile) -> Findings:
    if not one.firms or not other.firms:
        return []
    keys = {firm.key for firm in one.firms}
    if any(firm.key in keys for firm in other.firms):
        return [Finding(SAME_FIRM, "same firm")]
    return [Finding(OTHER_FIRM, "different firms")]


def _roles(one: Profile, other: Profile, owners: tuple[float, float]) -> Findings:
    """What their roles say; `owners` are the shares of rows as an owner."""
    findings = []
    if abs(owners[0] - owners[1]) > MOST:
        findings.append(Finding(OWNER_AND_NOT, "one is an owner, the other is not"))
    elif max(owners) < SOME:
        busy = min(BUSY * log(max(one.size, other.size)), BUSIEST)
        findings.append(Finding(busy, "a busy professional of that name"))
    else:
        findings.append(Finding(OWNERS, "owners only, named once or twice"))
    findings += _usual_role(one, other)
    if abs(_share(one, "party") - _share(other, "party")) > MOST:
        findings.append(Finding(PAYER_AND_NOT, "one only pays or is a contact"))
    return findings


def _dates(one: Profile, other: Profile, *, owners: bool) -> Findings:
    if not one.dated or not other.dated:
        return []
    gap = years_between(one, other)
    points = next(points for years, points in GAPS if gap <= years)
    if owners:
        span = max(one.last - one.first, other.last - other.first)
        points += LONG_SPAN * log(1 + span / 1095)
    close = "close in time" if points > 0 else "far apart in time"
    return [Finding(points, close)]


def _generations(one: Profile, other: Profile) -> Findings:
    """Jr. is written on most of a son's rows and on none of his father's."""
    if one.marked == other.marked == 0:
        return []
    points = GENERATIONS * abs(one.marked / one.size - other.marked / other.size)
    return [Finding(points, "Jr. or Sr. on one of them")] if points else []


class ComparePeople:
    """Compares groups of contacts as people, given how common names are here."""

    def __init__(self, rarity: Rarity) -> None:
        self.rarity = rarity

    def names(self, one: Profile, other: Profile, *, owners: bool) -> Finding | None:
        """The best agreement of two spellings; None if one group has no name."""
        if not one.names or not other.names:
            return None
        rarest = RAREST_OWNER if owners else RAREST
        best = DIFFERENT
        for mine in islice(one.names, SPELLINGS):
            for theirs in islice(other.names, SPELLINGS):
                alike = likeness(mine, theirs)
                if alike > DIFFERENT:
                    given = min(mine.given, theirs.given, key=len)
                    rare = self.rarity.points(theirs.surname, given)
                    best = max(best, min(alike + max(COMMONEST, rare), rarest))
        return Finding(best, "name agrees" if best > DIFFERENT else "different names")

    def __call__(self, one: Profile, other: Profile) -> Findings:
        """What says that two groups are one person; names that differ end it."""
        shares = _share(one, "owner"), _share(other, "owner")
        owners = min(shares) > SOME
        name = self.names(one, other, owners=owners)
        if name and name.points <= DIFFERENT:
            return [name]
        findings = [name] if name else []
        findings += compare_numbers(one.licenses, other.licenses, LICENSE)
        findings += compare_numbers(one.businesses, other.businesses, BUSINESS)
        findings += _firms(one, other)
        findings += _addresses(one, other, owners=owners)
        if shared(one.permits, other.permits):
            findings.append(Finding(SAME_PERMIT, "on the same permit"))
        findings += _roles(one, other, shares)
        findings += _dates(one, other, owners=owners)
        findings += _generations(one, other)
        return findings
