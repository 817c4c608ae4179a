import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from sfpermits import settings as ours  # noqa: TID251 - its own tests

PLAIN = "https://tiles.example/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (PLAIN, "https://tiles.example"),
        ("https://t.example:8443/{z}/{x}/{y}{r}.png?key=s", "https://t.example:8443"),
        ("http://localhost:9/{z}/{y}/{x}", "http://localhost:9"),
    ],
)
def test_the_tile_server_is_named_in_the_policy(
    url: str, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAP_TILE_ATTRIBUTION", "© Example")
    assert ours._tiles(url) == [host]


@pytest.mark.parametrize(
    "url",
    [
        "tiles.example/{z}/{x}/{y}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
        "https://{s}.tiles.example/{z}/{x}/{y}.png",
        "https://me:hunter2@tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src */{z}/{x}/{y}.png",
        "https://tiles.example:port/{z}/{x}/{y}.png",
        "https://tiles.example/{z}/{x}.png",
        "https://tiles.example/{z}/{x}/{y}/{key}.png",
    ],
)
def test_a_bad_address_is_refused_in_one_line(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAP_TILE_ATTRIBUTION", "© Example")
    with pytest.raises(ImproperlyConfigured, match=r"^MAP_TILE_URL") as error:
        ours._tiles(url)
    assert "hunter2" not in str(error.value)
    assert "\n" not in str(error.value)


def test_tiles_need_a_word_on_whose_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAP_TILE_ATTRIBUTION", raising=False)
    with pytest.raises(ImproperlyConfigured, match="MAP_TILE_ATTRIBUTION is not set"):
        ours._tiles(PLAIN)


def test_without_tiles_no_other_server_is_named() -> None:
    assert ours.MAP_TILE_URL == ""
    sources = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"]
    assert [source for source in sources if "://" in source] == []


@pytest.mark.processes
def test_the_start_stops_with_one_line() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=dict(os.environ) | {"MAP_TILE_URL": "maps"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("sfpermits: MAP_TILE_URL")
