import io
import json
import logging
import time
from typing import Any

import pytest
import structlog
from structlog.contextvars import bound_contextvars, clear_contextvars

from ops import logs


@pytest.fixture
def written() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def logger(written: io.StringIO) -> logging.Logger:
    clear_contextvars()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.formatter())
    found = logging.Logger("test")  # noqa: LOG001 - one that nobody else has
    found.addHandler(handler)
    return found


def _lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_the_request_id(
    logger: logging.Logger, written: io.StringIO
) -> None:
    with bound_contextvars(request_id="abc12345"):
        logger.warning("read %s\nand %d", "ünïcode", 2, extra={"rows": 3})
    (line,) = _lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "read ünïcode\nand 2",
        "level": "warning",
        "logger": "test",
        "request_id": "abc12345",
        "rows": 3,
    }


def test_a_traceback_is_in_its_line_and_its_end_is_kept(
    logger: logging.Logger, written: io.StringIO
) -> None:
    error = ValueError("x" * 20_000 + " the end")
    logger.error("failed", exc_info=error)
    (line,) = _lines(written)
    assert line["exception"].endswith("the end")
    assert len(line["exception"]) <= logs.TRACEBACK


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("password", "hunter2", logs.HIDDEN),
        ("METRICS_TOKEN", "hunter2", logs.HIDDEN),
        ("api_key", "hunter2", logs.HIDDEN),
        ("cookies", {"a": "hunter2"}, logs.HIDDEN),
        ("url", "redis://me:hunter2@host/1", f"redis://me:{logs.HIDDEN}@host/1"),
        ("event", "to jo@example.org now", f"to {logs.HIDDEN} now"),
        ("event", "x" * 3000, "x" * 2000 + "… (3000 long)"),
        ("rows", 3, 3),
        ("route", "permit", "permit"),
    ],
)
def test_what_is_secret_or_personal_or_long(
    name: str, value: object, shown: object
) -> None:
    assert logs.redact(None, "info", {name: value}) == {name: shown}


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "a." * 500_000, "a://" * 250_000, "a@b." * 250_000, "@" * 10**6],
)
def test_hiding_does_not_cost_more_than_the_text_is_long(text: str) -> None:
    started = time.perf_counter()
    for name in ("event", "exception"):
        logs.redact(None, "info", {name: text})
    assert time.perf_counter() - started < 0.2


@pytest.mark.parametrize("at", range(1960, 2010, 7))
def test_a_secret_across_the_cut_is_hidden(at: int) -> None:
    text = "x" * at + " redis://me:hunter2@host " + "y" * 3000
    assert "hunt" not in logs.clean(text)


def test_a_command_has_an_id_and_a_name_but_not_its_arguments() -> None:
    clear_contextvars()
    logs.bind_command(["ingest", "--file", "/home/jo/x.csv"])
    bound = structlog.contextvars.get_contextvars()
    assert bound["command"] == "ingest"
    assert logs.request_id() == bound["request_id"]
    assert "jo" not in json.dumps(bound)
    clear_contextvars()
    assert logs.request_id() is None


def test_sentry_hears_neither_who_asked_nor_what_was_typed() -> None:
    event = {
        "user": {"ip_address": "192.0.2.1"},
        "request": {
            "method": "GET",
            "url": "https://x/search/?q=typed",
            "query_string": "q=typed",
            "headers": {"Cookie": "typed"},
        },
        "exception": {"values": [{"type": "E", "value": "at db://me:hunter2@host"}]},
    }
    sent = logs.scrub(event)
    assert sent["request"] == {"method": "GET"}
    assert sent["exception"]["values"][0]["type"] == "E"
    for secret in ("192.0.2.1", "typed", "hunter2"):
        assert secret not in json.dumps(sent)
