import datetime as dt

import pytest

from knowledge.front_matter import FrontMatterError, parse
from knowledge.tests.texts import ARTICLE

GOOD = ARTICLE.format(title="Fences: how high", effective="2026-01-01", text="Low.")


def test_reads_the_head_and_the_body() -> None:
    head, body = parse(GOOD)
    assert head.title == "Fences: how high"
    assert head.effective == dt.date(2026, 1, 1)
    assert head.checked == dt.date(2026, 11, 23)
    assert head.topics == ["fence", "backyard"]
    assert head.section is None
    assert body.startswith("A low fence")


def test_not_dated_is_no_date() -> None:
    head, _ = parse(GOOD.replace("2026-01-01", "not dated"))
    assert head.effective is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\ntitle", "title", "does not begin with a head"),
        ("title: Fences: how high", "title:", "lacks title"),
        ("checked: 2026-11-23", "checked: soon", "checked: 'soon'"),
        ("effective: 2026-01-01", "effective: 2026", "effective: '2026'"),
        ("topics: fence, backyard", "topics", "'topics' is not key: value"),
    ],
)
def test_says_what_is_wrong(old: str, new: str, message: str) -> None:
    with pytest.raises(FrontMatterError, match=message):
        parse(GOOD.replace(old, new))
