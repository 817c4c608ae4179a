"""Tables and drawing of a person's or firm's page. Not templates: many parts."""

from collections.abc import Iterable
from html import escape
from typing import Final

from django import template
from django.utils.safestring import SafeString, mark_safe

from permits import words
from permits.search.labels import NOT_RECORDED
from permits.templatetags.facts import definitions
from permits.views.entity_counts import Count, Shared, Writing
from permits.views.facts import Fact
from permits.views.network import ROW, Arc, Drawing, Node

register = template.Library()

_HALF: Final = 5


@register.filter
def count_rows(counts: Iterable[Count]) -> SafeString:
    """A row for each, linked where there is more about it."""
    rows = (
        f'<tr><th scope="row">{_linked(one.name, one.url)}</th>'
        f"<td>{one.number:,}</td></tr>"
        for one in counts
    )
    return mark_safe("\n".join(rows))  # noqa: S308 - escaped in _linked


@register.filter
def counted_items(rows: Iterable[tuple[str, int]], one: str) -> SafeString:
    """A list item for each name, and of how many it is: `one` is what they are."""
    made = (
        f'<li>{escape(name)} <span class="soft small">{words.counted(number, one)}'
        "</span></li>"
        for name, number in rows
    )
    return mark_safe("\n".join(made))  # noqa: S308 - escaped


@register.filter
def writing_items(writings: Iterable[Writing]) -> SafeString:
    """A list item for each way that contacts are written."""
    return mark_safe("\n".join(map(_writing, writings)))  # noqa: S308 - escaped below


def _writing(one: Writing) -> str:
    number = escape(one.permit)
    link = f'<a class="number" href="{escape(one.url)}">{number}</a>'
    permit = link if one.url else f'<span class="number">{number}</span>'
    return (
        f"<li><p><strong>{escape(one.name)}</strong>"
        f' <span class="small soft">{words.counted(one.contacts, "contact")}'
        f"{f', one on {permit}' if number else ''}</span></p>"
        f"<dl>{definitions(one.facts)}</dl></li>"
    )


@register.filter
def source_definitions(sources: Iterable[tuple[Fact, str]]) -> SafeString:
    """Each data set with its page at the city's portal, and when it was loaded."""
    made = (_source(fact, dataset) for fact, dataset in sources)
    return mark_safe("\n".join(made))  # noqa: S308 - escaped below


def _source(fact: Fact, dataset: str) -> str:
    missing = ' class="missing"' if fact.value == "not loaded" else ""
    url = f"https://data.sfgov.org/d/{escape(dataset)}"
    return (
        f'<div><dt><a href="{url}">{escape(fact.name)}, {escape(dataset)}</a></dt>'
        f"<dd{missing}>{escape(fact.value)}</dd></div>"
    )


def _linked(name: str, url: str) -> str:
    text = escape(name)
    return f'<a href="{escape(url)}">{text}</a>' if url else text


@register.filter
def shared_rows(rows: Iterable[Shared]) -> SafeString:
    """A row for each partner."""
    made = (
        f'<tr><th scope="row">{_linked(row.name, row.url)}'
        f' <span class="soft small">{escape(row.role)}</span></th>'
        f"<td>{row.permits:,}</td>{_cell(row.when)}{_cell(row.cost)}</tr>"
        for row in rows
    )
    return mark_safe("\n".join(made))  # noqa: S308 - escaped


def _cell(text: str) -> str:
    missing = ' class="missing"' if text == NOT_RECORDED else ""
    return f"<td{missing}>{escape(text)}</td>"


@register.filter
def arcs_and_nodes(drawing: Drawing) -> SafeString:
    """The ties, and on top of them a link for each person or firm."""
    arcs = "\n".join(map(_arc, drawing.arcs))
    nodes = "\n".join(map(_node, drawing.nodes))
    return mark_safe(  # noqa: S308 - escaped in _node, numbers in _arc
        f'<g fill="none" aria-hidden="true">{arcs}</g>\n{nodes}'
    )


def _arc(arc: Arc) -> str:
    own = ' class="own"' if arc.is_own else ""
    return f'<path d="{arc.path}" stroke-width="{arc.width}"{own} />'


def _node(node: Node) -> str:
    middle = ' class="middle" aria-current="page"' if node.is_middle else ""
    hub = f'<circle class="hub" cx="112" cy="{node.y}" r="10" />' if node.is_hub else ""
    return (
        f'<a href="{escape(node.url)}"{middle}><title>{escape(node.name)}</title>'
        f'<rect class="reach" x="96" y="{node.top}" width="264" height="{ROW}" />'
        f'{hub}{_mark(node)}<text x="132" y="{node.y + _HALF}">{escape(node.label)}'
        "</text></a>"
    )


def _mark(node: Node) -> str:
    """A square is a firm, a circle a person."""
    if node.kind == "firm":
        return (
            f'<rect class="node" x="107" y="{node.y - _HALF}" width="10" height="10" />'
        )
    return f'<circle class="node" cx="112" cy="{node.y}" r="5.5" />'
