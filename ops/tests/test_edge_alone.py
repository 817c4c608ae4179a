"""The edge when no web server is left."""

from collections.abc import Iterator

import pytest

from ops.tests.edge_site import Answer, EdgeSite, Given, edge_site

pytestmark = [pytest.mark.processes]

PUBLIC = "public, max-age=0, s-maxage=1, stale-if-error=60"
SIGNED_IN = "sessionid=abc"


def _answer(given: Given) -> Answer:
    """A public page; who is signed in is called by name."""
    if "cookie" in given.headers:
        return Answer(b"hello Ann", headers={"Cache-Control": "private, no-store"})
    return Answer(b"hello", headers={"Cache-Control": PUBLIC})


@pytest.fixture
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EdgeSite]:
    """Pages were asked for by everybody, then both web servers ended."""
    with edge_site(tmp_path_factory.mktemp("e"), webs=2) as site:
        site.behave(_answer)
        for path in ("/page", "/healthz", "/plans/1/", "/signed-in"):
            if path != "/signed-in":
                site.get(path)
            site.get(path, Cookie=SIGNED_IN)
        site.end_webs()
        yield site


def test_a_page_in_the_cache_is_still_given(alone: EdgeSite) -> None:
    for _ in range(3):
        answer = alone.get("/page")
        assert (answer.status_code, answer.text) == (200, "hello")
        assert answer.headers["X-Cache"] in {"HIT", "STALE"}
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/never-asked-for", {}),
        # What is kept for everybody is not what is shown to who is signed in.
        ("GET", "/page", {"Cookie": SIGNED_IN}),
        ("GET", "/page", {"Authorization": "Bearer x"}),
        # And what was shown to who is signed in is kept for nobody.
        ("GET", "/signed-in", {}),
        ("GET", "/signed-in", {"Cookie": SIGNED_IN}),
        ("POST", "/page", {}),
        ("POST", "/plans/", {}),
        ("GET", "/plans/1/", {}),
        ("GET", "/healthz", {}),
        ("GET", "/readyz", {}),
        ("GET", "/health", {}),
        ("GET", "/metrics", {}),
        ("GET", "/admin/", {}),
    ],
)
def test_all_else_is_words(
    method: str, path: str, headers: dict[str, str], alone: EdgeSite
) -> None:
    answer = alone.client.request(method, path, headers=headers)
    assert answer.status_code == 503
    assert answer.text == (
        "The site cannot be reached at the moment. Nothing was lost;"
        " please try again in a few seconds.\n"
    )
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Request-ID"]
