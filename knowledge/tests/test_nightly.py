import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from knowledge import embed, health, nightly, startup, voyage
from knowledge.load import SourceFileError, load_documents
from knowledge.models import Chunk, CorpusState, Document
from knowledge.tests import texts
from knowledge.tests import voyage_server as wire
from ops import cron_log, jobs
from ops.models import CronLog
from ops.tests.test_groups import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """An article and a sheet, in the folder that is loaded every night."""
    made = tmp_path / "site" / "corpus"
    texts.article(made)
    texts.sheet(made)
    settings.KNOWLEDGE_PATHS = [made]
    return made


def run(minute: int = 1) -> CronLog:
    slot = timezone.now() - dt.timedelta(minutes=minute)
    return cron_log.run(jobs.job("knowledge"), scheduled_for=slot)


def publications() -> set[str | None]:
    return set(Document.objects.values_list("publication", flat=True))


def test_the_job_loads_once(folder: Path) -> None:
    first, second = run(2), run(1)
    chunks = Chunk.objects.count()
    assert first.status == second.status == CronLog.Status.SUCCESS
    assert (first.rows_changed, second.rows_changed) == (chunks, 0)
    assert "2 documents loaded" in first.log
    assert CorpusState.objects.get().version == 1


def test_what_staff_loaded_stays(folder: Path, tmp_path: Path) -> None:
    """Also from a folder of the same name."""
    other = tmp_path / "staff" / "corpus"
    texts.sheet(other, number="G-04", text="Signs are lit.")
    load_documents([other])
    texts.sheet(tmp_path / "more", number="S-10", text="Decks are level.")
    load_documents([tmp_path / "more"])
    run(2)
    (folder / "G-02.txt").unlink()
    run(1)
    assert publications() == {"G-20; SFBC 2025", "G-04", "S-10"}


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_that_is_gone_takes_nothing_with_it(folder: Path, there: bool) -> None:
    run(2)
    before = publications()
    for file in folder.iterdir():
        file.unlink()
    if not there:
        folder.rmdir()
    with pytest.raises(SourceFileError, match=r"no such|nothing in it"):
        nightly.load_standing()
    assert run(1).status == CronLog.Status.FAILED
    assert publications() == before


def test_a_file_that_cannot_be_read_fails_the_job_after_all_else(
    folder: Path,
) -> None:
    texts.write(folder / "a.pdf", b"no PDF")
    row = run()
    assert row.status == CronLog.Status.FAILED
    assert "a.pdf: " in row.error_message
    assert len(publications()) == 2


def test_the_job_changes_the_model(folder: Path, settings: Any) -> None:
    run(3)
    with wire.serving() as server:
        settings.VOYAGE_API_KEY, settings.VOYAGE_BASE_URL = "k", server.url
        told = health.embedding()
        assert (told["model"], told["wanted"]) == (embed.WORDLLAMA, voyage.MODEL_ID)
        assert run(2).rows_changed == Chunk.objects.count()
        asked = len(server.asked)
        assert run(1).rows_changed == 0
        assert len(server.asked) == asked
    assert CorpusState.objects.get().model_id == voyage.MODEL_ID


def test_health_tells_of_passages_without_a_vector(folder: Path) -> None:
    assert health.embedding()["passages"] == 0
    run()
    told = health.embedding()
    assert told["model"] == told["wanted"] == embed.WORDLLAMA
    assert (told["without_vector"], told["corpus_version"]) == (0, 1)
    assert "error" not in told
    Chunk.objects.filter(pk=Chunk.objects.earliest("pk").pk).update(
        model_id=None, embedding=None
    )
    told = health.embedding()
    assert (told["ok"], told["error"]) == (False, "passages without a vector: 1")


def test_a_start_loads_what_changed_and_says_so_once(folder: Path) -> None:
    said: list[str] = []
    startup.load(said.append)
    startup.load(said.append)
    assert said == ["Loading the rules that answers come from"]
    texts.article(folder, text="Fences of 3 feet need no permit.")
    texts.write(folder / "a.md", b"# No head\n")
    startup.load(said.append)
    assert len(said) == 3
    assert said[2].startswith("a.md could not be loaded: ")


def test_a_start_goes_on_without_the_folder(settings: Any, tmp_path: Path) -> None:
    settings.KNOWLEDGE_PATHS = [tmp_path / "nowhere"]
    said: list[str] = []
    startup.load(said.append)
    assert "there is no such file or folder" in said[0]


def test_staff_can_run_it(client: Client) -> None:
    client.force_login(member("operator"))
    page = client.get("/admin/operations/").content.decode()
    assert jobs.job("knowledge").title in page
    assert "embedding" in page
