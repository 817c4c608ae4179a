"""Whose request it is: the one place that decides which address is believed.

`X-Real-IP` counts only if the connection comes from a proxy named in `TRUSTED_PROXIES`.
`X-Forwarded-For` is never read: whoever sends a request can write it.
"""

import ipaddress
from functools import cache
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# An IPv6 subscriber is given a /64 at the least, and may use all of it.
IPV6_PREFIX = 64


def client_ip(request: HttpRequest) -> Address | None:
    """The visitor's address; None if the server was told something else."""
    # Over a Unix socket it is a program of this machine.
    peer = parse(request.META.get("REMOTE_ADDR") or "127.0.0.1")
    if peer is None or not is_trusted(peer):
        return peer
    return parse(request.META.get("HTTP_X_REAL_IP", "")) or peer


def network_of(address: Address | None) -> str:
    """What shares one limit: an IPv4 address or an IPv6 /64, as text."""
    if address is None:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004 - the version of IP
        return str(address)
    return str(ipaddress.IPv6Network((int(address), IPV6_PREFIX), strict=False))


def parse(text: str) -> Address | None:
    """Read an address; an IPv4 one inside an IPv6 one counts as itself."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def is_trusted(peer: Address) -> bool:
    """Tell whether `peer` is a proxy that says truly whom it speaks for."""
    return any(
        peer in network for network in _networks(tuple(settings.TRUSTED_PROXIES))
    )


@cache
def _networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


@register(Tags.security, deploy=True)
def check_trusted_proxies(**_: Any) -> list[CheckMessage]:
    """Without a proxy's name all its visitors share one limit."""
    if settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "TRUSTED_PROXIES is not set: behind a proxy all visitors share one limit.",
            hint="Name the networks your proxy connects from, such as 100.64.0.0/10.",
            id="ops.W001",
        )
    ]
