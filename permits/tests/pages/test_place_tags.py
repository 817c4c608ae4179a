import pytest

from permits.templatetags import drawings, places
from permits.views.charts import years
from permits.views.map import Dot, Spot
from permits.views.place import Event, Item

BAD = "<b>&\"'"
ESCAPED = "&lt;b&gt;&amp;&quot;&#x27;"


@pytest.mark.parametrize(
    ("search", "head"),
    [
        (None, '<th scope="row">2024 </th>'),
        ("", '<a href="/search/?year=2024">2024</a>'),
        ("block=1", '<a href="/search/?block=1&amp;year=2024">2024</a>'),
    ],
)
def test_the_newest_year_comes_first(search: str | None, head: str) -> None:
    made = years({2022: 1, 2024: 1200}, "Permits", "Permits", search=search)
    assert made is not None
    rows = drawings.year_rows(made).split("\n")
    assert len(rows) == 3
    assert head in rows[0]
    assert "<td>1,200</td>" in rows[0]


def test_the_pages_own_place_is_the_larger_dot() -> None:
    near, here = drawings.dot_circles([Dot(1, 2, False), Dot(3, 4, True)]).split("\n")
    assert near == '<circle class="dot" cx="1" cy="2" r="5" />'
    assert here == '<circle class="dot is-here" cx="3" cy="4" r="9" />'


def test_what_the_record_holds_is_text_and_never_markup() -> None:
    event = Event(
        BAD, BAD, BAD, BAD, BAD,
        items=(Item(BAD, BAD),), desks=(BAD,), done=(BAD,),
    )  # fmt: skip
    made = places.event_items([event]) + places.spot_items([Spot(BAD, BAD, 1, 2, BAD)])
    assert BAD not in made
    assert "<b>" not in made
    assert made.count(ESCAPED) == 12


def test_a_point_without_a_page_is_no_link() -> None:
    assert "<a" not in places.spot_items([Spot("Lot 1", "1 permit", 1, 2)])
