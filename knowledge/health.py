"""Which passages answers come from, and whose vectors, for the health report."""

from typing import Any

from django.db.models import Count, Q

from knowledge import embed
from knowledge.llm import report
from knowledge.models import Chunk, CorpusState
from ops import health


def embedding() -> dict[str, Any]:
    """The model in use and the one wanted; what of the corpus has no vector of it.

    Without a vector a passage is found by its words alone, which the nightly job
    mends; so is a model in use that is not the wanted one.
    """
    state = CorpusState.objects.filter(pk=1).first() or CorpusState()
    found = Chunk.objects.filter(document__same_as=None).aggregate(
        passages=Count("pk"), with_vector=Count("pk", filter=Q(model_id=state.model_id))
    )
    lacking = found["passages"] - found["with_vector"]
    return {
        "model": state.model_id,
        "wanted": embed.wanted_model(),
        "passages": found["passages"],
        "without_vector": lacking,
        "corpus_version": state.version,
        "changed_at": state.changed_at and state.changed_at.isoformat(),
        **(
            {"ok": False, "error": f"passages without a vector: {lacking:,}"}
            if lacking
            else {}
        ),
    }


health.register("embedding", embedding)
health.register("model", report.model)
