"""Tables in the admin, declared as data: read-only, and fast with millions of rows.

A list is in the order of an index and is never counted in full. What is searched for is
compared as an index holds it. Nothing can be sorted or filtered by, unless the table is
small and says so.
"""

# ruff: noqa: ARG002 - Django's signatures

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import F, ForeignKey, Model, Q, QuerySet
from django.db.models.functions import Lower
from django.db.models.lookups import Exact, StartsWith
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
    AnyPaginator = Paginator[Any]
else:
    ModelAdmin = admin.ModelAdmin
    AnyPaginator = Paginator

LARGEST_ID: Final = 2**63 - 1
LONGEST_TERM: Final = 200


@dataclass(frozen=True, slots=True)
class Find:
    """A way to search: what it compares, in words, and the condition for a term.

    None instead of a condition is a term that it cannot mean.
    """

    words: str
    condition: Callable[[str], Q | None]


def whole(column: str, words: str = "") -> Find:
    """Rows whose column is just what was typed; the column has an index."""
    return Find(words or column.replace("_", " "), lambda term: Q((column, term)))


def number(column: str, words: str) -> Find:
    """Likewise for a column of numbers."""

    def condition(term: str) -> Q | None:
        is_id = term.isascii() and term.isdigit() and int(term) <= LARGEST_ID
        return Q((column, int(term))) if is_id else None

    return Find(words, condition)


def same(column: str, words: str = "") -> Find:
    """Rows whose column is this, in any case; the index is over its lower case."""

    def condition(term: str) -> Q:
        return Q(Exact(Lower(column), term.lower()))

    return Find(words or column.replace("_", " "), condition)


def begins(column: str, words: str = "", *, is_lower: bool = False) -> Find:
    """Rows whose column begins so, in any case; the index is for patterns.

    `is_lower`: what the column holds is in lower case, and not only its index.
    """

    def condition(term: str) -> Q:
        held = F(column) if is_lower else Lower(column)
        return Q(StartsWith(held, term.lower()))

    return Find(f"the start of the {words or column.replace('_', ' ')}", condition)


def holds(column: str, words: str) -> Find:
    """Rows whose array holds what was typed; the index is a GIN."""
    return Find(words, lambda term: Q((f"{column}__contains", [term])))


def parcel(block: str = "block", lot: str = "lot") -> Find:
    """Rows at a parcel, typed as `3616/007`."""

    def condition(term: str) -> Q | None:
        given = term.replace("/", " ").split()
        if len(given) != 2:  # noqa: PLR2004 - a block and a lot
            return None
        return Q((block, given[0]), (lot, given[1]))

    return Find("block/lot", condition)


@dataclass(frozen=True, slots=True)
class Table:
    """One model's list and pages.

    `columns` are its fields, or names in `made`: a column's title and what it shows.
    `order` is that of an index. `filters` are for tables of some thousand rows alone.
    `page` gives the address of the public page that shows the row, if there is one.
    """

    model: type[Model]
    columns: tuple[str, ...]
    finds: tuple[Find, ...] = ()
    order: tuple[str, ...] = ("pk",)
    filters: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    page: Callable[[Any], str | None] | None = None
    needs: tuple[str, ...] = ()
    made: dict[str, tuple[str, Callable[[Any], str]]] = field(default_factory=dict)


class BoundedPaginator(AnyPaginator):
    """Pages through the first `MOST_PAGES`, and counts no more than it must."""

    MOST_PAGES: Final = 100
    EXACT: Final = 10_000

    @cached_property
    def count(self) -> int:
        """The number of rows: exact up to `EXACT`, else an estimate or `EXACT` + 1."""
        if self._estimate is not None:
            return self._estimate
        return self._rows.order_by()[: self.EXACT + 1].count()

    @property
    def _rows(self) -> QuerySet[Any]:
        assert isinstance(self.object_list, QuerySet)
        return self.object_list

    @cached_property
    def num_pages(self) -> int:
        return min(super().num_pages, self.MOST_PAGES)

    @cached_property
    def _estimate(self) -> int | None:
        """What PostgreSQL takes a large table to hold, if all of it is listed."""
        if self._rows.query.where:
            return None
        table = self._rows.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass(%s)",
                [connection.ops.quote_name(table)],
            )
            (rows,) = cursor.fetchone()
        return int(rows) if rows > self.EXACT else None

    @property
    def words(self) -> str:
        """How many there are, and how many can be leafed through."""
        if self.count <= self.EXACT:
            return f"{self.count:,}"
        most = self.MOST_PAGES * self.per_page
        if self._estimate is None:
            return f"over {self.EXACT:,}, of which the first {most:,} are listed:"
        return f"about {self.count:,}, of which the first {most:,} are listed:"


class Listing(ChangeList):
    """Reads the columns that are shown, and no others."""

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(*args, **kwargs)
        assert isinstance(self.model_admin, TableAdmin)
        return rows.only(*self.model_admin.read_columns())


class LookOnly(ModelAdmin):
    """The admin of what nobody can write to here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


class TableAdmin(LookOnly):
    """The admin of a `Table` (see `admin_of`)."""

    table: Table
    paginator = BoundedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    actions = None
    sortable_by = ()

    def read_columns(self) -> list[str]:
        """The columns of the table that a list of it needs."""
        names = ["pk", *self.table.columns, *self.table.needs]
        return [name for name in names if _is_column(self.model, name)]

    @admin.display(description="page", empty_value="")
    def public_page(self, row: Any) -> SafeString | None:
        """A link to the public page."""
        address = self.table.page(row) if self.table.page else None
        if not address:
            return None
        return format_html(
            '<a href="{}">see<span class="hidden"> {}</span></a>', address, row
        )

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[ChangeList]:
        return Listing

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Compare the whole term, by an index each; nothing has to be made distinct."""
        term = search_term.replace("\0", "").strip()[:LONGEST_TERM]
        if not term or not self.table.finds:
            return queryset, False
        conditions = [find.condition(term) for find in self.table.finds]
        known = [each for each in conditions if each is not None]
        if not known:
            return queryset.none(), False
        return queryset.filter(Q(*known, _connector=Q.OR)), False

    def lookup_allowed(
        self, lookup: str, value: Any, request: HttpRequest | None = None
    ) -> bool:
        """Only by the filters: another column may have no index."""
        return lookup.split("__", maxsplit=1)[0] in self.table.filters


def admin_of(table: Table, base: type[TableAdmin]) -> type[TableAdmin]:
    """Give the class that Django wants for the table."""
    made = {name: _column(title, shown) for name, (title, shown) in table.made.items()}
    columns = [*table.columns, *made, *(["public_page"] if table.page else [])]
    attributes: dict[str, object] = {
        **made,
        "table": table,
        "list_display": columns,
        "list_filter": table.filters,
        "list_select_related": [
            name for name in table.columns if _is_key(table.model, name)
        ]
        or False,
        "ordering": table.order,
        "exclude": table.hides,
        "search_fields": [find.words for find in table.finds],
        "search_help_text": _finds(table.finds),
        "view_on_site": staticmethod(table.page) if table.page else False,
    }
    return type(f"{table.model.__name__}Admin", (base,), attributes)


def _finds(finds: Sequence[Find]) -> str:
    if not finds:
        return ""
    *most, last = (find.words for find in finds)
    return f"Finds by {', '.join(most)} or {last}." if most else f"Finds by {last}."


def _column(title: str, shown: Callable[[Any], str]) -> Callable[[Any], str]:
    @admin.display(description=title, empty_value="")
    def column(row: Any) -> str:
        return shown(row)

    return column


def _is_column(model: type[Model], name: str) -> bool:
    try:
        return name == "pk" or bool(model._meta.get_field(name).concrete)
    except FieldDoesNotExist:
        return False


def _is_key(model: type[Model], name: str) -> bool:
    if name == "pk" or not _is_column(model, name):
        return False
    found = model._meta.get_field(name)
    return isinstance(found, ForeignKey) and found.name == name
