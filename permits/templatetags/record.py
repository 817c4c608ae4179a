"""Template filters: the record in words, through permits/words.py."""

import datetime as dt
import json
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Final

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from permits import words
from permits.models import Permit, PermitChange
from permits.models.permit import Address
from permits.search.facets import Facet, FacetValue
from permits.search.query import Row
from permits.views import permit_address
from permits.views.address import address

register = template.Library()


@register.filter
def as_sentence(text: str) -> str:
    return words.sentence(text)


@register.filter
def long_date(day: dt.date | None) -> str:
    return words.date(day)


@register.filter
def as_time(day: dt.date | None) -> SafeString:
    """The day in words and for machines, or that it is not recorded."""
    said = words.date(day)
    if day is None:
        return mark_safe(f'<span class="missing">{said}</span>')  # noqa: S308 - ours
    made = f'<time datetime="{day.isoformat()}">{said}</time>'
    return mark_safe(made)  # noqa: S308 - a date's numbers and the month


@register.filter
def permit_url(number: str) -> str:
    return permit_address.permit_url(number)


@register.filter
def status_words(raw: str | None) -> words.Status:
    return words.status(raw)


@register.filter
@lru_cache(maxsize=64)
def status_badge(raw: str | None) -> SafeString:
    """The status as shape and word; a list has dozens of them and few statuses."""
    return render_to_string("_components/status.html", {"status": words.status(raw)})


@register.filter
def field_words(name: str) -> str:
    return words.field(name)


@register.filter
def old_words(change: PermitChange) -> str:
    return words.value(change.field, change.old)


@register.filter
def new_words(change: PermitChange) -> str:
    return words.value(change.field, change.new)


@register.filter
def money(amount: Decimal | None) -> str:
    return words.money(amount)


@register.filter
def headline(permit: Permit | Row) -> str:
    """What the work is, for the link to a permit."""
    if isinstance(permit, Row):
        return words.headline(permit.description, permit.type_label)
    kind = words.permit_type(permit.permit_type_definition, permit.permit_type)
    return words.headline(permit.description, kind)


@register.filter
def parcel_words(place: Address) -> str:
    block = f"block {place.block}" if place.block else "block not recorded"
    lot = f"lot {place.lot}" if place.lot else "lot not recorded"
    return f"{block}, {lot}"


_OPEN: Final = frozenset({"status", "type"})


@register.filter
def is_open(facet: Facet) -> bool:
    """The first facets stand open, and those in use."""
    return facet.name in _OPEN or any(value.selected for value in facet.values)


# More values of a facet than this are folded.
SHOWN_VALUES: Final = 10
FEWEST_FOLDED: Final = 2


def _linked(facet: Facet) -> list[FacetValue]:
    """Chosen values first; permits without a value cannot be asked for."""
    linked = [value for value in facet.values if value.url is not None]
    return sorted(linked, key=lambda value: not value.selected)


def _shown(values: list[FacetValue]) -> int:
    """How many stand open: folding away one or two helps nobody."""
    return SHOWN_VALUES if len(values) > SHOWN_VALUES + FEWEST_FOLDED else len(values)


@register.filter
def first_values(facet: Facet) -> list[FacetValue]:
    values = _linked(facet)
    return values[: _shown(values)]


@register.filter
def more_values(facet: Facet) -> list[FacetValue]:
    values = _linked(facet)
    return values[_shown(values) :]


@register.simple_tag
def facet_links(facet: Facet, values: list[FacetValue]) -> SafeString:
    """The values as list items. Not a template: a page has a hundred of them."""
    start = f"{address('search')}?"
    items = (
        f'<li><a id="{facet.name}-{_slug(value.value or "")}"'
        f' href="{escape(start + (value.url or ""))}"'
        f"{_CURRENT if value.selected else ''}>"
        f"<span>{escape(words.sentence(value.label))}</span>"
        f'<span class="n">{value.count:,}</span></a></li>'
        for value in values
    )
    return mark_safe("\n".join(items))  # noqa: S308 - escaped above


# Values of facets are few, and on every page of results.
_slug: Final = lru_cache(maxsize=1024)(slugify)
_CURRENT: Final = ' aria-current="true"'

# In JSON these are only ever inside strings, where the escapes mean the same.
_ESCAPES: Final = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}


@register.filter
def linked_data(document: dict[str, object]) -> SafeString:
    """A JSON-LD block out of which no value can break."""
    text = json.dumps(document, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - <, > and & are escaped above
    )
