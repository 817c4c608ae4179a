"""The results page, its fragment for htmx, and suggestions while somebody types."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from ops.public import HOUR, MINUTE, public_page
from permits import querysets
from permits.search.facets import Facet
from permits.search.filters import SORT_LABELS, Filters
from permits.search.known import vocabulary
from permits.search.parse import parse
from permits.search.query import Row, SearchPage, count, search
from permits.search.reading import Query
from permits.search.subject import with_subject
from permits.search.suggest import suggest
from permits.views import reading
from permits.views.address import address
from permits.views.entity_address import entity_url
from permits.views.home import Example, examples
from permits.views.neighborhood_address import neighborhood_url
from permits.views.parcel_address import canonical, parcel_url
from permits.views.search_people import Others, SectionPage, Tab, others, tabs

SUGGESTIONS: Final = 8
MOST_DROPS: Final = 4
PART: Final = "part=results"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A step back from an empty page, and what it finds."""

    label: str
    url: str
    count: str


@dataclass(frozen=True, slots=True)
class Page:
    """What search.html shows. Addresses are whole; "" where there is none."""

    query: Query
    filters: Filters
    found: SearchPage
    others: Others

    template = "permits/_results.html"

    @property
    def text(self) -> str:
        return self.filters.q

    @property
    def phrase(self) -> str:
        name = self.filters.entity_name
        return (f" of {name}" if name else "") + reading.phrase(self.query)

    @property
    def title(self) -> str:
        if not self.rows:
            return f"No permits{self.phrase}"
        return f"Permits{self.phrase}" if self.phrase else "All permits"

    @property
    def parcel(self) -> tuple[str, str] | None:
        """The block and lot that were asked for, if both were."""
        asked = self.filters if self.filters.block else self.query
        return canonical(asked.block, asked.lot)

    @property
    def parcel_url(self) -> str:
        return parcel_url(*self.parcel) if self.parcel else ""

    @property
    def neighborhood_links(self) -> list[Link]:
        """The pages of the neighborhoods that were asked for."""
        asked = dict.fromkeys((*self.filters.neighborhoods, *self.query.neighborhoods))
        return [Link(f"Everything in {n}", neighborhood_url(n)) for n in asked]

    @property
    def subject_url(self) -> str:
        filters = self.filters
        if filters.entity is None or filters.entity_name is None:
            return ""
        return entity_url(filters.entity, filters.entity_name)

    @property
    def tabs(self) -> list[Tab]:
        return tabs(self.filters, self.others, str(self.found.count))

    @property
    def people_url(self) -> str:
        return _url(self.filters.with_(section="people").query_string())

    @property
    def parcels_url(self) -> str:
        return _url(self.filters.with_(section="parcels").query_string())

    @property
    def is_plain(self) -> bool:
        """Whether search engines may keep it: no filter, order or page is set."""
        names = {name for name, _ in self.filters.to_params()}
        return names <= {"q"}

    @property
    def canonical(self) -> str:
        return _url(self.filters.query_string())

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.found.rows

    @property
    def facets(self) -> list[Facet]:
        return [facet for facet in self.found.facets if facet.values]

    @property
    def count_text(self) -> str:
        count = self.found.count
        if self.rows or count.value:
            return reading.plural_count(count.value, capped=count.capped)
        return "No permits found"

    @property
    def sorted_within(self) -> str:
        number = self.found.sorted_within
        return f"Sorted among the newest {number:,} matches." if number else ""

    @property
    def problems(self) -> tuple[str, ...]:
        return self.filters.problems

    @property
    def corrections(self) -> list[str]:
        return reading.corrected(self.query)

    @property
    def as_typed_url(self) -> str:
        return _url(self.filters.with_(exact=True).query_string())

    @property
    def chips(self) -> list[Link]:
        return [Link(c.label, _url(c.without)) for c in self.filters.chips()]

    @property
    def clear_url(self) -> str:
        return _url(Filters(q=self.filters.q, sort=self.filters.sort).query_string())

    @property
    def sorts(self) -> list[Link]:
        return [
            Link(
                label=label,
                url=_url(self.filters.with_(sort=sort).query_string()),
                is_current=sort == self.filters.sort,
            )
            for sort, label in SORT_LABELS.items()
        ]

    @property
    def drops(self) -> list[Step]:
        """Only for an empty page: each asks the database again."""
        found = reading.drops(self.query, self.filters)[:MOST_DROPS]
        steps = [_step(drop) for drop in found]
        return [step for step in steps if step]

    @property
    def examples(self) -> list[Example]:
        statistics = querysets.statistics()
        return examples(statistics) if statistics else []

    @property
    def next_url(self) -> str:
        return _url(self.found.next) if self.found.next else ""

    @property
    def previous_url(self) -> str:
        return _url(self.found.previous) if self.found.previous else ""

    @property
    def csv_url(self) -> str:
        return _url(self.filters.with_().query_string(), "search_csv")

    @property
    def json_url(self) -> str:
        return _url(self.filters.query_string(), "search_json")


def _url(query_string: str, name: str = "search") -> str:
    path = address(name)
    return f"{path}?{query_string}" if query_string else path


def _step(drop: reading.Drop) -> Step | None:
    """Nothing if it would lead to another empty page."""
    query, filters = _read(Filters.from_params(QueryDict(drop.without)))
    found = count(query, filters)
    if not found.value:
        return None
    text = reading.plural_count(found.value, capped=found.capped)
    return Step(drop.label, _url(drop.without), text)


def asked(request: HttpRequest) -> tuple[Query, Filters]:
    """What the GET parameters ask for: the typed text as read, and the filters."""
    return _read(Filters.from_params(request.GET))


def _read(given: Filters) -> tuple[Query, Filters]:
    filters = with_subject(given)
    query = parse(
        filters.q,
        vocabulary=vocabulary(),
        today=timezone.localdate(),
        correct=not filters.exact,
    )
    return query, filters


def plainly_asked(given: QueryDict) -> str | None:
    """The search in its one way of writing; None if part of it was not understood.

    The page says what that part was, and there is no end of such pages.
    """
    filters = Filters.from_params(given)
    return None if filters.problems else filters.query_string()


def _page_or_part(given: QueryDict) -> str | None:
    query = plainly_asked(given)
    if query is None or not _is_part(given):
        return query
    return f"{query}&{PART}" if query else PART


def _is_part(given: QueryDict) -> bool:
    """Whether htmx asks, for the results alone.

    By a parameter (_components/swap.html) and not by its header: a cache on the way,
    which does not look at that, would show one who asks for the page only a part.
    """
    return f"part={given.get('part')}" == PART


@require_safe
@public_page("search", fresh=5 * MINUTE, asked=_page_or_part)
def results(request: HttpRequest) -> HttpResponse:
    query, filters = asked(request)
    is_part = _is_part(request.GET)
    if filters.section != "permits":
        section = SectionPage(query, filters, others(query, filters))
        return _shown(request, section, is_part=is_part)
    found = search(query, filters)
    if found.redirect:
        url = reverse("permit", args=[found.redirect])
        return HttpResponseClientRedirect(url) if is_part else redirect(url)
    page = Page(query, filters, found, others(query, filters))
    return _shown(request, page, is_part=is_part)


def _shown(
    request: HttpRequest, page: Page | SectionPage, *, is_part: bool
) -> HttpResponse:
    if not is_part:
        return render(request, "permits/search.html", {"page": page})
    response = render(request, "permits/_fragment.html", {"page": page})
    # The address that the browser shows, and that can be passed on, is the page's.
    response["HX-Push-Url"] = _url(page.filters.query_string())
    response["X-Robots-Tag"] = "noindex"
    return response


def _typed(given: QueryDict) -> str:
    """What suggestions go by: case makes no difference to them."""
    text = Filters.from_params({"q": given.get("q", "")}).q.casefold()
    return urlencode({"q": text}) if text else ""


@require_safe
@public_page("suggest", fresh=HOUR, asked=_typed, browser=MINUTE)
def suggestions(request: HttpRequest) -> HttpResponse:
    """`{"suggestions": [{"label", "kind", "group", "url"}]}` for the text in `q`."""
    found = suggest(Filters.from_params(request.GET).q, limit=SUGGESTIONS)
    listed = [
        {"label": s.label, "kind": s.kind, "group": s.group, "url": s.url}
        for s in found
    ]
    return JsonResponse({"suggestions": listed})
