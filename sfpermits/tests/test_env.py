from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from sfpermits import env


@pytest.mark.parametrize(
    ("value", "read"),
    [("0", 0), ("8000", 8000), ("65535", 65535), ("", 8000)],
)
def test_integer(value: str, read: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", value)
    assert env.integer("PORT", high=65535) == read


@pytest.mark.parametrize(
    "value", ["x", "-1", "1.5", "65536", "\uff18", " 1", "1e3", "9" * 30]
)
def test_a_bad_integer_is_one_line_that_names_it(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(ImproperlyConfigured, match=r"^PORT=.* from 0 to 65535\.$"):
        env.integer("PORT", high=65535)


@pytest.mark.parametrize(
    ("value", "read"), [("true", True), ("False", False), ("TRUE", True), ("", False)]
)
def test_boolean(value: str, read: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert env.boolean("DEBUG") is read


@pytest.mark.parametrize(
    ("value", "read"),
    [("0", "0"), ("2.50", "2.50"), ("999999.99", "999999.99"), ("", "5")],
)
def test_dollars(value: str, read: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_DAILY_BUDGET_USD", value)
    assert env.dollars("LLM_DAILY_BUDGET_USD") == Decimal(read)


@pytest.mark.parametrize(
    "value", ["-1", "$5", "1e3", "nan", "1.234", "1,000", "\uff15", " 5", "1000000"]
)
def test_bad_dollars_are_one_line_that_names_them(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_DAILY_BUDGET_USD", value)
    with pytest.raises(ImproperlyConfigured, match=r"^LLM_DAILY_BUDGET_USD=.*2\.50\.$"):
        env.dollars("LLM_DAILY_BUDGET_USD")


BAD: list[tuple[str, str, Callable[[str], Any], str]] = [
    ("DEBUG", "yes", env.boolean, "DEBUG='yes' must be true or false."),
    (
        "SFPERMITS_ROLE",
        "cook",
        lambda name: env.choice(name, frozenset({"web", "beat"})),
        "SFPERMITS_ROLE='cook' must be one of beat, web.",
    ),
]


@pytest.mark.parametrize(("name", "value", "read", "message"), BAD)
def test_a_bad_value_is_one_line_that_names_it(
    name: str,
    value: str,
    read: Callable[[str], Any],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as error:
        read(name)
    assert str(error.value) == message


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "SECRET_KEY"])
def test_unset_without_a_default_names_the_variable(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name, raising=False)
    with pytest.raises(ImproperlyConfigured, match=f"^{name} is not set"):
        env.text(name)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("a.org", ["a.org"]),
        (" a.org , b.org,", ["a.org", "b.org"]),
        (".example.org", [".example.org"]),
        ("", ["localhost", "127.0.0.1", "[::1]"]),
    ],
)
def test_names(value: str, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", value)
    assert env.names("ALLOWED_HOSTS") == read


def test_a_misspelt_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        env.text("DATABSE_URL")
