from collections.abc import Iterator
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import connection

from permits.bench import BenchError, scratch
from permits.models import Load, Permit, Refresh
from permits.refresh.steps import Done, Step, Work
from permits.sample import DATASETS

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "sfpermits_bench_test"


@pytest.fixture
def dropped() -> Iterator[None]:
    """The scratch database is removed after the test."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


@pytest.mark.usefixtures("dropped")
def test_a_fill_goes_on_where_it_was_stopped() -> None:
    said: list[str] = []
    made = ("make_sample", "--permits", "40", "--only", "parcels", "--no-refresh")
    with scratch.database(NAME, keep=True):
        call_command(*made, stdout=StringIO(), stderr=StringIO())
        scratch.fill(40, 1, said.append)
        assert Permit.objects.count() == 40
        assert Load.objects.filter(dataset="parcels").count() == 1
        figures = scratch.seconds_of_steps()
        assert set(figures["loads"]) == set(DATASETS)
        assert "entities" in figures["refreshes"]
        runs = Refresh.objects.count()
    assert not Permit.objects.exists()
    assert "vacuuming" in said
    assert all(one != two for one, two in pairwise(said))
    with scratch.database(NAME, keep=True):
        said.clear()
        scratch.fill(40, 1, said.append)
        assert (Refresh.objects.count(), said) == (runs, [])


def test_a_refresh_that_fails_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_work: Work) -> Done:
        raise ValueError("no desks")

    failing = (Step("desks", "Desks", fail, datasets=("addenda",)),)
    monkeypatch.setattr("permits.refresh.steps.STEPS", failing)
    with pytest.raises(BenchError, match="desks: no desks"):
        scratch.fill(20, 1, lambda _words: None)
