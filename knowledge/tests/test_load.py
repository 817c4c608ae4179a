import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from knowledge import embed
from knowledge.load import LoadReport, SourceFileError, load_documents, store
from knowledge.models import Chunk, CorpusState, Document, Posting, Term, Word
from knowledge.tests import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An article of ours and a sheet under the name of another."""
    made = tmp_path / "rules"
    texts.article(made)
    texts.sheet(made)
    return made


def load(*paths: Path) -> LoadReport:
    return load_documents(paths)


def version() -> int:
    return CorpusState.objects.get(pk=1).version


def test_loads_articles_and_sheets(folder: Path) -> None:
    report = load(folder)
    assert report.documents == 2
    assert report.problems == {}
    ours = Document.objects.get(slug="fences")
    assert ours.topics == ["fence", "backyard"]
    assert ours.checked_date == dt.date(2026, 11, 23)
    sheet = Document.objects.get(slug="g-01-signature-on-plans")
    assert (sheet.file_name, sheet.publication) == ("G-02.txt", "G-01")
    assert sheet.effective_date == dt.date(2018, 10, 16)
    chunk = sheet.chunks.get()
    assert chunk.page == 1
    assert chunk.context.startswith("Signature on Plans")
    assert "All drawings are signed" in chunk.text


def test_makes_vectors_and_an_index(folder: Path) -> None:
    texts.sheet(folder, "more.txt", number="G-04", text="They bear a seal.")
    texts.article(folder, "more.md", title="More on fences")
    load(folder)
    chunk = Chunk.objects.get(document__slug="fences", text__contains="6 feet")
    assert chunk.model_id == embed.WORDLLAMA
    assert len(chunk.embedding) == 256
    assert Word.objects.get(word="fences").lexeme == "fenc"
    once, often = Term.objects.get(lexeme="seal"), Term.objects.get(lexeme="fenc")
    assert once.idf > often.idf
    assert Posting.objects.filter(chunk=chunk, lexeme="fenc").exists()


def test_what_is_unchanged_is_left_alone(folder: Path) -> None:
    load(folder)
    before = (version(), set(Chunk.objects.values_list("pk", "key")))
    report = load(folder)
    assert (report.documents, report.unchanged) == (0, 2)
    assert (version(), set(Chunk.objects.values_list("pk", "key"))) == before


def test_a_changed_file_takes_the_place_of_the_old(folder: Path) -> None:
    load(folder)
    first = dict(Chunk.objects.values_list("text", "key"))
    texts.article(folder, text="Fences of 3 feet need no permit.")
    report = load(folder)
    assert (report.documents, report.unchanged) == (1, 1)
    assert not Chunk.objects.filter(text__contains="6 feet").exists()
    assert Document.objects.get(title="Fences").slug == "fences"
    kept = Chunk.objects.get(text__contains="All drawings")
    assert first[kept.text] == kept.key


def test_a_removed_file_goes_and_other_folders_stay(
    folder: Path, tmp_path: Path
) -> None:
    texts.sheet(tmp_path / "more", number="G-04", text="Signs are lit.")
    load(folder, tmp_path / "more")
    (folder / "G-02.txt").unlink()
    report = load(folder)
    assert report.removed == 1
    assert set(Document.objects.values_list("publication", flat=True)) == {
        "G-20; SFBC 2025",
        "G-04",
    }
    assert not Posting.objects.filter(lexeme="prepar").exists()


def test_a_load_that_fails_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(folder)
    before = (version(), set(Chunk.objects.values_list("pk", "text")))
    texts.article(folder, text="Other words.")

    def fail() -> None:
        raise RuntimeError("no index")

    monkeypatch.setattr(store, "rebuild_index", fail)
    with pytest.raises(RuntimeError):
        load(folder)
    assert (version(), set(Chunk.objects.values_list("pk", "text"))) == before


def test_another_load_meanwhile_leaves_each_file_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = embed.embed

    def load_meanwhile(*args: Any, **kwargs: Any) -> Any:
        monkeypatch.setattr(embed, "embed", made)
        load(folder)
        return made(*args, **kwargs)

    monkeypatch.setattr(embed, "embed", load_meanwhile)
    load(folder)
    assert Document.objects.count() == 2
    assert version() == 2


def test_damaged_text_is_kept_and_told(folder: Path) -> None:
    path = texts.sheet(folder, text="Rear yards. Side yards.")
    path.write_bytes(path.read_bytes().replace(b"yards. S", b"y\0ards\xff. S"))
    report = load(folder)
    (problems,) = report.problems.values()
    assert problems == ["1 NUL characters left out", "1 damaged characters"]
    assert "Rear yards\ufffd. Side" in Chunk.objects.get(page=1).text


def test_a_file_of_nothing_is_told(tmp_path: Path) -> None:
    texts.write(tmp_path / "rules/G-09.txt", b"March 4, 2024\n")
    texts.write(tmp_path / "rules/empty.txt", b"")
    report = load(tmp_path / "rules")
    assert report.documents == 2
    told = " ".join(problem for each in report.problems.values() for problem in each)
    assert "neither title nor number found" in told
    assert "no passage to quote" in told


def test_scanned_pages_are_told(tmp_path: Path) -> None:
    texts.write(tmp_path / "rules/scan.pdf", texts.pdf("Rules of fences", None))
    report = load(tmp_path / "rules")
    (problems,) = report.problems.values()
    assert "page 2 is a scan without text" in problems
    assert Document.objects.get().pages == 2


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"no PDF", "cannot be opened"),
        ("a.md", b"# No head\n", "does not begin with a head"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_alone(
    folder: Path, name: str, data: bytes, reason: str
) -> None:
    texts.write(folder / name, data)
    report = load(folder)
    assert reason in report.refused[name]
    assert report.documents == 2


def test_a_refused_file_keeps_its_former_text(folder: Path) -> None:
    load(folder)
    texts.write(folder / "fences.md", b"broken")
    assert "fences.md" in load(folder).refused
    assert Chunk.objects.filter(text__contains="6 feet").exists()


def test_the_newer_of_two_leads(folder: Path) -> None:
    texts.sheet(folder, "old.txt", date="May 1, 2001", text="Drawings bear a seal.")
    load(folder)
    new, old = Document.objects.filter(publication="G-01").order_by("-effective_date")
    assert (old.superseded_by, new.superseded_by) == (new, None)


def test_the_same_text_twice_is_searched_once(folder: Path) -> None:
    path = folder / "G-02.txt"
    texts.write(folder / "copy/G-03.txt", path.read_bytes())
    load(folder)
    first, copy = Document.objects.filter(publication="G-01").order_by("file_name")
    assert (first.same_as, copy.same_as) == (None, first)
    assert copy.slug == "g-01-signature-on-plans-2"
    assert not Posting.objects.filter(chunk__document=copy).exists()
    path.unlink()
    load(folder)
    assert Document.objects.get(publication="G-01").same_as is None
    assert Posting.objects.filter(lexeme="prepar").exists()


def test_without_vectors_the_words_are_loaded(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise embed.EmbeddingError("The embedding server answered 500.")

    monkeypatch.setattr(embed, "_wordllama", fail)
    report = load(folder)
    assert "answered 500" in report.notice
    assert Chunk.objects.filter(embedding=None).count() == report.chunks
    assert Posting.objects.exists()


def test_refuses_what_is_no_path(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match="no such file"):
        load(tmp_path / "nowhere")
    with pytest.raises(SourceFileError, match="can be loaded"):
        load(texts.write(tmp_path / "a.docx", b""))


def test_the_command_tells_and_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts.write(folder / "a.pdf", b"no PDF")
    with pytest.raises(SystemExit):
        call_command("load_knowledge", str(folder))
    said = capsys.readouterr().err
    assert "a.pdf: refused." in said
    assert "2 documents loaded" in said
    with pytest.raises(CommandError, match="no such file"):
        call_command("load_knowledge", str(folder / "nowhere"))
    call_command("load_knowledge", "--embed-again")
    assert "0 passages embedded" in capsys.readouterr().err
