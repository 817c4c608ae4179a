import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sfpermits import settings as ours  # noqa: TID251 - its own tests


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
