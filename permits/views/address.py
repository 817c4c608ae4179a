"""Addresses of pages, as reverse() writes them and without its search for the pattern.

A page has dozens of them, a sitemap 20,000. The site is at the root of its host.
"""

from functools import lru_cache
from typing import Final
from urllib.parse import quote

from django.urls import URLResolver, get_resolver, reverse

# Besides letters and digits, what reverse() leaves as it is; no slash, which would
# make two segments of one.
_LEFT: Final = "!$&'()*+,;=~:@"
_MARK: Final = "part"


def address(name: str, *parts: str) -> str:
    """The address of that name with `parts` in it, each a segment of the path.

    Raises NoReverseMatch where the page cannot have such an address.
    """
    segments = []
    for part in parts:
        if part.isascii() and part.isalnum():
            segments.append(part)
        elif part.isprintable() and part and "/" not in part:
            segments.append(quote(part, safe=_LEFT))
        else:
            # Whether it may be in an address is for reverse() to judge.
            return reverse(name, args=parts)
    return _outline(name, len(parts), get_resolver()) % tuple(segments)


@lru_cache(maxsize=256)
def _outline(name: str, parts: int, urls: URLResolver) -> str:
    """The address with `%s` for each part."""
    made = "/" + urls.reverse(name, *[_MARK] * parts)
    return made.replace("%", "%%").replace(f"/{_MARK}", "/%s")
