from typing import Any

import numpy as np
import pytest

from knowledge import embed, voyage


def test_wordllama_gives_unit_vectors_of_like_texts() -> None:
    texts = ["a fence at the rear of the lot", "a wall behind the yard", "tax law", ""]
    rows = embed.embed(texts, "document", model_id=embed.WORDLLAMA)
    assert rows.shape == (4, 256)
    assert np.linalg.norm(rows[:3], axis=1) == pytest.approx(1, abs=1e-4)
    assert np.isfinite(rows).all()
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_nothing_is_no_rows() -> None:
    assert embed.embed([], "document", model_id=embed.WORDLLAMA).shape == (0, 256)


@pytest.mark.parametrize(
    ("key", "wanted"), [(None, embed.WORDLLAMA), ("k", voyage.MODEL_ID)]
)
def test_the_key_says_which_model_is_wanted(
    settings: Any, key: str | None, wanted: str
) -> None:
    settings.VOYAGE_API_KEY = key
    assert embed.wanted_model() == wanted


@pytest.mark.parametrize(
    ("model", "reason"),
    [("another", "no model another"), (voyage.MODEL_ID, "VOYAGE_API_KEY is not set")],
)
def test_says_why_it_cannot(settings: Any, model: str, reason: str) -> None:
    settings.VOYAGE_API_KEY = None
    with pytest.raises(embed.EmbeddingError, match=reason):
        embed.embed(["a"], "query", model_id=model)
