from pathlib import Path

import pytest

from knowledge import pdf_text
from knowledge.tests.texts import pdf, write


def test_reads_page_by_page(tmp_path: Path) -> None:
    file = write(tmp_path / "a.pdf", pdf("Fences\nare low.", None, ""))
    made = list(pdf_text.pages(file))
    assert [page.number for page in made] == [1, 2, 3]
    assert made[0].text.splitlines() == ["Fences", "are low."]
    assert [page.scanned for page in made] == [False, True, False]
    assert not any(page.damaged for page in made)


@pytest.mark.parametrize("data", [b"", b"no PDF", pdf("text")[:60]])
def test_refuses_what_is_no_pdf(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(pdf_text.PdfError, match="cannot be opened"):
        list(pdf_text.pages(write(tmp_path / "a.pdf", data)))
