from pathlib import Path

import pytest

from knowledge.load import load_documents
from knowledge.models import Document
from knowledge.quote_document import markdown, portions
from knowledge.tests import texts


def cut(document: Document) -> list[tuple[str, str]]:
    made = portions(document, list(document.chunks.order_by("position")))
    return [
        (each.anchor, str(each.html or [p.units for p in each.paragraphs]))
        for each in made
    ]


@pytest.mark.django_db
def test_an_article_is_cut_at_its_passages(tmp_path: Path) -> None:
    long = "A fence of 6 feet is exempt [G-20, item 2]. " * 12
    texts.article(tmp_path / "a", text=f"{long}\n\n## Repair\n\n- one\n- {long}")
    load_documents([tmp_path / "a"])
    document = Document.objects.get()
    found = dict(cut(document))
    assert list(found) == [
        chunk.anchor for chunk in document.chunks.order_by("position")
    ]
    assert "<h2>Repair</h2>" in found["repair"]
    assert "<li>one</li>" in found["repair"]
    assert "A low fence needs no permit." in next(iter(found.values()))


@pytest.mark.django_db
def test_every_passage_of_a_sheet_has_its_anchor(tmp_path: Path) -> None:
    rules = "\n".join(
        f"{n}.   Rule {n} says a thing of some length." for n in range(90)
    )
    texts.sheet(tmp_path / "s", text=f"{rules}\nExceptions:\n{rules}")
    load_documents([tmp_path / "s"])
    document = Document.objects.get()
    found = cut(document)
    assert [anchor for anchor, _ in found] == [
        chunk.anchor for chunk in document.chunks.order_by("position")
    ]
    # The head that no passage quotes is shown, too.
    assert "INFORMATION SHEET" in found[0][1]
    for number in (0, 45, 89):
        assert "".join(text for _, text in found).count(f"Rule {number} ") == 2


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** [G-20, item 2]", "<p><strong>bold</strong> [G-20, item 2]</p>"),
        ("# Title\nA", "<p>A</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[a](https://evil.example)", "<p>[a](https://evil.example)</p>"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("![a](/x.png)", "<p>![a](/x.png)</p>"),
        ("<https://evil.example>", "<p>&lt;https://evil.example&gt;</p>"),
        ("[a]: https://evil.example", "<p>[a]: https://evil.example</p>"),
        ("<b onclick=x>b</b>", "<p>&lt;b onclick=x&gt;b&lt;/b&gt;</p>"),
    ],
)
def test_markdown_makes_no_link_and_no_tag_of_its_own(text: str, html: str) -> None:
    assert markdown(text).strip() == html


def test_tables_are_tables() -> None:
    assert "<td>$10</td>" in markdown("| Cost | Fee |\n|---|---|\n| $1 | $10 |")
