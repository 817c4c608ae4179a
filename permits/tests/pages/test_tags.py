"""Parts that are made once, and lists that are made without templates."""

import datetime as dt

import pytest
from django.template import Context, Template

from permits.templatetags.entities import counted_items
from permits.templatetags.places import count_definitions
from permits.templatetags.record import as_time
from permits.templatetags.shell import MOST, OnceNode
from permits.views.facts import Fact

SCRIPT = "<script>alert('x')</script>"


class Counting:
    """Says how often it was shown."""

    shown = 0

    def __str__(self) -> str:
        self.shown += 1
        return f"{self.shown}"


def test_a_part_is_made_once_for_each_of_its_values() -> None:
    page = Template("{% load shell %}{% once kind %}{{ it }}{% endonce %}")
    it = Counting()
    shown = [page.render(Context({"kind": kind, "it": it})) for kind in "aabba"]
    assert shown == ["1", "1", "2", "2", "1"]


def test_few_parts_are_kept() -> None:
    page = Template("{% load shell %}{% once kind %}{{ kind }}{% endonce %}")
    for kind in range(3 * MOST):
        assert page.render(Context({"kind": kind})) == str(kind)
    (node,) = page.nodelist.get_nodes_by_type(OnceNode)
    assert isinstance(node, OnceNode)
    assert len(node.kept) <= MOST


def test_what_is_kept_is_escaped() -> None:
    page = Template("{% load shell %}{% once kind %}{{ kind }}{% endonce %}")
    for _ in range(2):
        assert "<script>" not in page.render(Context({"kind": SCRIPT}))


def test_a_day_in_words_and_for_machines() -> None:
    made = as_time(dt.date(2024, 3, 5))
    assert made == '<time datetime="2024-03-05">March 5, 2024</time>'
    assert as_time(None) == '<span class="missing">not recorded</span>'


@pytest.mark.parametrize(
    "made",
    [
        counted_items([(SCRIPT, 2)], "permit"),
        count_definitions([Fact(SCRIPT, SCRIPT)]),
    ],
)
def test_names_in_lists_are_escaped(made: str) -> None:
    assert "&lt;script&gt;" in made
    assert "<script>" not in made
