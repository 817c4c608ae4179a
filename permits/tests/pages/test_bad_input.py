from urllib.parse import quote

import pytest
from django.http import HttpResponseBase
from django.test import Client

pytestmark = pytest.mark.usefixtures("record")

BAD = {
    "nul": "%00",
    "nul in words": "kitchen%00remodel",
    "100 kB": "kitchen+" * 12_500,
    "a long word": "x" * 100_000,
    "lone surrogate": "%ED%A0%80",
    "not UTF-8": "%FF%FE",
    "LIKE": quote("%_\\"),
    "tsquery": quote("foo & (bar | !baz) <-> :*"),
    "quotes": quote("'\"; drop table permits --"),
    "markup": quote("<script>alert(1)</script>"),
    "zero width and right to left": quote("\u200b\u202ekitchen\ufeff"),
    "emoji": quote("🏠🔨"),
    "line breaks": "kitchen%0d%0aSet-Cookie:%20x=1",
}
PATHS = ("/search/", "/search.json", "/search.csv", "/search/suggest")


def is_html(answer: HttpResponseBase) -> bool:
    return answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("bad", BAD)
def test_any_text_is_answered(client: Client, path: str, bad: str) -> None:
    answer = client.get(f"{path}?q={BAD[bad]}")
    body = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert not is_html(answer) or b"<script>alert" not in body
    assert "Set-Cookie" not in answer.headers


PARAMETERS = (
    "cursor=junk",
    "cursor=" + "A" * 10_000,
    "page=10000000000000000000",
    "year=99999999999999999999",
    "min_cost=NaN",
    "min_cost=1e400",
    "type=-1",
    "status=%00",
    "status=" + "x" * 5_000,
    "neighborhood=%ED%A0%80",
    "zip=94110%00",
    "block=%25&lot=_",
    "sort=drop",
    "status=a&status=b&status=c",
    "q=bath&q=kitchen",
    "cost=9",
)


@pytest.mark.parametrize("parameters", PARAMETERS)
@pytest.mark.parametrize("path", PATHS[:3])
def test_any_parameter_is_answered(client: Client, path: str, parameters: str) -> None:
    assert client.get(f"{path}?{parameters}").status_code == 200


@pytest.mark.parametrize(
    "number",
    ["%00", "%ED%A0%80", "%25_%5C", "x" * 5_000, "10" * 40, "<script>", "..", "🏠"],
)
@pytest.mark.parametrize("end", ["/", ".json"])
def test_any_number_is_answered(client: Client, number: str, end: str) -> None:
    answer = client.get(f"/permits/{number}{end}")
    assert answer.status_code in {400, 404}
    assert not is_html(answer) or b"<script>" not in answer.content


@pytest.mark.parametrize(
    ("block", "lot"),
    [
        ("%00", "007"),
        ("3616", "%00"),
        ("3616", "7%00"),
        ("%ED%A0%80", "007"),
        ("%25_", "%5C"),
        ("9" * 5_000, "1"),
        ("36161", "007"),
        ("3616", "00007"),
        ("\u0663\u0666\u0661\u0666", "007"),
        ("<script>", "<b>"),
        ("3616AB", "007"),
        ("-3616", "007"),
        ("9999", "999"),
        ("\U0001f3e0", "\U0001f528"),
    ],
)
@pytest.mark.parametrize("end", ["/", ".json"])
def test_any_parcel_is_answered(client: Client, block: str, lot: str, end: str) -> None:
    answer = client.get(f"/parcels/{block}/{lot}{end}")
    assert answer.status_code in {400, 404}
    assert not is_html(answer) or b"<script>" not in answer.content


def test_a_long_search_says_that_it_was_cut(client: Client) -> None:
    page = client.get(f"/search/?q={BAD['100 kB']}").content.decode()
    assert "only its beginning was used" in page


@pytest.mark.parametrize(
    "path", ["/", *PATHS, "/permits/202403010001/", "/parcels/3616/007/"]
)
def test_only_reading_is_allowed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
