"""Charts and maps as SVG, and their tables. Not templates: they have many parts."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from permits.views.address import address
from permits.views.charts import Column, Years
from permits.views.map import Dot

register = template.Library()


@register.filter
def column_rects(columns: Iterable[Column]) -> SafeString:
    """A rectangle for each column, in the units of the chart."""
    rects = (
        f'<rect x="{one.x}" y="{one.y}" width="8" height="{one.height}" />'
        for one in columns
    )
    return mark_safe("\n".join(rects))  # noqa: S308 - numbers


@register.filter
def year_rows(years: Years) -> SafeString:
    """A row of the table for each year, the newest first."""
    start = None
    if years.search is not None:
        start = f"{address('search')}?{years.search}{'&' if years.search else ''}"
    rows = (
        f'<tr><th scope="row">{_year(one.year, start)} </th>'
        f" <td>{one.number:,}</td></tr>"
        for one in reversed(years.columns)
    )
    return mark_safe("\n".join(rows))  # noqa: S308 - escaped in _year


def _year(year: int, start: str | None) -> str:
    if start is None:
        return str(year)
    return f'<a href="{escape(f"{start}year={year}")}">{year}</a>'


@register.filter
def kind_rows(rows: Iterable[tuple[int, list[int], int]]) -> SafeString:
    """A row for each year: the figure of each kind, and all of them."""
    made = (
        f'<tr><th scope="row">{year}</th>'
        f"{''.join(f'<td>{number:,}</td>' for number in (*numbers, total))}</tr>"
        for year, numbers, total in rows
    )
    return mark_safe("\n".join(made))  # noqa: S308 - numbers


@register.filter
def dot_circles(dots: Iterable[Dot]) -> SafeString:
    """A circle for each point of a map, larger for the page's own place."""
    return mark_safe("\n".join(map(_circle, dots)))  # noqa: S308 - numbers


def _circle(dot: Dot) -> str:
    style, radius = ("dot is-here", 9) if dot.is_here else ("dot", 5)
    return f'<circle class="{style}" cx="{dot.x}" cy="{dot.y}" r="{radius}" />'
