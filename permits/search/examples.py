"""Three searches to try that find something in the data at hand."""

from typing import TypedDict

from django.db.backends.utils import CursorWrapper


class Example(TypedDict):
    """A search of the home page."""

    label: str
    query: str


WORDS = ["kitchen", "solar", "bathroom", "seismic", "roof", "window"]
_ADDRESS = """
    SELECT label FROM search_terms WHERE kind = 'address' AND df <= 40
    ORDER BY df DESC, label LIMIT 1
"""
_NEIGHBORHOOD = """
    SELECT concat_ws(' ', label, (
        SELECT max(year) - 1 FROM permit_search WHERE filed_date <= current_date
    ))
    FROM search_terms WHERE kind = 'neighborhood'
    ORDER BY df DESC, label LIMIT 1
"""
_WORD = """
    SELECT label FROM search_terms WHERE kind = 'word' AND term = ANY(%s)
    ORDER BY df DESC, label LIMIT 1
"""


def examples(cursor: CursorWrapper) -> list[Example]:
    """An address with a history, a neighborhood in a year, and a kind of work."""
    found: list[Example] = []
    for sql, params in ((_ADDRESS, []), (_NEIGHBORHOOD, []), (_WORD, [WORDS])):
        cursor.execute(sql, params)
        found += [Example(label=row[0], query=row[0]) for row in cursor.fetchall()]
    return found
