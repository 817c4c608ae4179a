"""What every page shows: whether the data is a sample, and how old it is."""

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - Django's signature
    """Template variables of every page."""
    return {}
