"""Static files as they are served: collected, named by contents, compressed."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from whitenoise.middleware import (  # type: ignore[import-untyped]
    WhiteNoiseMiddleware,
)
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

YEAR = 31_536_000


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("static")
    storages = {
        "staticfiles": {
            "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        }
    }
    with override_settings(STATIC_ROOT=root, STORAGES=storages, DEBUG=False):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root


def _names(root: Path) -> dict[str, str]:
    manifest = json.loads((root / "staticfiles.json").read_text())
    names: dict[str, str] = manifest["paths"]
    return names


def _server(root: Path) -> WhiteNoiseMiddleware:
    with override_settings(STATIC_ROOT=root, WHITENOISE_AUTOREFRESH=False):
        return WhiteNoiseMiddleware(lambda _request: HttpResponse(status=404))


@pytest.mark.parametrize(
    "name",
    ["sfpermits/site.css", "sfpermits/combobox.js", "django_htmx/htmx-2.min.js"],
)
@pytest.mark.parametrize(
    ("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)]
)
def test_a_hashed_name_lasts_a_year(
    name: str, accepted: str, encoding: str | None, collected: Path
) -> None:
    hashed = _names(collected)[name]
    assert hashed != name
    asked = RequestFactory().get(f"/static/{hashed}", HTTP_ACCEPT_ENCODING=accepted)
    answer = _server(collected)(asked)
    assert answer.status_code == 200
    said = answer["Cache-Control"]
    age = next(part for part in said.split(", ") if part.startswith("max-age="))
    assert int(age.removeprefix("max-age=")) >= YEAR
    assert {"public", "immutable"} <= set(said.split(", "))
    assert answer.get("Content-Encoding") == encoding
    assert answer["Vary"] == "Accept-Encoding"
    body = b"".join(answer.streaming_content)
    answer.close()
    if encoding == "gzip":
        body = gzip.decompress(body)
    if encoding != "br":
        assert body == (collected / hashed).read_bytes()


def test_what_is_worth_it_is_compressed_twice(collected: Path) -> None:
    style = collected / _names(collected)["sfpermits/site.css"]
    for ending in (".gz", ".br"):
        packed = style.with_name(style.name + ending)
        assert packed.stat().st_size < style.stat().st_size / 2


def test_a_name_that_is_not_there_is_no_file(collected: Path) -> None:
    asked = RequestFactory().get("/static/sfpermits/site.000000000000.css")
    assert _server(collected)(asked).status_code == 404


_SETTINGS = """
import json
from sfpermits import settings as s
policy = s.CONTENT_SECURITY_POLICY["DIRECTIVES"]
print(json.dumps([s.STATIC_URL, policy, s.STORAGES["staticfiles"]["BACKEND"]]))
"""


def test_another_origin_stands_in_front_and_in_the_policy() -> None:
    origin = "https://static.example"
    given = {"STATIC_BASE_URL": origin, "DATABASE_URL": "postgresql://x/x"}
    found = subprocess.run(
        [sys.executable, "-c", _SETTINGS],
        env=os.environ | given,
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
    )
    url, policy, storage = json.loads(found.stdout)
    assert url == f"{origin}/static/"
    allowed = {kind for kind, sources in policy.items() if origin in sources}
    assert allowed == {"script-src", "style-src", "img-src", "font-src"}
    assert storage.endswith("CompressedManifestStaticFilesStorage")
    assert CompressedManifestStaticFilesStorage.manifest_strict
