import gzip
import io
import json
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from ops.breaker import Breaker
from permits.bench import BenchError
from permits.bench import run as run_bench
from permits.ingest import command, soda
from permits.ingest.datasets import DATASETS
from permits.models import Load, Neighborhood, Permit
from permits.tests.ingest import soda_server
from permits.tests.ingest.records import csv_text, many, record
from permits.tests.ingest.source_rows import ROWS, row

pytestmark = pytest.mark.django_db(transaction=True)


def _call(*arguments: str) -> tuple[str, str, int]:
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("ingest", *arguments, stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return out.getvalue(), err.getvalue(), code


def test_a_file_is_loaded_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "permits.csv.gz"
    path.write_bytes(gzip.compress(csv_text(many(3)).encode()))
    out, err, code = _call("permits", "--file", str(path), "--json")
    assert json.loads(out.splitlines()[-1]) == {
        "rows_read": 3, "rows_inserted": 3, "rows_changed": 0, "rows_rejected": 0,
    }  # fmt: skip
    assert "3 rows read, 3 new, 0 changed, 0 the same, 0 rejected" in err
    assert code == 0


def test_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "permits.csv"
    path.write_text(csv_text(many(9)))
    _call("permits", "--file", str(path), "--limit", "4")
    assert Permit.objects.count() == 4


def test_a_bad_file_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "permits.csv"
    path.write_text("")
    assert _call("permits", "--file", str(path), "--json") == (
        "",
        "permits: permits.csv is empty.\n",
        1,
    )
    assert not Load.objects.exists()


def _serve(settings: LazySettings, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    settings.SODA_BASE_URL = url
    monkeypatch.setattr(soda, "BREAKER", Breaker())


def test_the_api_is_the_source_without_a_file(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [*many(5), record(status_date="2024-02-01T00:00:00.000")]
    with soda_server.serving(records) as server:
        _serve(settings, monkeypatch, server.url)
        out, _, code = _call("permits", "--since", "2024-01-01", "--json")
        assert (json.loads(out)["rows_inserted"], code) == (1, 0)
        out, _, code = _call("permits", "--json")
        assert (json.loads(out)["rows_inserted"], code) == (5, 0)
    permit = Permit.objects.get(pk="201807124213")
    assert permit.latitude == 37.75615
    assert permit.estimated_cost == 15000
    assert Load.objects.latest("pk").source == "soda"


def test_all_loads_what_it_can(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with soda_server.serving(many(2)) as server:
        _serve(settings, monkeypatch, server.url)
        for name in ROWS:
            entry = DATASETS[name]
            server.others[entry.id] = [soda_server.to_json(row(name), entry)]
        del server.others[DATASETS["contacts"].id]
        out, err, code = _call("all", "--since", "2020-01-01", "--json")
    assert code == 1
    assert "contacts: 3pee-9qhc: the server answered 404" in err
    counts = [json.loads(line)["rows_inserted"] for line in out.splitlines()]
    # The permits of many() are older; one row of each other set but the failed one.
    assert sum(counts) == len(ROWS) - 1
    loads = Load.objects.order_by("pk").values_list("dataset", "status")
    assert [name for name, status in loads if status == "succeeded"] == [
        name for name in DATASETS if name != "contacts"
    ]
    origins = dict(Load.objects.values_list("dataset", "origin"))
    assert origins["addenda"].endswith("(since 2020-01-01)")
    assert origins["violations"].endswith("(all rows)")


def test_geojson_is_known_by_its_name(tmp_path: Path) -> None:
    square = [[[-122.42, 37.75], [-122.41, 37.75], [-122.41, 37.76], [-122.42, 37.75]]]
    shape = {"type": "Polygon", "coordinates": square}
    feature = {"type": "Feature", "geometry": shape, "properties": {"nhood": "Here"}}
    path = tmp_path / "here.geojson.gz"
    path.write_bytes(gzip.compress(json.dumps({"features": [feature]}).encode()))
    _, err, code = _call("neighborhoods", "--file", str(path))
    assert (code, "1 rows read, 1 new" in err) == (0, True)
    assert Neighborhood.objects.get().outline == shape
    _, err, code = _call("permits", "--file", str(path))
    assert (code, err) == (
        1, "permits: here.geojson.gz: permits is loaded from CSV, not GeoJSON.\n",
    )  # fmt: skip


def test_one_failing_data_set_does_not_stop_the_others(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fail(name: str, request: command.Request) -> None:
        asked.append(name)
        raise soda.SodaError(f"no {name}", transient=True)

    monkeypatch.setattr("permits.management.commands.ingest.ingest_one", fail)
    monkeypatch.setattr(
        "permits.management.commands.ingest.DATASETS", {"permits": 1, "more": 2}
    )
    _, err, code = _call("all", "--days", "3")
    assert asked == ["permits", "more"]
    assert (err, code) == ("permits: no permits\nmore: no more\n", 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("all", "--file", "x.csv"), "--file goes with one data set"),
        (("permits", "--file", "x.csv", "--days", "3"), "go with the API"),
        (("permits", "--days", "0"), "not a whole number"),
        (("permits", "--limit", "-1"), "not a whole number"),
        (("permits", "--since", "yesterday"), "not a date like"),
        (("permits", "--since", "2024-01-01", "--days", "2"), "not allowed with"),
        (("nothing",), "invalid choice"),
    ],
)
def test_arguments_that_make_no_sense(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("ingest", *arguments)


def test_a_benchmark_refuses_what_it_does_not_take() -> None:
    with pytest.raises(BenchError, match="takes no --queries"):
        run_bench("ingest", progress=lambda _: None, queries=3)
