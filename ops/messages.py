"""Sends a message that has a worker do something, or finds out soon that it cannot.

The one way for visitors, operators and scheduled jobs alike: what is not sent is a row
that is still to be done, and is sent again within a minute.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

# Somebody waits: a connection of its own that gives up after a second. Celery's own
# tries for six where Redis refuses, and for longer where it says nothing.
_PROMPT: Final = {
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
}


class NotSentError(Exception):
    """The queue cannot be reached; it may have taken the message all the same."""


def send(task: str, args: Sequence[Any], **options: Any) -> None:
    """Send it; `options` as those of Celery's `send_task`. Raises NotSentError."""
    # In web servers and commands nobody has; workers and beat start with it.
    import_module(settings.CELERY_MODULE)
    try:
        with current_app.connection_for_write(transport_options=_PROMPT) as connection:
            current_app.send_task(
                task, args=args, retry=False, connection=connection, **options
            )
    except (OperationalError, RedisError) as error:
        # Its words may hold the queue's address with the password.
        raise NotSentError(type(error.__cause__ or error).__name__) from error
