"""A process that checks a plan set and is killed while Claude looks at it."""

import os
import sys
from typing import Any
from uuid import UUID

from analysis.tests.plans.dying import after


def arrange(stage: str) -> None:
    from analysis.look.kept import Kept
    from analysis.run_job import findings
    from knowledge import llm
    from knowledge.llm import attempts

    places: dict[str, tuple[Any, str, int]] = {
        "noted": (llm, "look", 0),
        # It has answered, and nobody has heard of it.
        "answered": (attempts.Call, "_composed", 0),
        "kept one batch": (Kept, "keep", 1),
        "checking": (findings, "of_all", 0),
    }
    owner, name, times = places[stage]
    setattr(owner, name, after(times, getattr(owner, name)))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
    django.setup()

    from analysis import run_job

    arrange(sys.argv[2])
    run_job.run(UUID(sys.argv[1]))
