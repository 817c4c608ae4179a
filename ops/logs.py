"""Logs: one JSON object a line, with the request's id in web, worker and commands.

At INFO and above nothing says who asked or what was typed: requests are named by their
URL's name, never by path, query, address or browser. Those are in DEBUG lines alone.
"""

import logging
import re
import sys
import uuid
from collections.abc import Mapping
from typing import Any, Final

import structlog
from structlog.contextvars import bind_contextvars, get_contextvars
from structlog.typing import EventDict, Processor

# Long enough for a statement's error, too short for a document.
LONGEST: Final = 2000
TRACEBACK: Final = 8000
HIDDEN: Final = "[hidden]"
SECRET: Final = re.compile(
    r"password|passwd|secret|token|authorization|cookie|e_?mail|api_?key|\bdsn\b",
    re.IGNORECASE,
)
# In any text: the password of an address, and e-mail addresses. Every repeat is
# bounded, and so is what is searched: a long text from outside must not cost more.
_PASSWORD: Final = re.compile(r"(\w{1,20}://[^\s:/@]{0,99}):[^\s@/]{1,200}@")
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Read beyond a cut, so that a secret that lies across it is seen as one.
MARGIN: Final = 400
# Asked every few seconds by machines.
ERROR: Final = 400
QUIET: Final = frozenset({"healthz", "readyz", "metrics", "health"})


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Hide what is secret or personal by its name or form, and cut what is long."""
    # structlog's own entries are handled by its own formatter.
    return {
        name: value if name.startswith("_") else _redacted(name, value)
        for name, value in event.items()
    }


def _redacted(name: str, value: Any) -> Any:
    if SECRET.search(name):
        return HIDDEN
    if not isinstance(value, str):
        return value
    if name == "exception":  # the end of a traceback says most
        return _hide(value[-TRACEBACK - MARGIN :])[-TRACEBACK:]
    return clean(value)


def clean(text: str, longest: int = LONGEST) -> str:
    """Hide passwords of addresses and e-mail addresses; cut to `longest`."""
    hidden = _hide(text[: longest + MARGIN])
    if len(hidden) <= longest:
        return hidden
    return f"{hidden[:longest]}… ({len(text)} long)"


def _hide(text: str) -> str:
    return _EMAIL.sub(HIDDEN, _PASSWORD.sub(rf"\1:{HIDDEN}@", text))


def drop_quiet(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Drop the line of a request that a machine repeats, unless it failed."""
    is_quiet = event.get("event") == "request_finished" and event["request"] in QUIET
    if is_quiet and event["code"] < ERROR:
        raise structlog.DropEvent
    return event


SHARED: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.PositionalArgumentsFormatter(),
]


def formatter() -> logging.Formatter:
    """Give the formatter of every line: JSON, or words if a person is watching."""
    last: list[Processor]
    if sys.stderr.isatty():
        last = [structlog.dev.ConsoleRenderer()]
    else:
        last = [structlog.processors.JSONRenderer(ensure_ascii=False)]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*SHARED, structlog.stdlib.ExtraAdder()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            *last,
        ],
    )


def settings(level: str) -> dict[str, Any]:
    """Give Django's LOGGING, and set structlog up to log through it."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            drop_quiet,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "ops.logs.formatter"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"}
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "httpx": {"level": "WARNING"},
            "httpx2": {"level": "WARNING"},
            "botocore": {"level": "WARNING"},
            # A line for each task sent and done says nothing that a job does not.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            # These name paths; the same is said, without, by django_structlog.
            "django.request": {"level": "CRITICAL"},
        },
    }


def request_id() -> str | None:
    """Give the id of the request, task or command at work here."""
    found = get_contextvars().get("request_id")
    return None if found is None else str(found)


def bind_command(arguments: list[str]) -> None:
    """Give a command's lines an id, and its name; what follows the name is not kept."""
    bind_contextvars(request_id=str(uuid.uuid4()), command=next(iter(arguments), ""))


def start_sentry(dsn: str, version: str) -> None:
    """Report errors, and with them neither who asked nor what was typed."""
    import sentry_sdk  # only where it is wanted: it patches what it finds

    sentry_sdk.init(
        dsn=dsn,
        release=version,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
        before_send=lambda event, _hint: scrub(event),  # type: ignore[arg-type, return-value]
        before_breadcrumb=lambda _crumb, _hint: None,
    )


def scrub(event: Mapping[str, Any]) -> dict[str, Any]:
    """Leave of a request only its method; hide what is secret in the messages."""
    kept = {name: value for name, value in event.items() if name != "user"}
    if "request" in kept:
        kept["request"] = {"method": kept["request"].get("method")}
    if "exception" in kept:
        values = kept["exception"].get("values", [])
        cleaned = [one | {"value": clean(str(one.get("value", "")))} for one in values]
        kept["exception"] = kept["exception"] | {"values": cleaned}
    kept["tags"] = dict(kept.get("tags") or {}) | {"request_id": request_id()}
    return kept
