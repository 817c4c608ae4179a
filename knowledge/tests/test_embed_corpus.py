from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge import embed, embed_corpus, voyage
from knowledge.load import load_documents
from knowledge.models import Chunk, CorpusState, PendingEmbedding
from knowledge.tests import texts
from knowledge.tests import voyage_server as wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[wire.Voyage]:
    """A corpus on WordLlama's vectors, and settings that now ask for Voyage's."""
    monkeypatch.setattr(voyage, "FIRST_PAUSE", 0.01)
    texts.article(tmp_path / "rules")
    texts.sheet(tmp_path / "rules")
    load_documents([tmp_path / "rules"])
    with wire.serving() as made:
        settings.VOYAGE_API_KEY, settings.VOYAGE_BASE_URL = "k", made.url
        yield made


def models() -> set[str | None]:
    return set(Chunk.objects.values_list("model_id", flat=True))


def test_switches_at_the_end(server: wire.Voyage) -> None:
    before = CorpusState.objects.get()
    assert embed_corpus.is_needed()
    assert embed_corpus.embed_corpus() == Chunk.objects.count()
    after = CorpusState.objects.get()
    assert (after.model_id, models()) == (voyage.MODEL_ID, {voyage.MODEL_ID})
    assert after.version > before.version
    assert not PendingEmbedding.objects.exists()
    assert not embed_corpus.is_needed()


def test_a_failure_switches_nothing_and_is_gone_on_with(
    server: wire.Voyage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed_corpus, "_AT_ONCE", 1)
    server.faults.extend([None, wire.status(401)])
    with pytest.raises(embed.EmbeddingError):
        embed_corpus.embed_corpus()
    assert CorpusState.objects.get().model_id == embed.WORDLLAMA
    assert models() == {embed.WORDLLAMA}
    assert PendingEmbedding.objects.count() == 1
    assert embed_corpus.embed_corpus() == Chunk.objects.count() - 1
    assert models() == {voyage.MODEL_ID}


def test_a_second_time_does_nothing(server: wire.Voyage) -> None:
    embed_corpus.embed_corpus()
    version = CorpusState.objects.get().version
    asked = len(server.asked)
    assert embed_corpus.embed_corpus() == 0
    assert (CorpusState.objects.get().version, len(server.asked)) == (version, asked)


def test_fills_in_what_a_load_could_not_embed(
    server: wire.Voyage, tmp_path: Path
) -> None:
    embed_corpus.embed_corpus()
    server.faults.extend([wire.status(500)] * 3)
    texts.article(tmp_path / "rules", text="Fences of wood.")
    assert "answered 500" in load_documents([tmp_path / "rules"]).notice
    assert None in models()
    assert embed_corpus.is_needed()
    embed_corpus.embed_corpus()
    assert models() == {voyage.MODEL_ID}
