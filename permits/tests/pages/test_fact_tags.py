import datetime as dt
import re

from permits.models import RoutingStep
from permits.querysets import StationReview
from permits.templatetags.entities import arcs_and_nodes, count_rows, shared_rows
from permits.templatetags.facts import definitions, desk_items
from permits.views.entity_counts import Count, Shared
from permits.views.facts import Fact
from permits.views.network import Arc, Drawing, Node
from permits.views.review import Desk

AS_OF = dt.date(2026, 1, 1)
BAD = '<b>&"'
SAFE = "&lt;b&gt;&amp;&quot;"


def test_what_is_not_recorded_is_marked() -> None:
    assert definitions([Fact("Result", "not recorded"), Fact("Hold", "fees")]) == (
        '<div><dt>Result</dt><dd class="missing">not recorded</dd></div>'
        "<div><dt>Hold</dt><dd>fees</dd></div>"
    )


def test_markup_in_a_fact_is_text() -> None:
    assert definitions([Fact(BAD, BAD)]) == (
        f"<div><dt>{SAFE}</dt><dd>{SAFE}</dd></div>"
    )


def test_markup_in_a_desk_is_text() -> None:
    step = RoutingStep(
        station=BAD, arrive=AS_OF, review_results=BAD, plan_checked_by=BAD, title=BAD
    )
    made = desk_items([Desk(StationReview(step, rows=2), AS_OF)])
    assert "<b>" not in made
    assert made.count(SAFE) == 3
    assert 'href="/stations/%3Cb%3E&amp;%22/"' in made
    assert "The city has it listed 2 times" in made
    assert made.count("<dt>") == 6


def test_a_desk_without_a_code_has_no_link() -> None:
    made = desk_items([Desk(StationReview(RoutingStep(), rows=1), AS_OF)])
    assert "<h4>station not recorded</h4>" in made
    assert "<a" not in made


def test_markup_in_the_tables_of_an_entity_is_text() -> None:
    counts = count_rows([Count(BAD, 1_200, BAD), Count(BAD, 1)])
    shared = shared_rows([Shared(BAD, BAD, BAD, 2_000, "not recorded", BAD)])
    for made in (counts, shared):
        assert "<b>" not in made
        assert made.count(SAFE) == 3 + (made is shared)
    assert "<td>1,200</td>" in counts
    assert counts.count("<a ") == 1
    assert '<td class="missing">not recorded</td>' in shared


def test_the_drawing_has_a_link_for_each_and_no_markup_of_names() -> None:
    firm = Node(BAD, BAD, "/a", "firm", y=15, is_hub=True, is_middle=True)
    person = Node("Jo", "Jo", "/b", "person", y=45, is_hub=False, is_middle=False)
    made = arcs_and_nodes(Drawing([firm, person], [Arc("M1 2", 1.5, is_own=True)]))
    assert "<b>" not in made
    assert re.findall(r'<a href="(.*?)"', made) == ["/a", "/b"]
    assert made.count('aria-current="page"') == made.count('class="hub"') == 1
    assert '<path d="M1 2" stroke-width="1.5" class="own" />' in made
    assert made.count("<title>") == 2
