"""Redis connections that do not give up on an answer that has come.

In a process that was held up, under gevent, the time-out of a socket may fire although
the answer lies there to be read: both are due, and the timer goes first. The process's
own delay would look like a silent Redis. So a look at the socket has the last word.
"""

import select
import socket
from collections.abc import Callable
from typing import Any, TypeVar

from redis.connection import Connection, SSLConnection, UnixDomainSocketConnection

Read = TypeVar("Read")


class PatientSocket:
    """A socket that reads once more after a time-out, if there is something to read."""

    def __init__(self, inner: socket.socket) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def recv(self, *arguments: int) -> bytes:
        return self._read(lambda: self._inner.recv(*arguments))

    def recv_into(self, *arguments: Any) -> int:
        return self._read(lambda: self._inner.recv_into(*arguments))

    def _read(self, read: Callable[[], Read]) -> Read:
        try:
            return read()
        except TimeoutError:
            if not select.select([self._inner], [], [], 0)[0]:
                raise
            return read()


class _Patient:
    def _connect(self) -> PatientSocket:
        return PatientSocket(super()._connect())  # type: ignore[misc]


class PatientConnection(_Patient, Connection):
    """Over TCP."""


class PatientSSLConnection(_Patient, SSLConnection):
    """Over TLS."""


class PatientUnixConnection(_Patient, UnixDomainSocketConnection):
    """Over a Unix socket."""


def connection_class(url: str) -> type[Connection | UnixDomainSocketConnection]:
    """Give the class for an address that begins with redis, rediss or unix."""
    scheme = url.partition("://")[0]
    return {
        "redis": PatientConnection,
        "rediss": PatientSSLConnection,
        "unix": PatientUnixConnection,
    }[scheme]
