import csv
import gzip
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from permits.ingest.datasets import DATASETS as LOADED
from permits.ingest.run import ingest
from permits.models import Load, Permit
from permits.sample import COLUMNS, DATASETS


def run(*arguments: str) -> None:
    call_command("make_sample", "--today", "2026-11-23", *arguments)


@pytest.mark.parametrize("name", ["sample.csv", "sample.csv.gz"])
def test_csv(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    run("--permits", "50", "--csv", str(path))
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        header, *records = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert len({record[0] for record in records}) == 50
    assert f"50 permits ({len(records)} records)" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--permits", "0"), "from 1 to 10,000,000"),
        (("--permits", "many"), "from 1 to 10,000,000"),
        (("--permits", "10000001"), "from 1 to 10,000,000"),
        (("--permits", "5", "--csv", "x.txt"), ".csv or .csv.gz"),
        (("--permits", "5", "--csv", "/no/such/folder/x.csv"), "no folder"),
        ((), "--permits"),
    ],
)
def test_wrong_arguments(arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run(*arguments)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("source", ["csv", "soda"])
@pytest.mark.parametrize("dataset", ["permits", "addenda"])
def test_refuses_over_real_data(source: str, dataset: str) -> None:
    now = timezone.now()
    Load.objects.create(
        dataset=dataset,
        source=source,
        origin="Building_Permits.csv",
        status=Load.Status.SUCCEEDED,
        started_at=now,
        finished_at=now,
    )
    with pytest.raises(CommandError, match=r"data is loaded \(Building_Permits.csv"):
        run("--permits", "5")
    assert Load.objects.count() == 1
    assert not Permit.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_loads() -> None:
    run("--permits", "60", "--seed", "3")
    assert Permit.objects.count() == 60
    loads = list(Load.objects.order_by("pk"))
    assert [load.dataset for load in loads] == list(DATASETS)
    for load in loads:
        assert (load.source, load.status) == ("sample", "succeeded")
        assert (load.rows_rejected, load.values_unparsed) == (0, 0)
        assert load.rows_inserted == load.rows_read > 0


@pytest.mark.django_db(transaction=True)
def test_loads_again_to_the_same() -> None:
    run("--permits", "40")
    run("--permits", "40")
    loads = Load.objects.order_by("pk").values_list("dataset", "rows_read")
    assert list(loads[: len(DATASETS)]) == list(loads[len(DATASETS) :])


@pytest.mark.django_db(transaction=True)
def test_loads_one_data_set() -> None:
    run("--permits", "40", "--only", "complaints")
    assert Load.objects.get().dataset == "complaints"


@pytest.mark.parametrize("name", ["contacts", "parcels"])
def test_csv_of_one_data_set(tmp_path: Path, name: str) -> None:
    path = tmp_path / "one.csv"
    run("--permits", "50", "--only", name, "--csv", str(path))
    with path.open(encoding="utf-8", newline="") as file:
        header, *records = csv.reader(file)
    columns = {column.field for column in LOADED[name].columns}
    assert columns <= set(header)
    assert len(records) > 30


def test_loader_is_the_one_of_all_sources() -> None:
    assert ingest.__module__ == "permits.ingest.run"
