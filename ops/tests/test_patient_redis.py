import socket

import pytest

from ops.patient_redis import PatientSocket, connection_class


class _Held:
    """A socket whose time-out fires although an answer may have come."""

    def __init__(self, inner: socket.socket) -> None:
        self.inner = inner
        self.asked = 0

    def fileno(self) -> int:
        return self.inner.fileno()

    def recv(self, size: int) -> bytes:
        self.asked += 1
        if self.asked == 1:
            raise TimeoutError
        return self.inner.recv(size)


def test_an_answer_that_has_come_is_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"+PONG")
        assert PatientSocket(_Held(ours)).recv(10) == b"+PONG"  # type: ignore[arg-type]


def test_silence_is_a_time_out() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        PatientSocket(_Held(ours)).recv(10)  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", ["redis", "rediss", "unix"])
def test_each_kind_of_address_has_a_class(scheme: str) -> None:
    assert connection_class(f"{scheme}://x").__name__.startswith("Patient")
