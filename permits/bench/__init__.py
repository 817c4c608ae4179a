"""The benchmarks, by the name that `manage.py bench` takes.

Each is a module with `run(*, progress, …) -> dict`; `size` is in permits where there is
one, and `progress` hears in words what it is at.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

BENCHES = ("entities", "ingest", "pages", "search")


class BenchError(Exception):
    """The benchmark cannot be run as asked; the message says why."""


def run(
    name: str, *, progress: Callable[[str], None], **options: Any
) -> dict[str, Any]:
    """Run one benchmark. Options that are None are left to its defaults."""
    bench: Callable[..., dict[str, Any]] = import_module(f"permits.bench.{name}").run
    given = {key: value for key, value in options.items() if value is not None}
    taken = signature(bench).parameters
    if foreign := sorted(given.keys() - taken.keys()):
        raise BenchError(f"bench {name} takes no --{foreign[0]}.")
    if missing := sorted(_required(taken) - given.keys() - {"progress"}):
        raise BenchError(f"bench {name} needs --{missing[0]}.")
    return bench(progress=progress, **given)


def _required(taken: Mapping[str, Parameter]) -> set[str]:
    return {name for name, each in taken.items() if each.default is Parameter.empty}
