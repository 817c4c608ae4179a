"""The results as JSON, page by page, and as CSV, all of them up to a limit."""

import csv
from collections.abc import Iterator
from typing import Any, Final

from django.http import (
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.views.decorators.http import require_safe

from ops.public import MINUTE, public_page
from permits.search.filters import Filters
from permits.search.query import Row, SearchPage, search
from permits.search.reading import Query
from permits.views.record_json import DATASET, RESULT_COLUMNS, result
from permits.views.search import asked, plainly_asked
from permits.views.search_people import others
from permits.views.search_people_json import parcels_document, people_document

JSON_SIZE: Final = 100
CSV_SIZE: Final = 500
CSV_ROWS: Final = 10_000
# A cell that begins like this is a formula to a spreadsheet.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@public_page("search_json", fresh=5 * MINUTE, asked=plainly_asked)
def as_json(request: HttpRequest) -> HttpResponse:
    """The reading, the count, up to 100 rows, and the address of the next page.

    `people` and `parcels` are null where the search does not ask for any.
    """
    query, filters = asked(request)
    found = search(query, filters, size=JSON_SIZE)
    beside = others(query, filters)
    document = {
        "query": {
            "text": filters.q,
            "kind": query.kind,
            "fields": query.fields(),
            "corrections": [
                {"typed": c.typed, "read": c.read} for c in query.corrections
            ],
        },
        "problems": list(filters.problems),
        "dataset": DATASET,
        "count": {"value": found.count.value, "is_minimum": found.count.capped},
        "rows": [result(row) for row in found.rows],
        "next": _next(request, found),
        "people": people_document(beside.people),
        "parcels": parcels_document(beside.parcels),
    }
    return JsonResponse(document)


def _next(request: HttpRequest, found: SearchPage) -> str | None:
    if not found.next:
        return None
    return request.build_absolute_uri(f"{reverse('search_json')}?{found.next}")


@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Up to 10,000 rows, streamed; `X-Truncated: true` says that there are more."""
    query, filters = asked(request)
    first = search(query, filters, size=CSV_SIZE)
    response = StreamingHttpResponse(
        _lines(query, first), content_type="text/csv; charset=utf-8"
    )
    is_cut = first.count.capped or first.count.value > CSV_ROWS
    response["X-Truncated"] = "true" if is_cut else "false"
    response["Content-Disposition"] = 'attachment; filename="permits.csv"'
    return response


class _Line:
    """What csv.writer writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _lines(query: Query, first: SearchPage) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(RESULT_COLUMNS)
    for row in _rows(query, first):
        yield writer.writerow([cell(value) for value in result(row).values()])


def _rows(query: Query, page: SearchPage) -> Iterator[Row]:
    """The rows of this page and those after it, up to the limit."""
    left = CSV_ROWS
    while True:
        yield from page.rows[:left]
        left -= len(page.rows)
        if left <= 0 or not page.next or not page.rows:
            return
        filters = Filters.from_params(QueryDict(page.next))
        page = search(query, filters, size=CSV_SIZE)


def cell(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
