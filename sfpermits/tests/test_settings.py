import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sfpermits import settings as ours  # noqa: TID251 - its own tests


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://me:pw@db.example:5433/permits",
            ("permits", "me", "pw", "db.example", "5433"),
        ),
        ("postgres://me@db/permits", ("permits", "me", "", "db", "")),
        (
            "postgresql://m%40e:p%2Fw%3A%25@db/my%20permits",
            ("my permits", "m@e", "p/w:%", "db", ""),
        ),
        (
            "postgresql://me@/permits?host=/run/a%20b&port=5432",
            ("permits", "me", "", "/run/a b", "5432"),
        ),
        ("postgresql://me@%2Frun%2Fpg/permits", ("permits", "me", "", "/run/pg", "")),
        ("postgresql://me@[::1]:5432/permits", ("permits", "me", "", "::1", "5432")),
    ],
)
def test_database_url(url: str, expected: tuple[str, ...]) -> None:
    found = ours._database(url)
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    assert tuple(found[key] for key in keys) == expected


def test_what_follows_the_question_mark_goes_to_libpq() -> None:
    options = ours._database("postgresql://h/n?sslmode=require")["OPTIONS"]
    assert options["sslmode"] == "require"
    assert options["connect_timeout"] == 10


@pytest.mark.parametrize(
    "url",
    [
        "db.example/permits",
        "mysql://db/permits",
        "postgresql://db",
        "postgresql://db:port/permits",
        "postgresql://db:99999/permits",
        "postgresql://[::1/permits",
    ],
)
def test_a_bad_database_url_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL") as error:
        ours._database(url.replace("://", "://me:hunter2@"))
    assert "hunter2" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_pool_smaller_than_its_minimum_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DB_POOL_MIN", "5")
    monkeypatch.setenv("DB_POOL_MAX", "4")
    with pytest.raises(ImproperlyConfigured, match="DB_POOL_MIN=5 is above"):
        ours._pool()


@pytest.mark.parametrize(
    ("url", "cache", "broker"),
    [
        ("redis://h:6379", "redis://h:6379/1", "redis://h:6379/3"),
        (
            "unix:///a/r.sock",
            "unix:///a/r.sock?db=1",
            "redis+socket:///a/r.sock?virtual_host=3",
        ),
    ],
)
def test_redis_databases(
    url: str, cache: str, broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "REDIS_URL", url)
    assert ours.redis_url(ours.CACHE_DATABASE) == cache
    assert ours.broker_url() == broker


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "80a"),
        ("PORT", "0"),
        ("DEBUG", "1"),
        ("SFPERMITS_ROLE", "cook"),
        ("DATABASE_URL", "sqlite:///x"),
        ("REDIS_URL", "localhost:6379"),
        ("DB_CONNECT_TIMEOUT", "soon"),
    ],
)
def test_a_bad_value_stops_the_start_with_one_line(name: str, value: str) -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=dict(os.environ) | {name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"sfpermits: {name}")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("given", "read"),
    [("sk-ant-1_x", "sk-ant-1_x"), (" sk-1\n", "sk-1"), ("  ", None), ("", None)],
)
def test_a_key_is_read_without_blanks_around_it(
    given: str, read: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", given)
    assert ours._key("ANTHROPIC_API_KEY") == read


@pytest.mark.parametrize("given", ["sk 1", "sk\n1", "\u201csk1\u201d", "sk\x7f"])
def test_a_bad_key_is_named_and_not_shown(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", given)
    with pytest.raises(ImproperlyConfigured, match=r"^ANTHROPIC_API_KEY") as error:
        ours._key("ANTHROPIC_API_KEY")
    assert given not in str(error.value)
