"""The start page, and what crawlers are told."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ops.public import HOUR, public_page
from permits import querysets, words
from permits.models import RecordStatistics
from permits.search.labels import NOT_RECORDED
from permits.views.charts import Years, years
from permits.views.facts import Fact


@dataclass(frozen=True, slots=True)
class Example:
    label: str
    why: str
    url: str


@dataclass(frozen=True, slots=True)
class Page:
    """What home.html shows; `statistics` is None while nothing is loaded."""

    canonical: str
    statistics: RecordStatistics | None

    @property
    def is_empty(self) -> bool:
        return self.statistics is None or self.statistics.permits == 0

    @property
    def examples(self) -> list[Example]:
        return examples(self.statistics) if self.statistics else []

    @property
    def figures(self) -> list[Fact]:
        return _figures(self.statistics) if self.statistics else []

    @property
    def years(self) -> Years | None:
        counts = self.statistics.facets.get("year", []) if self.statistics else []
        by_year = {int(year): number for year, number in counts if year}
        title = "Permits by the year they were filed"
        return years(by_year, title, "Permits", search="", is_strip=False)


# What each place in the list of examples shows; see search/examples.py.
WHY = (
    "Everything at one address",
    "One neighborhood in one year",
    "Words from the descriptions of the work",
)


def examples(statistics: RecordStatistics) -> list[Example]:
    """Searches that find something in the data at hand."""
    return [
        Example(
            label=example["label"],
            why=why,
            url=f"{reverse('search')}?{urlencode({'q': example['query']})}",
        )
        for example, why in zip(statistics.examples, WHY, strict=False)
    ]


def _figures(statistics: RecordStatistics) -> list[Fact]:
    first, last = statistics.first_filed, statistics.last_filed
    as_of = statistics.data_as_of
    return [
        Fact("permits", f"{statistics.permits:,}"),
        Fact("records in the source, one an address", f"{statistics.locations:,}"),
        Fact(
            "years of filing",
            f"{first.year} to {last.year}" if first and last else NOT_RECORDED,
        ),
        Fact(
            "data as of", words.short_date(timezone.localdate(as_of) if as_of else None)
        ),
    ]


@require_safe
@public_page("home")
def home(request: HttpRequest) -> HttpResponse:
    shown = Page(
        canonical=request.build_absolute_uri(reverse("home")),
        statistics=querysets.statistics(),
    )
    return render(request, "permits/home.html", {"page": shown})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read. Needs no database, so it is there when that is not."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    context = {"sitemap": sitemap}
    response = render(request, "robots.txt", context, content_type="text/plain")
    response["Cache-Control"] = f"public, max-age={HOUR}"
    return response
