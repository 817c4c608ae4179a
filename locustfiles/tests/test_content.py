import gzip

import pytest

from locustfiles import content

PAGE = b"<html><title>Permit 2024 - x</title>" + b"y" * 50_000


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_the_right_page_is_right(encoding: str) -> None:
    body = gzip.compress(PAGE) if encoding else PAGE
    assert content.error(200, body, encoding, (b"<title>permit 2024",)) == ""
    assert len(content.head(body, encoding)) == content.HEAD


@pytest.mark.parametrize(
    ("status", "body", "encoding", "error"),
    [
        (429, PAGE, "", "refused 429 instead of 200"),
        (403, PAGE, "", "refused 403 instead of 200"),
        (503, PAGE, "", "status 503 instead of 200"),
        (200, b"", "", "empty page"),
        (200, PAGE, "gzip", "compressed page cannot be read"),
        (200, b"<title>Another", "", "another page than was asked for"),
    ],
)
def test_what_is_wrong_is_told(
    status: int, body: bytes, encoding: str, error: str
) -> None:
    assert content.error(status, body, encoding, (b"permit 2024",)) == error


def test_an_excerpt_begins_with_the_title() -> None:
    assert content.excerpt(gzip.compress(PAGE), "gzip").startswith("<title>permit")
    assert content.excerpt(b"\xff\xfe", "gzip")
