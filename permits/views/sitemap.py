"""The sitemap for crawlers: an index, and its pages with the addresses of ours."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from ops import answers
from ops.public import HOUR, public_page
from permits.models import SitemapPage
from permits.sitemap import LISTED, Kind
from permits.views.entity_address import entity_url
from permits.views.neighborhood_address import neighborhood_url
from permits.views.parcel_address import parcel_url
from permits.views.permit_address import permit_url
from permits.views.station_words import station_url

NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
# By kind from a row of LISTED; "" is a row without a page of its own.
_ADDRESS: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    Kind.PERMITS: lambda row: permit_url(row["permit_number"]),
    Kind.PARCELS: lambda row: parcel_url(row["block"], row["lot"]),
    Kind.ENTITIES: lambda row: entity_url(row["id"], row["name"]),
    Kind.STATIONS: lambda row: station_url(row["station"]),
    Kind.NEIGHBORHOODS: lambda row: neighborhood_url(row["name"]),
}


@require_safe
@public_page("sitemap", browser=HOUR)
def index(request: HttpRequest) -> HttpResponse:
    pages = SitemapPage.objects.order_by("kind", "number")
    named = pages.values_list("kind", "number")
    addresses = [reverse("sitemap_page", args=each) for each in named]
    if not addresses:
        return _nothing(request)
    return _answer(request, "sitemapindex", "sitemap", addresses)


@require_safe
@public_page("sitemap", browser=HOUR)
def page(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    found = SitemapPage.objects.filter(pk=f"{kind}-{number}").first()
    if found is None:
        return _nothing(request)
    rows = LISTED[found.kind].rows(found)
    addresses = [address for row in rows if (address := _ADDRESS[found.kind](row))]
    return _answer(request, "urlset", "url", addresses)


def _nothing(request: HttpRequest) -> HttpResponse:
    title = "There is no such sitemap"
    detail = "The sitemap is made after each load from what is recorded then."
    return answers.plain(request, 404, title, detail, database_works=True)


def _answer(
    request: HttpRequest, root: str, item: str, paths: Iterable[str]
) -> HttpResponse:
    origin = request.build_absolute_uri("/").removesuffix("/")
    lines = [
        f"<{item}><loc>{escape(f'{origin}{path}')}</loc></{item}>" for path in paths
    ]
    document = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{root} xmlns="{NAMESPACE}">',
        *lines,
        f"</{root}>\n",
    ]
    return HttpResponse("\n".join(document), content_type="application/xml")
