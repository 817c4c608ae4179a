"""Sizes and times of plan checks in words."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from analysis.models import PlanSheet
from analysis.report import size_in_inches
from permits.search.labels import NOT_RECORDED

register = template.Library()


@register.filter
def inches(sheet: PlanSheet) -> str:
    return size_in_inches(sheet)


@register.filter
def recorded(value: str) -> str | SafeString:
    """What was found; what was not is said to be."""
    return value or format_html('<span class="missing">{}</span>', "not found")


@register.filter
def seconds(milliseconds: int | None) -> str:
    if milliseconds is None:
        return NOT_RECORDED
    return f"{milliseconds / 1000:.1f} seconds"


@register.filter
def percent(share: float) -> str:
    return f"{share:.0%}"
