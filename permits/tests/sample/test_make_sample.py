import csv
import gzip
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from permits.ingest.run import ingest
from permits.models import Load, Permit
from permits.sample import COLUMNS


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
def test_refuses_over_real_data(source: str) -> None:
    now = timezone.now()
    Load.objects.create(
        dataset="permits",
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
    load = Load.objects.get()
    assert (load.source, load.status, load.rows_rejected) == ("sample", "succeeded", 0)
    assert load.values_unparsed == 0


def test_loader_is_the_one_of_all_sources() -> None:
    assert ingest.__module__ == "permits.ingest.run"
