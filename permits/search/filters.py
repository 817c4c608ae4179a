"""The GET parameters of a search: the whole state of the page, in the URL."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import (
    Any,
    Literal,
    NamedTuple,
    Protocol,
    Self,
    TypeVar,
    get_args,
    runtime_checkable,
)
from urllib.parse import urlencode

from permits.search import gazetteer
from permits.search.bands import COST_BANDS
from permits.search.cursor import Cursor
from permits.search.labels import PERMIT_TYPES, STATUSES
from permits.search.tokens import clean
from permits.search.vocabulary import key_of

T = TypeVar("T")
Section = Literal["permits", "people", "parcels"]
SECTIONS: tuple[Section, ...] = get_args(Section)
Sort = Literal["best", "newest", "oldest", "cost", "cost_low"]
SORTS: tuple[Sort, ...] = get_args(Sort)
SORT_LABELS: Mapping[Sort, str] = {
    "best": "best match",
    "newest": "newest first",
    "oldest": "oldest first",
    "cost": "highest cost first",
    "cost_low": "lowest cost first",
}
MOST_VALUES = 50
EARLIEST_YEAR, LATEST_YEAR = 1850, 2100
HIGHEST_COST = 10**12
LONGEST_SHOWN = 40


class Chip(NamedTuple):
    """One filter in force: what it says, and the query string without it."""

    label: str
    without: str


@runtime_checkable
class ManyValued(Protocol):
    """Django's QueryDict, as far as it is used here."""

    def getlist(self, key: str, /) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for besides the typed text's own reading; all values are valid.

    `problems` says, in words for the reader, which parameters were not understood
    and so left out. Costs are whole dollars; years and costs are inclusive; `costs`
    are numbers of bands.COST_BANDS. `entity_name` is filled in by subject.py.
    """

    q: str = ""
    status: tuple[str, ...] = ()
    types: tuple[int, ...] = ()
    neighborhoods: tuple[str, ...] = ()
    costs: tuple[int, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    min_cost: int | None = None
    max_cost: int | None = None
    zipcode: str | None = None
    block: str | None = None
    lot: str | None = None
    street: str | None = None
    entity: int | None = None
    entity_name: str | None = None
    sort: Sort = "best"
    exact: bool = False
    section: Section = "permits"
    cursor: Cursor | None = None
    problems: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: Mapping[str, Any]) -> Self:
        """Read GET parameters (a QueryDict or a plain mapping). Never raises."""
        reader = _Reader(params)
        years = reader.years()
        block = reader.one("block", _block, "an assessor's block")
        lot = reader.one("lot", _lot, "an assessor's lot")
        if lot and not block:
            reader.problems.append("A lot needs its block; it was left out.")
        return cls(
            q=reader.q(),
            status=reader.many("status", _status, "a status of the record"),
            types=reader.many("type", _type, "a permit type from 1 to 9"),
            neighborhoods=reader.many("neighborhood", _neighborhood, "a neighborhood"),
            costs=reader.many("cost", _band, "one of the cost bands"),
            year_from=years[0],
            year_to=years[1],
            min_cost=reader.one("min_cost", _dollars, "an amount in dollars"),
            max_cost=reader.one("max_cost", _dollars, "an amount in dollars"),
            zipcode=reader.one("zip", _zipcode, "a five-digit zip code"),
            block=block,
            lot=lot if block else None,
            street=reader.one("street", _street, "a street name"),
            entity=reader.one("entity", _entity, "the number of a person or firm"),
            sort=reader.one("sort", _sort, "a way to sort") or "best",
            exact=reader.first("exact") in {"1", "true", "on"},
            section=reader.one("in", _section, "a part of the search") or "permits",
            cursor=reader.cursor(),
            problems=tuple(reader.problems),
        )

    def to_params(self) -> list[tuple[str, str]]:
        """The parameters in their one canonical order, defaults left out."""
        pairs: list[tuple[str, object]] = [("q", self.q)]
        for name, values in self._many().items():
            pairs += [(name, value) for value in values]
        if self.year_from and self.year_from == self.year_to:
            pairs.append(("year", self.year_from))
        else:
            pairs += [("year_from", self.year_from), ("year_to", self.year_to)]
        pairs += [
            ("min_cost", self.min_cost),
            ("max_cost", self.max_cost),
            ("zip", self.zipcode),
            ("block", self.block),
            ("lot", self.lot),
            ("street", self.street),
            ("entity", self.entity),
            ("sort", self.sort if self.sort != "best" else None),
            ("exact", "1" if self.exact else None),
            ("in", self.section if self.section != "permits" else None),
            ("cursor", self.cursor.encode() if self.cursor else None),
        ]
        return [(name, str(v)) for name, v in pairs if v is not None and v != ""]

    def query_string(self) -> str:
        return urlencode(self.to_params())

    def with_(self, **changes: Any) -> Self:
        """The same filters, changed, from their first page."""
        return replace(self, **{"cursor": None, "problems": ()} | changes)

    def toggled(self, facet: str, value: str) -> Self:
        """With one value of a facet put in force, or taken out if it was."""
        if facet == "year":
            year = int(value)
            on = self.year_from == self.year_to == year
            end = None if on else year
            return self.with_(year_from=end, year_to=end)
        field = _FACET_FIELDS[facet]
        chosen = getattr(self, field)
        typed = int(value) if facet in {"type", "cost"} else value
        if typed in chosen:
            return self.with_(**{field: tuple(v for v in chosen if v != typed)})
        return self.with_(**{field: (*chosen, typed)})

    def around(self, facet: str) -> tuple[str, str]:
        """The query string before and after a value of the facet that is added."""
        # Any value does: it stands behind those that are chosen already.
        pairs = self.toggled(facet, _NEVER_CHOSEN).to_params()
        place = max(at for at, (name, _) in enumerate(pairs) if name == facet)
        return urlencode(pairs[:place]), urlencode(pairs[place + 1 :])

    def chips(self) -> list[Chip]:
        """What narrows the search, each removable."""
        made = [
            self._chip(_LABELS[facet](value), self.toggled(facet, str(value)))
            for facet, values in self._many().items()
            for value in values
        ]
        if self.year_from or self.year_to:
            label = _range("filed", self.year_from, self.year_to, str)
            made.append(self._chip(label, self.with_(year_from=None, year_to=None)))
        if self.min_cost is not None or self.max_cost is not None:
            label = _range("cost", self.min_cost, self.max_cost, "${:,}".format)
            made.append(self._chip(label, self.with_(min_cost=None, max_cost=None)))
        for name, words in _PLACES.items():
            if value := getattr(self, name):
                without = self.with_(**{name: None})
                made.append(self._chip(f"{words} {value}", without))
        if self.entity is not None:
            label = f"person or firm: {self.entity_name or self.entity}"
            without = self.with_(entity=None, entity_name=None)
            made.append(self._chip(label, without))
        return made

    def is_narrowed(self) -> bool:
        """Whether anything but the typed text, the order and the page is set."""
        return bool(self.chips())

    def _many(self) -> dict[str, tuple[Any, ...]]:
        return {facet: getattr(self, name) for facet, name in _FACET_FIELDS.items()}

    @staticmethod
    def _chip(label: str, without: "Filters") -> Chip:
        return Chip(label, without.query_string())


# A number that is no type, band or year.
_NEVER_CHOSEN = "9999"
_FACET_FIELDS = {
    "status": "status",
    "type": "types",
    "neighborhood": "neighborhoods",
    "cost": "costs",
}
_LABELS: Mapping[str, Callable[[Any], str]] = {
    "status": lambda value: STATUSES[value],
    "type": lambda value: PERMIT_TYPES[value],
    "neighborhood": str,
    "cost": lambda value: COST_BANDS[value].label,
}
_PLACES = {"zipcode": "zip", "block": "block", "lot": "lot", "street": "street"}


def _range(
    what: str, low: int | None, high: int | None, show: Callable[[int], str]
) -> str:
    if low is not None and low == high:
        return f"{what} {show(low)}"
    if high is None:
        return (
            f"{what} {show(low or 0)} or later"
            if what == "filed"
            else (f"{what} {show(low or 0)} or more")
        )
    if low is None:
        return (
            f"{what} {show(high)} or earlier"
            if what == "filed"
            else (f"{what} {show(high)} or less")
        )
    return f"{what} {show(low)} to {show(high)}"


class _Reader:
    """Reads parameters one by one and remembers what was wrong with them."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        self.params = params
        self.problems: list[str] = []
        if self.first("page") not in {"", "1"}:
            self.problems.append(
                "Results have no page numbers; these are the first ones."
            )

    def values(self, name: str) -> list[str]:
        if isinstance(self.params, ManyValued):
            found: Sequence[Any] = self.params.getlist(name)
        else:
            value = self.params.get(name, [])
            listed = isinstance(value, Sequence) and not isinstance(value, str)
            found = value if listed else [value]
        texts = (clean(str(v))[0] for v in found[:MOST_VALUES] if v is not None)
        return [text for text in texts if text]

    def first(self, name: str) -> str:
        return next(iter(self.values(name)), "")

    def q(self) -> str:
        raw = self.params.get("q") or ""
        text, was_cut = clean(str(raw))
        if was_cut:
            self.problems.append(
                f"The search was long; only its beginning was used: “{_shown(text)}”."
            )
        return text

    def one(self, name: str, read: Callable[[str], T | None], what: str) -> T | None:
        return next(iter(self.many(name, read, what)[:1]), None)

    def many(
        self, name: str, read: Callable[[str], T | None], what: str
    ) -> tuple[T, ...]:
        kept: list[T] = []
        for text in self.values(name):
            value = read(text)
            if value is None:
                self.problems.append(
                    f"“{_shown(text)}” is not {what}; it was left out."
                )
            elif value not in kept:
                kept.append(value)
        return tuple(kept)

    def years(self) -> tuple[int | None, int | None]:
        what = f"a year from {EARLIEST_YEAR} to {LATEST_YEAR}"
        only = self.one("year", _year, what)
        if only:
            return only, only
        return self.one("year_from", _year, what), self.one("year_to", _year, what)

    def cursor(self) -> Cursor | None:
        text = self.first("cursor")
        cursor = Cursor.decode(text) if text else None
        if text and (cursor is None or cursor.sort != (self.first("sort") or "best")):
            self.problems.append(
                "The link to this page of results is damaged; these are the first ones."
            )
            return None
        return cursor


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def _whole(text: str, low: int, high: int) -> int | None:
    digits = text.replace(",", "").removeprefix("$")
    if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(high)):
        return None
    return int(digits) if low <= int(digits) <= high else None


def _status(text: str) -> str | None:
    return text.lower() if text.lower() in STATUSES else None


def _type(text: str) -> int | None:
    return _whole(text, min(PERMIT_TYPES), max(PERMIT_TYPES))


def _band(text: str) -> int | None:
    return _whole(text, 0, len(COST_BANDS) - 1)


def _year(text: str) -> int | None:
    return _whole(text, EARLIEST_YEAR, LATEST_YEAR)


def _dollars(text: str) -> int | None:
    return _whole(text, 0, HIGHEST_COST)


def _neighborhood(text: str) -> str | None:
    official = {key_of(name): name for name, _ in gazetteer.neighborhoods()}
    return official.get(key_of(text))


def _zipcode(text: str) -> str | None:
    return text if re.fullmatch(r"\d{5}", text, re.ASCII) else None


def _block(text: str) -> str | None:
    match = re.fullmatch(r"(\d{1,4})([A-Z]?)", text.upper(), re.ASCII)
    return match[1].zfill(4) + match[2] if match else None


def _lot(text: str) -> str | None:
    """A lot, or the first and last of a run."""
    ends = [
        re.fullmatch(r"(\d{1,3})([A-Z]?)", end.strip(), re.ASCII)
        for end in text.upper().split("-", maxsplit=1)
    ]
    written = [end[1].zfill(3) + end[2] for end in ends if end]
    return "-".join(sorted(written)) if len(written) == len(ends) else None


def _street(text: str) -> str | None:
    return text if key_of(text) else None


def _entity(text: str) -> int | None:
    """At most what an id can be: 18 digits."""
    return int(text) if re.fullmatch(r"0*[1-9]\d{0,17}", text, re.ASCII) else None


def _section(text: str) -> Section | None:
    return text if text in SECTIONS else None


def _sort(text: str) -> Sort | None:
    return text if text in SORTS else None
