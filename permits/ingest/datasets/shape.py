"""What describes a data set: its columns, its key, and the table it goes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What a column holds; values.py has the reader of each."""

    TEXT = "text"
    NUMERAL = "numeral"  # a number that names something: the API writes 7 as 7.0
    DATE = "date"
    TIMESTAMP = "timestamptz"
    SMALLINT = "smallint"
    INTEGER = "integer"
    MONEY = "numeric(15,2)"
    DEGREES = "double precision"
    BOOLEAN = "boolean"
    JSON = "jsonb"
    OUTLINE = "outline"  # one or more polygons, stored as GeoJSON
    POINT = "point"  # becomes latitude and longitude, both DEGREES

    @property
    def sql_type(self) -> str:
        return {"numeral": "text", "outline": "jsonb"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Column:
    """One source column. A source without a `required` column is refused.

    `to` is the column of our table where that has another name than `field`; `also`
    are other field names that older exports give it.
    """

    field: str
    header: str
    kind: Kind
    required: bool = True
    to: str = ""
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The column of our table; a point's two are latitude and longitude."""
        return self.to or self.field


@dataclass(frozen=True, slots=True)
class Address:
    """Which columns the one-line address is made of (see address.py); "" is none."""

    number: str
    number_suffix: str
    street: str
    street_suffix: str
    unit: str
    unit_suffix: str
    to: str = "address"

    def columns(self) -> tuple[str, ...]:
        """In the order that format_address takes them."""
        return (
            *(self.number, self.number_suffix, self.street),
            *(self.street_suffix, self.unit, self.unit_suffix),
        )


@dataclass(frozen=True, slots=True)
class RowKey:
    """A key made of a record's own values, where the source has none that will do.

    `fields` say which record it is (the first has to be there); made short by a hash
    if `hashed`. Records that agree in all of them are `numbered` in the order of their
    other values, so that none is lost; they have to come in the same load.
    """

    fields: tuple[str, ...]
    hashed: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Parent:
    """The second table of a data set whose records repeat one thing, once an address.

    `columns` describe the thing itself and go to the parent alone; `shared` are copied
    from the primary record (the one whose `primary_flag` is Y, else the lowest key).
    Where records disagree the latest by `latest` wins.
    """

    table: str
    key: str
    columns: frozenset[str]
    shared: tuple[str, ...]
    primary_flag: str
    latest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One data set: where it comes from and which table it goes to.

    `key` is the unique column of a source record, made by `row_key` if that is given;
    `stamps` are the columns that say which version of a record this is, the first
    deciding which of two is older. `delta_fields` are the API's dates that say a record
    is new or has changed; a data set without any is always loaded whole. `constants`
    are columns with one value for the whole data set, which tell its rows from those of
    others in the same table. `only_ours` asks the API for our columns alone. `changes`
    names the table that keeps what differed, if one does; `searched` says that the
    search table is made from it; `leads` that the city's own rows of it end the sample
    of every data set.
    """

    name: str
    id: str
    table: str
    key: str
    columns: tuple[Column, ...]
    expected_rows: int
    delta_fields: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ("data_as_of", "data_loaded_at")
    row_key: RowKey | None = None
    constants: Mapping[str, str] = field(default_factory=dict, hash=False)
    address: Address | None = None
    parent: Parent | None = None
    only_ours: bool = False
    changes: str | None = None
    searched: bool = False
    leads: bool = False

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def column(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)

    def headers(self) -> dict[str, str]:
        """Every spelling of every column, each with its field name."""
        names = {column.header: column.field for column in self.columns}
        names |= {
            other: column.field for column in self.columns for other in column.also
        }
        return names | {column.field: column.field for column in self.columns}

    def lock(self) -> str:
        """What one load at a time is about: the table that pages read."""
        return self.parent.table if self.parent else self.table


STAMPS = (
    Column("data_as_of", "data_as_of", Kind.TIMESTAMP, also=("Data As Of",)),
    Column(
        "data_loaded_at", "data_loaded_at", Kind.TIMESTAMP, also=("Data Loaded At",)
    ),
)
"""The last two columns of every data set that the building department publishes."""
