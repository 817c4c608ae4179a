"""Tables and drawing of a person's or firm's page. Not templates: many parts."""

from collections.abc import Iterable
from html import escape
from typing import Final

from django import template
from django.utils.safestring import SafeString, mark_safe

from permits.search.labels import NOT_RECORDED
from permits.views.entity_counts import Count, Shared
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
