"""Template filters of pages about places."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from permits import words
from permits.models import Permit
from permits.templatetags.facts import definitions
from permits.views import neighborhood_address
from permits.views.facts import Fact
from permits.views.map import Spot
from permits.views.permit_address import permit_url
from permits.views.place import INSPECTION, Event

register = template.Library()


@register.filter
def neighborhood_url(name: str | None) -> str:
    return neighborhood_address.neighborhood_url(name)


@register.filter
def best_cost(permit: Permit) -> str:
    return words.money(words.best_cost(permit.estimated_cost, permit.revised_cost))


@register.filter
def count_definitions(counts: Iterable[Fact]) -> SafeString:
    """How many of each kind as in a <dl>, or in smaller letters why there are none."""
    return mark_safe("\n".join(map(_count, counts)))  # noqa: S308 - escaped below


def _count(count: Fact) -> str:
    is_missing = "loaded" in count.value or "recorded" in count.value
    missing = ' class="missing small"' if is_missing else ""
    name, value = escape(count.name), escape(count.value)
    return f"<div><dt>{name}</dt><dd{missing}>{value}</dd></div>"


@register.filter
@lru_cache(maxsize=64)
def badge(status: words.Status) -> SafeString:
    """The status as shape and word; a list has dozens of them and few statuses."""
    return render_to_string("_components/status.html", {"status": status})


@register.filter
def event_items(events: Iterable[Event]) -> SafeString:
    """Each entry as a list item. Not a template: a tower's page has sixty of them."""
    return mark_safe("\n".join(map(_event, events)))  # noqa: S308 - escaped below


def _event(event: Event) -> str:
    return (
        f'<li class="event">'
        f'<p class="small soft">{escape(event.kind)} · {escape(event.when)}</p>'
        f"{_title(event)}"
        f"{_definitions(event)}"
        f"{_listed('at', [f'In review at {desk}' for desk in event.desks])}"
        f"{_folded('Stations and days', event.done)}"
        f"{_folded(_notice(event), [_item(*item) for item in event.items])}"
        "</li>"
    )


def _title(event: Event) -> str:
    """The title, and under it the status, the number and where it is."""
    title, number = escape(words.sentence(event.title)), escape(event.number)
    name = f'<span class="number">{number}</span>'
    if event.permit:
        url = escape(permit_url(event.permit))
        # What an inspection is of leads to the permit, not what it is.
        if event.kind == INSPECTION:
            name = f'<a class="number" href="{url}">{number}</a>'
        else:
            title = f'<a href="{url}">{escape(event.title)}</a>'
    status = f"{badge(event.status)} · " if event.status else ""
    where = f" · {escape(event.where)}" if event.where else ""
    return f'<h3>{title}</h3><p class="small soft">{status}{name}{where}</p>'


def _definitions(event: Event) -> str:
    return f"<dl>{definitions(event.facts)}</dl>" if event.facts else ""


def _notice(event: Event) -> str:
    return f"{words.counted(len(event.items), 'item')} in the notice of violation"


def _item(title: str, text: str) -> str:
    said = words.sentence(title)
    return f"{said}: {text}" if text else said


def _folded(summary: str, lines: Iterable[str]) -> str:
    listed = _listed("", lines)
    folded = f"<details><summary>{escape(summary)}</summary>{listed}</details>"
    return folded if listed else ""


def _listed(style: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    head = f'<ul class="{style}" role="list">' if style else "<ul>"
    return f"{head}{items}</ul>" if items else ""


@register.filter
def spot_items(spots: Iterable[Spot]) -> SafeString:
    """Each point of a map as a list item, linked where it has a page."""
    return link_items((spot.name, spot.url, spot.note) for spot in spots)


@register.filter
def link_items(links: Iterable[tuple[str, str, str]]) -> SafeString:
    """Names, addresses ("" for none) and notes, each as a list item."""
    return mark_safe("\n".join(_link(*link) for link in links))  # noqa: S308 - escaped


def _link(name: str, url: str, note: str) -> str:
    said = escape(name)
    linked = f'<a class="tap" href="{escape(url)}">{said}</a>' if url else said
    return f'<li>{linked} <span class="small soft">{escape(note)}</span></li>'
