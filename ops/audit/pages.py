"""What the audit asks for: addresses of every page and API route, by URL name.

An app registers its own in a module `audit`, so that it is found. A test says which
name of the site is neither registered nor left out with a reason.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import autodiscover_modules

# Up to so many addresses, the heaviest first; none if the record has nothing for it.
Choose = Callable[[int], Sequence[str]]
ADMIN: Final = "admin"
# Addresses of what is not there: a search for what is near may be dear as well.
MISSING: Final = "missing"

_registered: dict[str, Choose] = {}
_missing: list[str] = []
_left_out: dict[str, str] = {}


def register(choices: Mapping[str, Choose]) -> None:
    """Have the pages of these URL names asked for."""
    _registered.update(choices)


def register_missing(paths: Sequence[str]) -> None:
    """Have these addresses asked for, each of which is a 404."""
    _missing.extend(paths)


def is_right(route: str, status: int) -> bool:
    return status in ({404} if route == MISSING else {200, 301, 302})


def leave_out(reasons: Mapping[str, str]) -> None:
    """Say of these URL names why they are not asked for."""
    _left_out.update(reasons)


def registered() -> Mapping[str, Choose]:
    _discover()
    return {**_registered, MISSING: lambda _: _missing}


def left_out() -> Mapping[str, str]:
    _discover()
    return _left_out


def _discover() -> None:
    import_module("ops.audit.own_pages")
    autodiscover_modules("audit")


def forgotten() -> list[str]:
    """URL names that are neither registered nor left out with a reason."""
    known = {*registered(), *left_out()}
    return sorted(set(_names(get_resolver())) - known)


def _names(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one.name or str(one.pattern)
        elif one.namespace == ADMIN:
            # Its lists and records, of all tables: admin_pages.py.
            yield ADMIN
        else:
            yield from _names(one)
