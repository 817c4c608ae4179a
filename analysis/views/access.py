"""How a view gets the plan check that its address names."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from analysis import share
from analysis.share import Access
from ops import answers

Given = ParamSpec("Given")
Response = TypeVar("Response", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, Access, Given], HttpResponse]
Keyed = Callable[Concatenate[HttpRequest, str, Given], HttpResponse]


def with_plan(view: View[Given]) -> Keyed[Given]:
    """Have the view called with what the key opens, and hide its answer from robots."""

    @wraps(view)
    def keyed(
        request: HttpRequest, key: str, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponse:
        access = share.find(key)
        if access is None:
            return nothing(request)
        return private(view(request, access, *args, **kwargs))

    return cast(Keyed[Given], keyed)


def by_owner(view: View[Given]) -> Keyed[Given]:
    """Likewise, but only for who has the report's own address."""

    @wraps(view)
    def owned(
        request: HttpRequest, key: str, *args: Given.args, **kwargs: Given.kwargs
    ) -> HttpResponse:
        access = share.find(key)
        if access is None or not access.is_owner:
            return nothing(request)
        return private(view(request, access, *args, **kwargs))

    return cast(Keyed[Given], owned)


def private(response: Response) -> Response:
    """Keep it out of caches, search engines and the address of other sites."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def nothing(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing; why is not known, as removed means removed."""
    detail = (
        "A plan check and its file are kept for 24 hours, or until somebody deletes"
        " them; a shared link may end sooner. If that is not it, compare the address"
        " with the one you were given."
    )
    return private(
        answers.plain(
            request,
            HTTPStatus.NOT_FOUND,
            "There is no plan check here",
            detail,
            database_works=True,
        )
    )
