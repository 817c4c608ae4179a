"""What is around a lot: its neighborhood, and the lots of its block with permits."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.db.models import JSONField
from django.db.models.expressions import RawSQL

SQL_FILE: Final = Path(__file__).parent / "sql" / "around.sql"
# What names the neighborhood: of the list of parcels its own column, else nothing.
OF_PARCEL: Final = "parcels.neighborhoods_analysis_boundaries"
OF_NONE: Final = "NULL"


class NearLot(NamedTuple):
    """A lot with building permits: the middle of their points, and one address."""

    lot: str
    latitude: float
    longitude: float
    permits: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """Of a lot: its neighborhood, the outline (GeoJSON), the lots of the block."""

    neighborhood: str | None = None
    outline: dict[str, Any] | None = None
    lots: list[NearLot] = field(default_factory=list)


def column(block: str, lot: str, named: str) -> RawSQL:
    """A column that `read` reads; `named` is one of the two above."""
    # Django's own subqueries of the same take ten times as long to put together.
    text = _text().replace("{named}", named)
    return RawSQL(text, (block, block, lot), output_field=JSONField())  # noqa: S611


def read(document: dict[str, Any]) -> Around:
    return Around(
        neighborhood=document["neighborhood"],
        outline=document["outline"],
        lots=[NearLot(**near) for near in document["lots"]],
    )


@cache
def _text() -> str:
    return SQL_FILE.read_text(encoding="utf-8")
