"""Tags of what is on every page: parts that are made once, and addresses."""

from typing import Final

from django import template
from django.core.files.storage import storages
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.urls import get_resolver
from django.utils.safestring import SafeString

from permits.views import address as addresses

register = template.Library()

# So many makings of a part are kept.
MOST: Final = 128


@register.simple_tag
def address(name: str, *parts: object) -> str:
    """As {% url %}, without its search for the pattern."""
    return addresses.address(name, *map(str, parts))


class OnceNode(template.Node):
    """What stands between is made once for each value of what it is made of.

    The values come from the site and its data: there are few, and no visitor's.
    """

    def __init__(self, nodelist: NodeList, made_of: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.made_of = made_of
        self.kept: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        values = [one.resolve(context, ignore_failures=True) for one in self.made_of]
        key = (get_resolver(), storages["staticfiles"], *values)
        made = self.kept.get(key)
        if made is None:
            if len(self.kept) >= MOST:
                self.kept.clear()
            made = self.kept[key] = self.nodelist.render(context)
        return made


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """{% once site %}…{% endonce %}: of the context only `site` may decide about it."""
    made_of = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist, made_of)
