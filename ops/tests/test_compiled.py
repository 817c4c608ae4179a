"""Queries that are put together once, on the table of jobs' runs."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ops.compiled import compiled
from ops.models import CronLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs() -> list[CronLog]:
    done = CronLog.Status.SUCCESS
    at = [timezone.now() + dt.timedelta(days=day) for day in range(4)]
    return [
        CronLog.objects.create(
            job_name=name,
            status=done,
            scheduled_for=day,
            started_at=day,
            finished_at=day,
        )
        for name, day in zip(("a", "b", "c", "b"), at, strict=True)
    ]


def named(name: str) -> QuerySet[CronLog]:
    return CronLog.objects.filter(job_name=name).order_by("-pk")


def test_it_gives_what_the_queryset_gives(runs: list[CronLog]) -> None:
    asked = compiled(named, str)
    for name in ("a", "b", "none", "it's %s", "b"):
        assert asked(name) == list(named(name))
    assert asked("b") == [runs[3], runs[1]]


def test_it_is_put_together_once(runs: list[CronLog]) -> None:
    built: list[object] = []

    def build(name: str) -> QuerySet[CronLog]:
        built.append(name)
        return named(name)

    asked = compiled(build, str)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert [len(asked(name)) for name in ("a", "b", "c")] == [1, 2, 1]
    assert (len(built), len(queries)) == (1, 3)


def test_what_a_queryset_adds_is_there(runs: list[CronLog]) -> None:
    asked = compiled(
        lambda name: named(name).only("pk").annotate(same=F("job_name")), str
    )
    (row,) = asked("a")
    assert (row.pk, row.same) == (runs[0].pk, "a")
    assert "job_name" in row.get_deferred_fields()


@pytest.mark.parametrize(
    ("build", "kind", "value", "found"),
    [
        (lambda pk: CronLog.objects.filter(pk=pk), int, 1, [1]),
        (lambda pks: CronLog.objects.filter(pk__any_of=pks), list, [0, 2], [0, 2]),
        (lambda pks: CronLog.objects.filter(pk__any_of=pks), list, [], []),
    ],
)
def test_kinds_of_values(
    runs: list[CronLog],
    build: Callable[..., Any],
    kind: type,
    value: int | list[int],
    found: list[int],
) -> None:
    keys = [run.pk for run in runs]
    given = [keys[i] for i in value] if isinstance(value, list) else keys[value]
    assert {row.pk for row in compiled(build, kind)(given)} == {keys[i] for i in found}


@pytest.mark.parametrize(
    "build",
    [
        lambda name: CronLog.objects.filter(job_name__icontains=name),
        lambda _name: CronLog.objects.all(),
    ],
)
def test_a_value_that_does_not_reach_the_sql_is_an_error(
    build: Callable[[str], QuerySet[CronLog]],
) -> None:
    with pytest.raises(TypeError, match="does not reach"):
        compiled(build, str)("a")
