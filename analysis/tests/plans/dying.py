"""A process that checks a plan set and is killed at a stage; called by its test."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(times: int, function: Callable[..., Any]) -> Callable[..., Any]:
    """Let it be called so often, and die instead of the next time."""
    done = 0

    def counted(*args: Any, **kwargs: Any) -> Any:
        nonlocal done
        if done == times:
            die()
        done += 1
        return function(*args, **kwargs)

    return counted


def arrange(stage: str) -> None:
    from analysis import pdf
    from analysis.jobs import claims
    from analysis.run_job import findings

    places: dict[str, tuple[Any, str, int]] = {
        "opening": (pdf, "inspect", 0),
        "first sheet": (claims, "keep_sheet", 0),
        "third sheet": (claims, "keep_sheet", 2),
        "telling": (claims, "keep_provisional", 0),
        "checking": (findings, "of_all", 0),
        # Findings and sheets are written, and not committed.
        "ending": (claims, "end", 0),
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
