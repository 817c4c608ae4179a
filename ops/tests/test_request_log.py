import json
import logging
import uuid
from typing import Any

import pytest
from celery.signals import before_task_publish
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from structlog.contextvars import bound_contextvars, clear_contextvars

from ops import logs
from ops.request_log import LONGEST, _task


def _page(request: HttpRequest, word: str) -> HttpResponse:
    return HttpResponse(logs.request_id())


def _fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken")


urlpatterns = [
    path("page/<str:word>", _page, name="page"),
    path("fails", _fails, name="fails"),
    path("healthz", _page, {"word": "x"}, name="healthz"),
]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("0123abcd", True),
        ("a3f5c9d2-1111-4222-8333-abcdefabcdef", True),
        ("a.b_c-d1", True),
        ("short", False),
        ("x" * 129, False),
        ("with space 1", False),
        ("line\nbreak1234", False),
        ("<script>alert</script>", False),
        ("", False),
    ],
)
def test_a_well_formed_id_is_taken_and_echoed(
    sent: str, kept: bool, client: Client
) -> None:
    response = client.get("/page/x", headers={"x-request-id": sent})
    echoed = response["X-Request-ID"]
    assert (echoed == sent) is kept
    assert response.content.decode() == echoed
    if not kept:
        uuid.UUID(echoed)


def _logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [one.msg for one in caplog.records if isinstance(one.msg, dict)]


def test_one_line_a_request_that_says_nothing_of_who_or_what(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/page/typed?q=typed", headers={"user-agent": "typed"})
    (line,) = _logged(caplog)
    assert line["event"] == "request_finished"
    assert (line["request"], line["method"], line["code"]) == ("page", "GET", 200)
    assert "typed" not in json.dumps(line)
    assert "127.0.0.1" not in json.dumps(line)


def test_what_was_typed_is_in_a_debug_line_and_cut(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="django_structlog"):
        client.get("/page/x?q=typed" + "y" * 500)
    started = _logged(caplog)[0]
    assert (started["event"], started["level"]) == ("request_started", "debug")
    assert "typed" in started["request"]
    assert started["request"].endswith("… (519 long)")
    assert len(started["request"]) < LONGEST + 20


def test_an_address_that_leads_nowhere_is_not_named(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/typed")
    assert "typed" not in caplog.text
    assert "no_such_address" in caplog.text


def test_a_failure_is_logged_with_its_id_and_the_page_says_it(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.raise_request_exception = False
    response = client.get("/fails", headers={"x-request-id": "find-me-1"})
    (line,) = _logged(caplog)
    assert (line["event"], line["level"]) == ("request_failed", "error")
    assert line["request_id"] == response["X-Request-ID"] == "find-me-1"


def test_health_checks_that_succeed_are_not_lines(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/healthz")
    assert _logged(caplog) == []


def test_a_task_carries_the_id_of_the_request_that_sent_it() -> None:
    headers: dict[str, Any] = {"id": "1", "task": "x"}
    with bound_contextvars(request_id="find-me-1"):
        before_task_publish.send(sender="x", headers=headers, body={}, properties={})
    assert headers["__django_structlog__"]["request_id"] == "find-me-1"


def test_a_task_that_no_request_sent_has_its_own_id() -> None:
    class _Task:
        class request:  # noqa: N801 - Celery's name
            id = "task-1"

    clear_contextvars()
    _task(_Task())
    assert logs.request_id() == "task-1"
    clear_contextvars()
