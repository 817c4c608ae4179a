"""Template filters of pages about places."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from permits import words
from permits.models import Permit
from permits.views import neighborhood_address

register = template.Library()


@register.filter
def neighborhood_url(name: str | None) -> str:
    return neighborhood_address.neighborhood_url(name)


@register.filter
def best_cost(permit: Permit) -> str:
    return words.money(words.best_cost(permit.estimated_cost, permit.revised_cost))


@register.filter
@lru_cache(maxsize=64)
def badge(status: words.Status) -> SafeString:
    """The status as shape and word; a list has dozens of them and few statuses."""
    return render_to_string("_components/status.html", {"status": status})
