"""A GeoJSON file of features, such as the city's neighborhoods: plain or gzip."""

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from permits.ingest.csv_file import GZIP, check_columns
from permits.ingest.datasets import Dataset, Kind
from permits.ingest.soda import to_text
from permits.ingest.source import RawRow, RawTable, SourceError

SUFFIXES = (".geojson", ".json", ".geojson.gz", ".json.gz")


def is_named(path: Path) -> bool:
    return path.name.endswith(SUFFIXES)


def open_table(path: Path, dataset: Dataset, *, limit: int | None = None) -> RawTable:
    """The file's features as rows: a column a property, and the outline. Read at once.

    Raises SourceError, also for a data set that has no outline.
    """
    outline = next((c.field for c in dataset if c.kind is Kind.OUTLINE), None)
    if outline is None:
        raise SourceError(
            f"{path.name}: {dataset.name} is loaded from CSV, not GeoJSON."
        )
    features = _features(path)
    total = len(features)
    columns = tuple(
        dict.fromkeys(name for f in features for name in _values(f, outline))
    )
    check_columns(columns, path.name, dataset)
    return RawTable(
        source="csv",
        origin=path.name if limit is None else f"{path.name}, first {limit} rows",
        columns=columns,
        rows=_rows(features[:limit], columns, outline),
        total=total if limit is None else min(total, limit),
        partial=limit is not None,
    )


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        raw = path.read_bytes()
        text = gzip.decompress(raw) if raw.startswith(GZIP) else raw
        features = json.loads(text)["features"]
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error}.") from error
    except (EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} is cut off or damaged: {error}.") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} is not valid JSON: {error}.") from error
    except (KeyError, TypeError) as error:
        raise SourceError(f"{path.name} has no list of features.") from error
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise SourceError(f"{path.name} has no list of features.")
    if not features:
        raise SourceError(f"{path.name} is empty.")
    return features


def _values(feature: dict[str, Any], outline: str) -> dict[str, Any]:
    properties = feature.get("properties")
    values = dict(properties) if isinstance(properties, dict) else {}
    return values | {outline: feature.get("geometry")}


def _rows(
    features: list[dict[str, Any]], columns: tuple[str, ...], outline: str
) -> Iterator[RawRow]:
    for number, feature in enumerate(features, start=1):
        values = _values(feature, outline)
        yield RawRow(number, [to_text(values.get(name)) for name in columns])
