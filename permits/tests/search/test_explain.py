import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from permits.search import index
from permits.tests.factories import PermitFactory

pytestmark = pytest.mark.django_db


def explained(*args: str) -> list[dict[str, object]]:
    out = io.StringIO()
    call_command("explain_search", *args, "--json", stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_text() -> None:
    permit = PermitFactory.create()
    index.rebuild()
    (line,) = explained("2500 mission street")
    assert (line["kind"], line["results"], line["count"]) == ("address", [permit.pk], 1)
    assert line["fields"] == {
        "street_number": "2500",
        "street_name": "Mission",
        "street_suffix": "St",
    }
    assert line["corrected"] is None
    assert "Bitmap Index Scan permit_search_words" in str(line["plan"])


def test_a_correction_is_told() -> None:
    (line,) = explained("2500 mision street")
    assert line["corrected"] == {"mision": "Mission"}
    (line,) = explained("2500 mision street", "--exact")
    assert line["corrected"] is None


def test_a_file_of_searches(tmp_path: Path) -> None:
    rows = [
        '{"id": "A", "query": "kitchen"}',
        '{"id": "B", "query": "x", "query_repeat": 100000}',
        '{"id": "C", "query": "bad \\ud800 text \\u0000"}',
        "",
        '{"id": 4, "query": ""}',
    ]
    path = tmp_path / "searches.jsonl"
    path.write_text("\n".join(rows))
    lines = explained("--file", str(path))
    assert [line["id"] for line in lines] == ["A", "B", "C", 4]
    assert lines[3]["kind"] == "empty"
    assert {"kind", "fields", "corrected", "results", "count", "plan"} < lines[0].keys()


def test_lone_surrogates_of_the_shell() -> None:
    (line,) = explained("kitchen \udcff")
    assert line["count"] == 0


@pytest.mark.parametrize(
    "text", ["[1]", "{}", "nonsense", '{"query": 1, "query_repeat": "x"}']
)
def test_a_bad_line_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "searches.jsonl"
    path.write_text(f'{{"query": "a"}}\n{text}\n')
    with pytest.raises(CommandError, match=r"line 2"):
        explained("--file", str(path))


@pytest.mark.parametrize("args", [[], ["text", "--file", "x"], ["--file", "/missing"]])
def test_wrong_arguments(args: list[str]) -> None:
    with pytest.raises(CommandError):
        explained(*args)
