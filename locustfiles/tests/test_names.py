from pathlib import Path

import pytest

from locustfiles import names
from locustfiles.course import Course
from locustfiles.site import Site, SiteError
from locustfiles.tests.small_site import NUMBERS, small_site
from ops.load_client import HEADER, signed

KEY = "k" * 32


def _gather(url: str, key: str = "", *, seed: int = 1) -> names.Names:
    with Site(url, key) as site:
        return names.gather(site, seed, 1.0, lambda _text: None)


def test_lists_are_of_the_site_and_by_the_seed(tmp_path: Path) -> None:
    with small_site() as small:
        found, again, other = (_gather(small.url, seed=seed) for seed in (1, 1, 2))
    paths = [page.path for page in found.pages["permit"]]
    assert sorted(paths) == [f"/permits/{number}/" for number in NUMBERS]
    assert found == again
    assert found.pages["permit"] != other.pages["permit"]
    assert found.assets == ["/static/a.css"]
    searches = [page.path for page in found.pages["search"]]
    assert len(searches) == len(set(searches))
    assert "/search/?q=kitchen+remodel" in searches
    found.write(tmp_path / "names.json")
    assert names.read(tmp_path / "names.json") == found


def test_who_reads_has_new_limits_now_and_then() -> None:
    with small_site() as small:
        _gather(small.url, KEY)
        assert len(small.visitors) >= 1
        for said in small.visitors:
            assert said == signed(said.partition(".")[0], KEY)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/neighborhoods.json", "/ask/"])
def test_a_site_that_answers_wrongly_is_said(path: str) -> None:
    with small_site() as small:
        small.broken[path] = 503
        with pytest.raises(SiteError, match=f"{path} answered 503"):
            _gather(small.url)


def test_nobody_there_is_said() -> None:
    with pytest.raises(SiteError, match="did not answer"):
        _gather("http://127.0.0.1:1")


def test_each_visitor_has_a_name_of_its_own() -> None:
    with small_site() as small:
        found = _gather(small.url)
    course = Course(found, KEY, seed=1)
    said = [course.headers("permit")[HEADER] for _ in range(3)]
    assert len(set(said)) == 3
    assert HEADER not in Course(found, "", seed=1).headers("permit")
    first = [Course(found, "", seed=1).draws().random() for _ in range(2)]
    assert first[0] == first[1]
