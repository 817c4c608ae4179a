"""The router and its rules; the replica itself is in test_replica.py."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from psycopg import errors
from psycopg_pool import PoolTimeout

from knowledge.models import Answer, Document
from ops import database, metrics
from ops.database import COOKIE, PINNED, ReadRouter, ReadsMiddleware, Watch, alias
from ops.models import CronLog, DataVersion, Feedback
from permits.models import Permit

ROUTER = ReadRouter()


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Still(Watch):
    """A watch that is told what it sees."""

    def _start(self) -> None:
        pass


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def watch(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Watch:
    given = settings.DATABASES
    monkeypatch.setitem(given, "replica", given["default"] | {"TEST": {}})
    made = Still(clock)
    made.note(0)
    monkeypatch.setattr(database, "watch", made)
    return made


def _ask(
    view: Any = None, method: str = "GET", cookies: dict[str, str] | None = None
) -> tuple[str, HttpResponse]:
    """Give the database that a view's reads went to, and the answer."""
    seen: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        if view is not None:
            view()
        seen.append(alias())
        return HttpResponse("x")

    request = RequestFactory().generic(method, "/")
    request.COOKIES.update(cookies or {})
    response = ReadsMiddleware(answer)(request)
    return seen[0], response


def test_visitors_read_the_replica_and_nobody_else_does() -> None:
    assert _ask()[0] == "replica"
    assert _ask(method="HEAD")[0] == "replica"
    assert _ask(method="POST")[0] == "default"
    assert _ask(cookies={settings.SESSION_COOKIE_NAME: "x"})[0] == "default"
    assert alias() == "default"  # a command, a job, a thread of ours


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        (Permit, "replica"),
        (Document, "replica"),
        (DataVersion, "replica"),
        (Answer, "default"),
        (Feedback, "default"),
        (CronLog, "default"),
        (User, "default"),
    ],
)
def test_what_loads_write_is_read_there_not_what_visitors_write(
    model: Any, expected: str
) -> None:
    with database.from_replica():
        assert ROUTER.db_for_read(model) == expected
    assert ROUTER.db_for_read(model) == "default"


def test_what_hangs_on_a_row_of_the_primary_is_read_there() -> None:
    permit = Permit(permit_number="1")
    permit._state.db = "default"
    with database.from_replica():
        assert ROUTER.db_for_read(Permit, instance=permit) == "default"
        permit._state.db = "replica"
        assert ROUTER.db_for_read(Permit, instance=permit) == "replica"


def test_only_the_primary_is_written_and_migrated() -> None:
    with database.from_replica():
        assert ROUTER.db_for_write(Permit) == "default"
    assert ROUTER.allow_migrate("default", "permits")
    assert not ROUTER.allow_migrate("replica", "permits")


@pytest.mark.django_db
def test_inside_a_transaction_the_primary_is_read() -> None:
    with transaction.atomic(), database.from_replica():
        assert alias() == "default"


def test_all_reads_of_a_request_go_to_one_server(watch: Watch) -> None:
    with database.from_replica():
        assert alias() == "replica"
        watch.note(None)
        assert alias() == "replica"


def test_after_a_write_the_rest_of_the_request_reads_the_primary() -> None:
    assert _ask(lambda: ROUTER.db_for_write(Permit))[0] == "default"


def test_a_writer_reads_the_primary_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, response = _ask(lambda: ROUTER.db_for_write(Permit), method="POST")
    cookie = response.cookies[COOKIE]
    assert (cookie["max-age"], cookie["httponly"]) == (PINNED, True)
    given = {COOKIE: cookie.value}
    assert _ask(cookies=given)[0] == "default"
    assert _ask(cookies={COOKIE: cookie.value + "x"})[0] == "replica"
    now = signing.time.time()  # type: ignore[attr-defined]
    monkeypatch.setattr(signing.time, "time", lambda: now + PINNED + 1)  # type: ignore[attr-defined]
    assert _ask(cookies=given)[0] == "replica"


def test_who_only_looks_gets_no_cookie() -> None:
    assert not _ask()[1].cookies
    assert not _ask(lambda: ROUTER.db_for_write(Permit))[1].cookies
    assert not _ask(method="POST")[1].cookies


@pytest.mark.parametrize(
    ("lag", "later", "objection"),
    [
        (0.0, 0.0, None),
        (30.0, 0.0, None),
        (30.1, 0.0, "behind"),
        (None, 0.0, "down"),
        (0.0, database.BLIND + 1, "down"),
    ],
)
def test_when_the_replica_is_not_read(
    lag: float | None, later: float, objection: str | None, watch: Watch, clock: Clock
) -> None:
    watch.note(lag)
    clock.now += later
    assert watch.objection() == objection
    before = _counted(objection or "replica")
    assert _ask()[0] == ("default" if objection else "replica")
    assert _counted(objection or "replica") == before + 1


def test_a_replica_not_looked_at_yet_is_not_read(clock: Clock) -> None:
    assert Still(clock).objection() == "unknown"


def _counted(result: str) -> float:
    name = "sfpermits_replica_reads_total"
    return metrics.REGISTRY.get_sample_value(name, {"result": result}) or 0.0


def _error(cause: Exception | None) -> OperationalError:
    error = OperationalError("x")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("cause", "asked_again", "left_alone"),
    [
        (errors.AdminShutdown("x"), True, True),
        (None, True, True),  # no answer
        (errors.SerializationFailure("x"), True, False),  # in the way of a load
        (errors.QueryCanceled("x"), False, False),  # too slow: there as well
    ],
)
def test_what_the_replica_refuses_the_primary_is_asked(
    cause: Exception | None, asked_again: bool, left_alone: bool, watch: Watch
) -> None:
    tried: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        tried.append(alias())
        if tried[-1] == "replica":
            raise _error(cause)
        return HttpResponse("from the primary")

    status = _through(view)
    assert tried == (["replica", "default"] if asked_again else ["replica"])
    assert status == ("from the primary" if asked_again else None)
    assert (watch.objection() == "failed") is left_alone


@pytest.mark.parametrize("is_away", [True, False])
def test_no_connection_is_the_replicas_fault_only_if_it_is_away(
    is_away: bool, watch: Watch
) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        if alias() == "replica":
            watch.note(None if is_away else 0)
            raise _error(PoolTimeout("x"))
        return HttpResponse("from the primary")

    assert _through(view) == ("from the primary" if is_away else None)


def test_one_that_failed_is_tried_again_by_one_request(
    watch: Watch, clock: Clock
) -> None:
    watch.breaker.failed()
    assert watch.objection() == "failed"
    clock.now += 5.1
    watch.note(0)
    assert _ask()[0] == "replica"
    assert watch.objection() is None


def test_the_primary_that_fails_as_well_leaves_the_first_error() -> None:
    tried: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        tried.append(alias())
        raise _error(None)

    assert _through(view) is None
    assert tried == ["replica", "default"]


def _through(view: Any) -> str | None:
    """Ask as Django does; None if the error was left to others."""
    request = RequestFactory().get("/")
    request.resolver_match = ResolverMatch(view, (), {})

    def get_response(request: HttpRequest) -> HttpResponse:
        found: HttpResponse | None
        try:
            found = view(request)
        except OperationalError as error:
            found = middleware.process_exception(request, error)
        return found or HttpResponse("", status=503)

    middleware = ReadsMiddleware(get_response)
    response = middleware(request)
    return response.content.decode() if response.status_code == 200 else None


def test_without_a_replica_there_is_no_middleware(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(settings.DATABASES, "replica")
    with pytest.raises(MiddlewareNotUsed):
        ReadsMiddleware(lambda request: HttpResponse())
