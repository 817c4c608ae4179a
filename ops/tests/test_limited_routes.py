from collections.abc import Container, Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from ops.limited_routes import SCOPE_OF, is_listed, scope_of
from ops.rate_limit import SCOPES


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[str | None]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            # What has no name counts with its namespace, if it has one.
            yield f"{prefix}{one.name}" if one.name or prefix else None
        else:
            space = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from _names(one, space)


def test_every_address_has_a_limit_or_is_left_out_on_purpose() -> None:
    names = list(_names(get_resolver()))
    assert len(names) > 10
    assert [name for name in names if name is None] == []
    assert [name for name in names if name and not is_listed(name)] == []


def test_the_table_names_only_scopes_that_are_there() -> None:
    assert {scope for scope in SCOPE_OF.values() if scope} <= set(SCOPES)
    assert {name for name, scope in SCOPE_OF.items() if scope is None} == {
        "healthz",
        "readyz",
    }


@pytest.mark.parametrize(
    ("name", "method", "scope"),
    [
        ("search", "GET", "pages"),
        ("search_csv", "GET", "export"),
        ("suggest", "GET", "suggest"),
        ("search_json", "GET", "api"),
        ("healthz", "GET", None),
        (None, "GET", "pages"),
        ("not_listed", "POST", "pages"),
        ("admin:login", "GET", "pages"),
        ("admin:login", "POST", "login"),
        ("admin:permits_permit_changelist", "GET", "pages"),
        ("login", "POST", "pages"),
    ],
)
def test_scope_of(name: str | None, method: str, scope: str | None) -> None:
    found = scope_of(name, method)
    assert (found and found.name) == scope


@pytest.mark.parametrize(
    ("name", "given", "scope"),
    [
        ("ask", {"q"}, "ask"),
        ("ask", {"page"}, "pages"),
        ("ask_json", {"q": ""}, "ask"),
        ("ask_json", (), "pages"),
        ("search", {"q"}, "pages"),
    ],
)
def test_only_a_question_counts_as_asking(
    name: str, given: Container[str], scope: str
) -> None:
    found = scope_of(name, "GET", given)
    assert found is not None
    assert found.name == scope
