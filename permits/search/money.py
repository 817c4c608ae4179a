"""Costs: "over $200k", "under 1m", "$50,000 - $75,000"."""

import re

from permits.search.reading import Context, Fields, Found
from permits.search.tokens import Line

_SCALES = {
    "k": 1_000,
    "grand": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mm": 1_000_000,
    "mil": 1_000_000,
    "mill": 1_000_000,
    "million": 1_000_000,
    "b": 1_000_000_000,
    "billion": 1_000_000_000,
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))


def _phrase(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE)


def _amount(name: str) -> str:
    return rf"""(?P<{name}_sign>\$|usd\s?)?\s?(?P<{name}>\d[\d,]*(?:\.\d+)?)
        (?:\s?(?P<{name}_scale>{_SCALE})(?!\w))?(?:\s*(?:dollars|usd|bucks)(?!\w))?
        (?![\d%])"""


_MEASURED = _phrase(
    r"\s*-?\s*(?:sq|square|sf\b|ft|feet|foot|amp|volt|watt|kw|gal|btu|lb|ton|%)"
)
_COUNTED = _phrase(
    r"\s*-?\s*(?:unit|stor|room|bed|bath|day|year|month|permit|people|car|block)"
)
_COST = r"""(?:(?:that\s+)?(?:(?:estimated|construction|total|project|job)\s+)?
    (?:costs?|costing|valued|valuation|value|worth|budgets?|priced?|prices)
    \s*(?:is|are|of|at|:|=)?\s*)"""
_MORE = r"""over|above|(?:more|greater|higher|bigger|larger)\s+than|at\s+least
    |min(?:imum)?|exceeding|(?:upwards|north)\s+of|starting\s+at|from|>=?"""
_LESS = r"""under|below|(?:less|lower|cheaper|smaller|fewer)\s+than|up\s+to|at\s+most
    |max(?:imum)?|no\s+more\s+than|not\s+over|within|<=?"""
_ABOUT = r"around|about|approximately|approx\.?|roughly|circa|~"

_RANGE = _phrase(
    rf"""(?<![\w.]){_COST}?(?:(?:between|from|in\s+the\s+range\s+of)\s+)?
    {_amount("low")}\s*(?:-|to|and)\s*{_amount("high")}(?!\w)"""
)
_COMPARED = _phrase(
    rf"""(?<![\w.]){_COST}?(?:(?P<more>{_MORE})|(?P<less>{_LESS})|(?P<about>{_ABOUT}))
    \s*{_COST}?{_amount("low")}(?!\w)(?:\s+in\s+cost|\s+{_COST})?"""
)
_TRAILED = _phrase(
    rf"""(?<![\w.$]){_COST}?{_amount("low")}\s*
    (?:(?P<more>\+|plus\b|(?:or|and)\s+(?:more|up|over|above)\b)
    |(?P<less>(?:or|and)\s+(?:less|under|below|cheaper)\b|max\b))"""
)
_EXACT = _phrase(rf"(?<![\w.$]){_COST}?{_amount('low')}(?!\w)")
# "5m" alone may be metres, "5mm" millimetres.
_SURE_SCALES = frozenset({"k", "thousand", "million"})
_COST_WORD = re.compile(r"cost|valu|worth|budget|price")
_LEAST_PLAUSIBLE = 1_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2049


def cost(line: Line, _: Context) -> Found | None:
    if not any(character.isdigit() for character in line.folded):
        return None
    return (
        _between(line)
        or _bounded(_COMPARED, line)
        or _bounded(_TRAILED, line)
        or _exact(line)
    )


def _between(line: Line) -> Found | None:
    for match in _RANGE.finditer(line.folded):
        if not (_is_money(match, "low") or _is_money(match, "high")) or _is_size(match):
            continue
        # "$50-75k": the scale said once holds for both.
        scale = match["low_scale"] or match["high_scale"]
        low = _dollars(match, "low", scale)
        high = _dollars(match, "high", match["high_scale"])
        if low > high:
            low = _dollars(match, "low", match["low_scale"])
        low, high = sorted((low, high))
        return Found({"min_cost": low, "max_cost": high}, (match.span(),))
    return None


def _bounded(pattern: re.Pattern[str], line: Line) -> Found | None:
    for match in pattern.finditer(line.folded):
        amount = _dollars(match, "low", match["low_scale"])
        is_money = _is_money(match, "low") or _may_be_money(match, amount)
        if not is_money or _is_size(match):
            continue
        fields: Fields
        if match["more"]:
            fields = {"min_cost": amount}
        elif match["less"]:
            fields = {"max_cost": amount}
        else:
            # "around $50k": within a fifth of it.
            fields = {"min_cost": amount * 4 // 5, "max_cost": amount * 6 // 5}
        return Found(fields, (match.span(),))
    return None


def _exact(line: Line) -> Found | None:
    for match in _EXACT.finditer(line.folded):
        is_money = match["low_sign"] or match["low_scale"] in _SURE_SCALES
        if is_money and not _is_size(match):
            amount = _dollars(match, "low", match["low_scale"])
            return Found({"min_cost": amount, "max_cost": amount}, (match.span(),))
    return None


def _is_money(match: re.Match[str], name: str) -> bool:
    return bool(match[f"{name}_sign"] or match[f"{name}_scale"])


def _is_size(match: re.Match[str]) -> bool:
    """A number of feet, amperes or rooms, not of dollars."""
    groups = match.groupdict()
    if groups["low_sign"]:
        return False
    scaled = groups.get("high_scale") or groups["low_scale"]
    rest = match.string[match.end() :]
    return bool(_MEASURED.match(rest) or (not scaled and _COUNTED.match(rest)))


def _may_be_money(match: re.Match[str], amount: int) -> bool:
    """A bare number behind "over" or "under": large, and no year."""
    if _COST_WORD.search(match[0]):
        return True
    is_year = _FIRST_YEAR <= amount <= _LAST_YEAR and "," not in match["low"]
    return amount >= _LEAST_PLAUSIBLE and not is_year and match.re is _COMPARED


def _dollars(match: re.Match[str], name: str, scale: str | None) -> int:
    # Sixteen figures are more than any permit costs, and keep the number in range.
    figure = float(match[name].replace(",", "")[:16])
    return min(round(figure * _SCALES.get(scale or "", 1)), 10**12)
