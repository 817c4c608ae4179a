"""manage.py check_plan, on a small set."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from analysis.tests.reader import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(tmp_path: Path) -> Path:
    content = made.pages(made.good(1), made.good(2))
    return made.saved(content, tmp_path, "1-Plans-R0 123 Main St.pdf")


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    call_command("check_plan", *map(str, arguments), "--json")
    said = capsys.readouterr()
    assert said.err == ""
    found: dict[str, Any] = json.loads(said.out)
    return found


def test_says_sheets_and_findings(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(capsys, small, "--address", "123 Main St")
    assert said["pages"] == 2
    assert {"number", "sheet_number", "sheet_name", "scale"} <= set(said["sheets"][0])
    first = said["sheets"][0]
    assert (first["width_in"], first["height_in"]) == (22, 17)
    assert (first["kind"], first["text"]) == ("vector", True)
    size = next(one for one in said["findings"] if one["rule"] == "EPR-005")
    assert (size["verdict"], size["severity"]) == ("fail", "reject")
    assert size["sheets"] == [1, 2]
    assert all(one["evidence"] for one in said["findings"])
    assert 0 < said["seconds"] < 60
    assert said["peak_mb"] > 0


def test_an_addendum_is_told_to_the_checks(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def limit(*more: str) -> str:
        found = asked(capsys, small, *more)["findings"]
        return next(str(one["evidence"]) for one in found if one["rule"] == "EPR-006")

    assert "250 MB" in limit()
    assert "350 MB" in limit("--addendum")


def test_shows_tables(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_plan", str(small))
    said = capsys.readouterr().out
    assert "EPR-005" in said
    assert "2 pages" in said


@pytest.mark.parametrize(
    ("content", "words"), [(b"PK\x03\x04", "ZIP"), (None, "No such file")]
)
def test_says_why_it_cannot_be_read(
    content: bytes | None, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "set.pdf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as caught:
        call_command("check_plan", str(path), "--json")
    assert caught.value.returncode == 1
