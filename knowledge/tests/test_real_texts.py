"""On the City's own texts, where there are some."""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from knowledge import chunk, sheets
from knowledge.load.files import SourceFile, find, read

TEXTS = Path(settings.SHARED_DIR) / "knowledge"
QUESTIONS = Path(settings.SHARED_DIR) / "eval/knowledge_dev.jsonl"

pytestmark = pytest.mark.skipif(
    not (TEXTS.is_dir() and QUESTIONS.is_file()),
    reason="no City texts and questions beside the project",
)


@cache
def files() -> dict[str, SourceFile]:
    return {file.name: file for file in find([TEXTS]) if file.form == "text"}


@cache
def publications(name: str) -> list[sheets.Publication]:
    return sheets.publications(read(files()[name]).lines)


@cache
def rows() -> list[dict[str, str]]:
    lines = QUESTIONS.read_text("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["type"] == "answerable"]


def test_numbers_are_those_printed() -> None:
    for row in rows():
        printed = row["printed_sheet"].split()[0]
        found = {each.number for each in publications(row["doc"])}
        # The pages about restaurants have lost their head.
        if "FAQ" not in row["printed_sheet"]:
            assert any((number or "").startswith(printed) for number in found), row


def test_few_have_no_title_or_date() -> None:
    problems = defaultdict(list)
    for name in files():
        for each in publications(name):
            for problem in each.problems:
                problems[problem].append(name)
    assert len(problems["neither title nor number found"]) <= 1
    assert len(problems["no date found"]) == 0
    assert len(problems["no title found"]) == 0


def test_answers_are_not_cut() -> None:
    """A passage that answers is whole in a chunk, but for one or two."""
    cut = []
    for row in rows():
        wanted = " ".join(row["answer_passage"].split())
        made = [
            p for each in publications(row["doc"]) for p in chunk.passages(each.lines)
        ]
        if not any(wanted in " ".join(passage.text.split()) for passage in made):
            cut.append(row["id"])
    assert len(cut) <= 2, cut
