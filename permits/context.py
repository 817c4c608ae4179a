"""What every page shows: whether the data is a sample, and how old it is."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from permits.querysets import freshness


def site(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - Django's signature
    """Template variables of every page. One query, and only if a template asks.

    Views that have read what is loaded pass `site` themselves, and this asks nothing.
    """
    return {"site": SimpleLazyObject(freshness.site)}
