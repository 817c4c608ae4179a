"""The benchmarks, by the name that `manage.py bench` takes.

An installed app that has some lists them as `BENCHES` in its package `bench`. Each is a
module there with `run(*, progress, …) -> dict`; `size` is in permits where there is
one, and `progress` hears in words what it is at.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from inspect import Parameter, signature
from typing import Any

from django.apps import apps

BENCHES = ("entities", "ingest", "pages", "search")


def known() -> dict[str, str]:
    """The benchmarks of all installed apps: name to module."""
    packages = [f"{app.name}.bench" for app in apps.get_app_configs()]
    return {
        name: f"{package}.{name}"
        for package in packages
        if find_spec(package)
        for name in import_module(package).BENCHES
    }


class BenchError(Exception):
    """The benchmark cannot be run as asked; the message says why."""


def run(
    name: str, *, progress: Callable[[str], None], **options: Any
) -> dict[str, Any]:
    """Run one benchmark. Options that are None are left to its defaults."""
    bench: Callable[..., dict[str, Any]] = import_module(known()[name]).run
    given = {key: value for key, value in options.items() if value is not None}
    taken = signature(bench).parameters
    if foreign := sorted(given.keys() - taken.keys()):
        raise BenchError(f"bench {name} takes no --{foreign[0]}.")
    if missing := sorted(_required(taken) - given.keys() - {"progress"}):
        raise BenchError(f"bench {name} needs --{missing[0]}.")
    return bench(progress=progress, **given)


def _required(taken: Mapping[str, Parameter]) -> set[str]:
    return {name for name, each in taken.items() if each.default is Parameter.empty}
