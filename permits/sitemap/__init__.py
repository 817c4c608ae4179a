"""The sitemap: every page that there is one of, a range of keys to a page of it.

`rebuild()` cuts the ranges after a load; permits/views/sitemap.py reads one of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db.models import QuerySet
from psycopg import sql

from permits import derived
from permits.models import Entity, Neighborhood, Parcel, Permit, SitemapPage, Station

Kind = SitemapPage.Kind
SQL_FOLDER: Final = Path(__file__).parent / "sql"
# The protocol allows 50,000; a page is written at once, and must not take long.
MOST_ADDRESSES: Final = 20_000
# With one permit there is nothing on the page that is not on the permit's.
FEWEST_PERMITS: Final = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """What is listed of a kind: rows by a key with an index, at least `least` high."""

    table: QuerySet[Any]
    key: str
    least: Mapping[str, int] = field(default_factory=dict)
    needs: tuple[str, ...] = ()

    def rows(self, page: SitemapPage) -> QuerySet[Any, dict[str, Any]]:
        """Key and `needs` of each row of the page, in order; one query by the key."""
        ends = {f"{self.key}__gte": page.first_key, f"{self.key}__lte": page.last_key}
        least = {f"{name}__gte": value for name, value in self.least.items()}
        found = self.table.filter(**ends, **least)
        return found.order_by(self.key).values(self.key, *self.needs)


LISTED: Final[Mapping[str, Listed]] = {
    Kind.PERMITS: Listed(Permit.objects.all(), "permit_number"),
    Kind.PARCELS: Listed(Parcel.objects.all(), "blklot", needs=("block", "lot")),
    Kind.ENTITIES: Listed(
        Entity.objects.all(),
        "id",
        least={"permit_count": FEWEST_PERMITS},
        needs=("name",),
    ),
    Kind.STATIONS: Listed(Station.objects.all(), "station"),
    Kind.NEIGHBORHOODS: Listed(Neighborhood.objects.all(), "slug", needs=("name",)),
}
_COLUMNS: Final = ("kind", "number", "first_key", "last_key", "addresses")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many pages and addresses there are now, and how many pages were written."""

    pages: int
    addresses: int
    written: Mapping[str, int]

    def figures(self) -> dict[str, Any]:
        return {"pages": self.pages, "addresses": self.addresses, **self.written}

    def sentence(self) -> str:
        return f"{self.addresses:,} addresses on {self.pages:,} pages of the sitemap."


def rebuild(*, most: int = MOST_ADDRESSES) -> Rebuilt:
    """Cut the keys that there are now into pages of `most`.

    Readers see the old pages until then. Raises derived.BusyError.
    """
    with derived.rewriting(lock="sitemap", work="the sitemap"):
        derived.run(SQL_FOLDER / "next_pages")
        for kind, listed in LISTED.items():
            derived.run(SQL_FOLDER / "pages", **_parts(kind, listed, most))
        written = derived.replace(
            "sitemap_pages", new="next_sitemap_pages", key=("name",), columns=_COLUMNS
        )
        held = SitemapPage.objects.values_list("addresses", flat=True)
        addresses = list(held)
    return Rebuilt(len(addresses), sum(addresses), written)


def _parts(kind: str, listed: Listed, most: int) -> dict[str, sql.Composable]:
    return {
        "kind": sql.SQL("{}::text").format(sql.Literal(str(kind))),
        "table": sql.Identifier(listed.table.model._meta.db_table),
        "key": sql.Identifier(listed.key),
        "least": sql.SQL(" AND ").join([sql.SQL("true"), *_least(listed)]),
        "most": sql.Literal(most),
    }


def _least(listed: Listed) -> Iterator[sql.Composable]:
    for column, value in listed.least.items():
        yield sql.SQL("{} >= {}").format(sql.Identifier(column), sql.Literal(value))
