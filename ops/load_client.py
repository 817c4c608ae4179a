"""Load clients: each virtual visitor of a load test is limited as a visitor of its own.

All of them come from one address. With `LOAD_TEST_KEY` set, a client that signs its
name with that key is counted by its name; the limits stay on, for it and for everyone.
"""

import hashlib
import hmac
import re
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from ops import client_ip

HEADER: Final = "X-Load-Client"
SHORTEST_KEY: Final = 32
_SIGNED: Final = re.compile(r"([a-z0-9-]{1,40})\.([0-9a-f]{64})")


def signed(name: str, key: str) -> str:
    """Give the header's value: the name and its signature."""
    return f"{name}.{_signature(name, key)}"


def counted_as(request: HttpRequest) -> str:
    """Give whom the request counts for: a load client, or the visitor's network."""
    name = client_name(request)
    if name is not None:
        return f"load {name}"
    return client_ip.network_of(client_ip.client_ip(request))


def client_name(request: HttpRequest) -> str | None:
    """Give the name of the load client; None without a key or a right signature."""
    key: str = settings.LOAD_TEST_KEY
    said = request.META.get("HTTP_X_LOAD_CLIENT")
    found = _SIGNED.fullmatch(said) if key and said else None
    if found is None or not hmac.compare_digest(found[2], _signature(found[1], key)):
        return None
    return found[1]


def _signature(name: str, key: str) -> str:
    return hmac.new(key.encode(), name.encode(), hashlib.sha256).hexdigest()
