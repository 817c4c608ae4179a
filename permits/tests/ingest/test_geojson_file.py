import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from permits.ingest import geojson_file
from permits.ingest.datasets import NEIGHBORHOODS
from permits.ingest.source import SourceError

SHAPE = {"type": "Polygon", "coordinates": [[[-122.4, 37.7]] * 4]}


def _feature(name: str | None, shape: Any = SHAPE) -> dict[str, Any]:
    return {"type": "Feature", "geometry": shape, "properties": {"nhood": name}}


def _write(folder: Path, text: str) -> Path:
    path = folder / "here.geojson"
    path.write_text(text)
    return path


def test_features_are_rows(tmp_path: Path) -> None:
    features = [_feature("Here"), _feature(None, None), _feature("There")]
    path = _write(tmp_path, json.dumps({"features": features}))
    table = geojson_file.open_table(path, NEIGHBORHOODS, limit=2)
    assert table.columns == ("nhood", "the_geom")
    assert [(r.line, *r.values) for r in table.rows] == [
        (1, "Here", json.dumps(SHAPE)),
        (2, "", ""),
    ]
    assert (table.total, table.partial) == (2, True)
    assert not geojson_file.open_table(path, NEIGHBORHOODS).partial


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[]", "no list of features"),
        ("{}", "no list of features"),
        ('{"features": 3}', "no list of features"),
        ('{"features": [3]}', "no list of features"),
        ('{"features": []}', "is empty"),
        ('{"features": [{"properties": {"name": "x"}}]}', 'lacks columns .*"nhood"'),
        ('{"features": [{"properties": 3}]}', 'lacks columns .*"nhood"'),
    ],
)
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        geojson_file.open_table(_write(tmp_path, text), NEIGHBORHOODS)


def test_a_cut_or_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "here.geojson.gz"
    with pytest.raises(SourceError, match="cannot be read"):
        geojson_file.open_table(path, NEIGHBORHOODS)
    packed = gzip.compress(json.dumps({"features": [_feature("Here")]}).encode())
    path.write_bytes(packed[:-12])
    with pytest.raises(SourceError, match="cut off or damaged"):
        geojson_file.open_table(path, NEIGHBORHOODS)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("a.geojson", True),
        ("a.json.gz", True),
        ("a.csv", False),
        ("geojson.csv.gz", False),
    ],
)
def test_known_by_name(*, name: str, is_one: bool) -> None:
    assert geojson_file.is_named(Path(name)) is is_one
