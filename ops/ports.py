"""The port of the web server: whether it can be had, before anything starts."""

import errno
import os
import socket
from collections.abc import Iterable

LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


class PortError(Exception):
    """The port cannot be used; the message says why and what to do."""


def host(allowed_hosts: Iterable[str]) -> str:
    """Give the address to listen on: this machine alone, unless others are served."""
    return "127.0.0.1" if LOCAL.issuperset(allowed_hosts) else "0.0.0.0"  # noqa: S104


def require_free(port: int) -> None:
    """Raise PortError if a server cannot listen on `port`."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("", port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            reason = "is taken by another program"
        else:
            reason = f"cannot be used: {os.strerror(error.errno or 0)}"
        raise PortError(
            f"port {port} {reason}; choose another with PORT=8001."
        ) from error


def free() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
