"""Named facts as HTML. Not templates: a page has hundreds of them."""

from collections.abc import Iterable
from html import escape
from typing import Final

from django import template
from django.utils.safestring import SafeString, mark_safe

from permits.search.labels import NOT_RECORDED
from permits.views.facts import Fact
from permits.views.review import Desk, Entry

register = template.Library()

_MISSING: Final = ' class="missing"'


@register.filter
def definitions(facts: Iterable[Fact]) -> SafeString:
    """The facts as they stand in a <dl>: what is not recorded is marked as such."""
    # Names and values are text, whatever they hold: nothing here is markup.
    return mark_safe("".join(map(_definition, facts)))  # noqa: S308 - escaped below


def _missing(text: str) -> str:
    return _MISSING if text == NOT_RECORDED else ""


def _definition(fact: Fact) -> str:
    missing = _missing(fact.value)
    name, value = escape(fact.name), escape(fact.value)
    return f"<div><dt>{name}</dt><dd{missing}>{value}</dd></div>"


@register.filter
def entry_items(entries: Iterable[Entry]) -> SafeString:
    """One list item for each row of the record: what, when, and its facts."""
    return mark_safe("\n".join(map(_entry, entries)))  # noqa: S308 - escaped below


def _entry(entry: Entry) -> str:
    style = "missing" if entry.note == NOT_RECORDED else "soft"
    return (
        f"<li><p><strong{_missing(entry.title)}>{escape(entry.title)}</strong>"
        f' <span class="small {style}">{escape(entry.note)}</span></p>'
        f"<dl>{definitions(entry.facts)}</dl></li>"
    )


@register.filter
def desk_items(desks: Iterable[Desk]) -> SafeString:
    """One list item for each desk."""
    return mark_safe("\n".join(map(_desk, desks)))  # noqa: S308 - escaped below


def _desk(desk: Desk) -> str:
    code, url, meaning, again = escape(desk.code), desk.url, desk.meaning, desk.again
    link = f'<a class="number" href="{escape(url)}">{code}</a>' if url else code
    name = f' <span class="small soft">{escape(meaning.name)}</span>' if meaning else ""
    listed = f'<p class="small soft">The city has it {escape(again)}.</p>'
    return (
        f'<li class="desk is-{desk.state}"><h4>{link}{name}</h4>'
        f'<p class="spent">{escape(desk.spent)}</p>{listed if again else ""}'
        f"<dl>{definitions(desk.facts)}</dl></li>"
    )
