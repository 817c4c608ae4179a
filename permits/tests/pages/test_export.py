import csv
import io

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from permits.tests.pages.story import FORMULA, FORMULA_TEXT, KITCHEN
from permits.views import export

pytestmark = pytest.mark.usefixtures("record")


def rows_of(client: Client, url: str) -> list[dict[str, str]]:
    answer = client.get(url)
    assert isinstance(answer, StreamingHttpResponse)
    text = answer.getvalue().decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_json_has_reading_count_rows_and_next(client: Client) -> None:
    found = client.get("/search.json?q=kitchen+in+the+mission").json()
    assert found["query"]["fields"] == {"text": "kitchen", "neighborhood": "Mission"}
    assert found["count"] == {"value": 1, "is_minimum": False}
    assert found["rows"][0]["permit_number"] == KITCHEN
    assert found["rows"][0]["filed_date"] == "2024-03-01"
    assert found["next"] is None


def test_json_pages_by_its_next_link(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "JSON_SIZE", 25)
    first = client.get("/search.json?q=bath").json()
    second = client.get(first["next"]).json()
    assert len(first["rows"]) == len(second["rows"]) == 25
    assert first["rows"][0] != second["rows"][0]


def test_csv_is_streamed_over_pages(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "CSV_SIZE", 25)
    answer = client.get("/search.csv?q=bath&status=issued")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="permits.csv"'
    assert answer["X-Truncated"] == "false"
    numbers = [row["permit_number"] for row in rows_of(client, "/search.csv?q=bath")]
    assert len(numbers) == len(set(numbers)) == 60


def test_csv_says_where_it_was_cut(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "CSV_SIZE", 25)
    monkeypatch.setattr(export, "CSV_ROWS", 40)
    assert client.get("/search.csv?q=bath")["X-Truncated"] == "true"
    assert len(rows_of(client, "/search.csv?q=bath")) == 40


def test_csv_formulas_are_only_text(client: Client) -> None:
    (row,) = rows_of(client, "/search.csv?q=greenhouse")
    assert row["permit_number"] == FORMULA
    assert row["description"] == f"'{FORMULA_TEXT}"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_quoted(start: str) -> None:
    assert export.cell(f"{start}1") == f"'{start}1"
    assert export.cell(f"1{start}") == f"1{start}"
    assert export.cell(None) == ""
