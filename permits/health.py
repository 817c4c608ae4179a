"""How old the record is, for the health report and the metrics."""

from typing import Any

from django.utils import timezone

from ops import health
from permits.querysets.freshness import freshness


def data() -> dict[str, Any]:
    """By data set: when it was loaded, and the age of its newest data in seconds."""
    found, now = freshness(), timezone.now()
    sets = {
        dataset: {
            "loaded_at": loaded_at.isoformat(),
            "data_as_of": as_of.isoformat() if as_of else None,
            "age_s": round((now - (as_of or loaded_at)).total_seconds()),
        }
        for dataset, loaded_at in sorted(found.loaded_at.items())
        for as_of in [found.data_as_of.get(dataset)]
    }
    return {"is_sample": found.is_sample, "sets": sets}


health.register("data", data)
