"""Permits as items of a list or rows of a table. Not templates: a page has dozens."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from permits import words
from permits.models import Permit
from permits.search.labels import NOT_RECORDED
from permits.search.query import Row
from permits.templatetags.record import as_time, headline, status_badge
from permits.views.permit_address import permit_url
from permits.views.station import Waiting

register = template.Library()


@register.filter
def result_items(rows: Iterable[Row]) -> SafeString:
    """What, where, when, how much, status: a list item for each result."""
    return mark_safe("\n".join(map(_result, rows)))  # noqa: S308 - escaped below


def _result(row: Row) -> str:
    hood = f'<span class="soft"> · {escape(row.neighborhood or "")}</span>'
    other = '<span class="soft"> (one of its addresses)</span>'
    return (
        '<li><article class="row">'
        f'<h2 class="what">{_linked(headline(row), row.permit_number)}</h2>'
        f'<p class="where">{escape(row.address or "Address not recorded")}'
        f"{hood if row.neighborhood else ''}{other if row.other_address else ''}</p>"
        f'<p class="kind">{escape(words.sentence(row.type_label))} · '
        f'<span class="number">{escape(row.permit_number)}</span></p>'
        f'<p class="when">{_filed(row.filed_date)}</p>'
        f'<p class="cost">{_cost(row.cost)}</p>'
        f"{status_badge(row.status)}</article></li>"
    )


def _linked(text: str, number: str, style: str = "") -> str:
    """Linked to the permit's page, if it has one."""
    url, said = permit_url(number), escape(text)
    of_style = f' class="{style}"' if style else ""
    return f'<a{of_style} href="{escape(url)}">{said}</a>' if url else said


def _filed(day: dt.date | None) -> str:
    if day is None:
        return "Filing date not recorded"
    said = words.short_date(day)
    return f'Filed <time datetime="{day.isoformat()}">{said}</time>'


def _cost(cost: Decimal | None) -> str:
    if cost is None:
        return '<span class="missing">cost not recorded</span>'
    return f'<span class="visually-hidden">Cost: </span>{words.money(cost)}'


@register.filter
def permit_items(permits: Iterable[Permit]) -> SafeString:
    """A list item for each permit of the place that the page is about."""
    return mark_safe("\n".join(map(_permit, permits)))  # noqa: S308 - escaped below


def _permit(permit: Permit) -> str:
    number, day = permit.permit_number, permit.filed_date
    filed = f"Filed {as_time(day)}" if day else "Filing date not recorded"
    return (
        f"<li>{_linked(headline(permit), number)} {status_badge(permit.status)}"
        f' <p class="small soft">{filed} · '
        f'<span class="number">{escape(number)}</span></p></li>'
    )


@register.filter
def waiting_rows(rows: Iterable[Waiting]) -> SafeString:
    """A row for each open review."""
    return mark_safe("\n".join(map(_waiting, rows)))  # noqa: S308 - escaped below


def _waiting(one: Waiting) -> str:
    row = one.row
    number = row.application_number
    addendum = f", addendum {row.addenda_number}" if row.addenda_number else ""
    about = f"{row.address or 'address not recorded'}{addendum}"
    reviewer = row.plan_checked_by or NOT_RECORDED
    missing = "" if row.plan_checked_by else ' class="missing"'
    return (
        f'<tr><th scope="row">{_linked(number, number, "tap number")}'
        f' <span class="small soft">{escape(about)}</span></th>'
        f"<td>{one.days}</td><td>{as_time(row.arrive)}</td>"
        f"<td{missing}>{escape(reviewer)}</td></tr>"
    )
