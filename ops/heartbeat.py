"""Says that background work is alive: to /health, and to a dead-man switch outside.

The switch is a service that raises an alarm when it hears nothing for a while; its
address (`HEARTBEAT_URL`) is a secret and appears in no message.
"""

from typing import TYPE_CHECKING

import httpx
from django.conf import settings

from ops import health, samples

if TYPE_CHECKING:
    from ops.cron_log import Run

TIMEOUT = httpx.Timeout(5.0, connect=3.0)


class HeartbeatError(Exception):
    """The dead-man switch did not take the heartbeat."""


def beat(_run: "Run") -> None:
    """The job of the same name. Raises HeartbeatError."""
    health.record_heartbeat()
    samples.record()
    if settings.HEARTBEAT_URL:
        ping(settings.HEARTBEAT_URL)


def ping(url: str) -> None:
    """Tell the dead-man switch. Raises HeartbeatError, without the address."""
    try:
        answer = httpx.get(url, timeout=TIMEOUT)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        reason = type(error).__name__
        # Without the cause: it names the address.
        raise HeartbeatError(f"HEARTBEAT_URL did not answer: {reason}.") from None
    if not answer.is_success:
        raise HeartbeatError(f"HEARTBEAT_URL answered {answer.status_code}.")
