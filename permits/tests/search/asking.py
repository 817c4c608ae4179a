"""Asking the search in tests as the page does."""

import datetime as dt
from typing import Any

from permits.search.filters import Filters
from permits.search.parse import parse
from permits.search.query import SearchPage, search
from permits.search.reading import Query
from permits.search.vocabulary import Vocabulary

TODAY = dt.date(2026, 6, 1)


def read(text: str) -> Query:
    return parse(text, vocabulary=Vocabulary.base(), today=TODAY)


def ask(text: str = "", *, size: int = 25, **params: Any) -> SearchPage:
    """The page of `text` with the GET parameters given."""
    return search(read(text), Filters.from_params(params), size=size)


def found(page: SearchPage) -> list[str]:
    return [row.permit_number for row in page.rows]
