"""Queries that are put together once: the ORM takes longer over one than the database.

    contacts = compiled(lambda number: Contact.objects.filter(permit=number), str)
    contacts("202101010001")

A plain queryset says what is read; later calls only send its SQL with other values.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, Lookup, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Kind = type[str] | type[int] | type[list[Any]]
# What a query is put together with; nothing in the record is written like this.
_TEXT: Final = "\x1f value \x1f"
_NUMBER: Final = 2**62


@Field.register_lookup
class AnyOf(Lookup):
    """`pk__any_of=keys`: as `in`, but the same SQL for however many keys."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Give the condition and its values."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", (*values, self.rhs)


class compiled(Generic[Row]):  # noqa: N801 - used as a function
    """A query by values of these kinds, in that order; called, it gives the rows.

    A value that is sent in another form than it was given (as of `icontains`) is a
    TypeError.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *kinds: Kind) -> None:
        self._build = build
        self._places = [_stand_in(kind, place) for place, kind in enumerate(kinds)]

    def __call__(self, *values: str | int | Sequence[str] | Sequence[int]) -> list[Row]:
        """One query."""
        ready = self._once
        given: tuple[Any, ...] = tuple(
            constant if place is None else values[place]
            for constant, place in ready.slots
        )
        found = ready.queryset.all()
        compiler = copy(ready.compiler)
        compiler.using, compiler.connection = found.db, connections[found.db]
        # The two places where Django would put the SQL together.
        compiler.as_sql = lambda *_, **__: (ready.text, given)  # type: ignore[method-assign]
        found.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(found)

    @cached_property
    def _once(self) -> "_Ready[Row]":
        queryset = self._build(*self._places)
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        text, values = compiler.as_sql()
        slots = [(value, self._place(value)) for value in values]
        if not set(range(len(self._places))) <= {place for _, place in slots}:
            message = "A value does not reach the SQL as it is given."
            raise TypeError(message)
        return _Ready(queryset, compiler, text, slots)

    def _place(self, value: Any) -> int | None:
        return self._places.index(value) if value in self._places else None


@dataclass(frozen=True, slots=True)
class _Ready(Generic[Row]):
    """`slots`: of each parameter of the SQL a constant, or the place of a value."""

    queryset: QuerySet[Any, Row]
    compiler: SQLCompiler
    text: str
    slots: list[tuple[Any, int | None]]


def _stand_in(kind: Kind, place: int) -> Any:
    if kind is str:
        return f"{_TEXT}{place}"
    number = _NUMBER + place
    return number if kind is int else [number]
