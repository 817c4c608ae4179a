import socket

import pytest

from ops import ports


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        (["localhost", "127.0.0.1", "[::1]"], "127.0.0.1"),
        (["localhost"], "127.0.0.1"),
        (["permits.example.org"], "0.0.0.0"),
        (["localhost", "*"], "0.0.0.0"),
    ],
)
def test_host(allowed: list[str], host: str) -> None:
    assert ports.host(allowed) == host


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_is_refused(address: str) -> None:
    with socket.socket() as taken:
        taken.bind((address, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ports.PortError, match=f"port {port} is taken"):
            ports.require_free(port)


def test_a_free_port_is_accepted() -> None:
    ports.require_free(ports.free())
