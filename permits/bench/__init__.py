"""The benchmarks, by the name that `manage.py bench` takes.

Each is a module with `run(*, size, progress, …) -> dict`; `size` is in permits, and
`progress` hears in words what it is at.
"""

from collections.abc import Callable
from importlib import import_module
from inspect import signature
from typing import Any

BENCHES = ("ingest", "search")


class BenchError(Exception):
    """The benchmark cannot be run as asked; the message says why."""


def run(
    name: str, *, progress: Callable[[str], None], **options: Any
) -> dict[str, Any]:
    """Run one benchmark. Options that are None are left to its defaults."""
    bench: Callable[..., dict[str, Any]] = import_module(f"permits.bench.{name}").run
    given = {key: value for key, value in options.items() if value is not None}
    if foreign := sorted(given.keys() - signature(bench).parameters.keys()):
        raise BenchError(f"bench {name} takes no --{foreign[0]}.")
    return bench(progress=progress, **given)
