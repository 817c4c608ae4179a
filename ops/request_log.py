"""One line a request, a task or a command, each with the id of what caused it."""

import re
import uuid
from collections.abc import MutableMapping
from typing import Any, Final

from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django_structlog.celery import signals as task_signals
from django_structlog.middlewares.request import RequestMiddleware
from django_structlog.signals import (
    bind_extra_request_finished_metadata,
    bind_extra_request_metadata,
    update_failure_response,
)
from structlog.contextvars import bind_contextvars, get_contextvars

from ops.logs import clean

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,127}")
# Characters of an address in a DEBUG line.
LONGEST: Final = 200


class RequestLogMiddleware(RequestMiddleware):
    """Takes `X-Request-ID` if it is well-formed, else makes one; the answer has it."""

    def prepare(self, request: HttpRequest) -> None:
        """Bind the id to every line until the answer."""
        if not ID.fullmatch(request.META.get("HTTP_X_REQUEST_ID", "")):
            request.META["HTTP_X_REQUEST_ID"] = str(uuid.uuid4())
        super().prepare(request)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Name what was asked for without saying what was typed."""
        found = request.resolver_match
        return found.view_name if found else "no_such_address"


@receiver(bind_extra_request_metadata)
def _started(
    request: HttpRequest, log_kwargs: MutableMapping[str, Any], **_: Any
) -> None:
    # This line is at DEBUG, see DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL.
    log_kwargs.pop("user_agent", None)
    address = f"{request.method} {request.get_full_path()}"
    log_kwargs["request"] = clean(address, LONGEST)


@receiver(bind_extra_request_finished_metadata)
def _finished(
    request: HttpRequest,
    response: HttpResponse,
    log_kwargs: MutableMapping[str, Any],
    **_: Any,
) -> None:
    log_kwargs["method"] = request.method
    _echo(request, response)


@receiver(update_failure_response)
def _failed(request: HttpRequest, response: HttpResponse, **_: Any) -> None:
    _echo(request, response)


def _echo(request: HttpRequest, response: HttpResponse) -> None:
    response["X-Request-ID"] = request.META["HTTP_X_REQUEST_ID"]


@receiver(task_signals.bind_extra_task_metadata)
def _task(task: Any, **_: Any) -> None:
    """A task that no request sent has its own id to find its lines by."""
    if "request_id" not in get_contextvars():
        bind_contextvars(request_id=task.request.id)
