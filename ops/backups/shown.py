"""How a command shows what a backup comes to."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from ops import backups

KILO = 1000


@contextmanager
def bar() -> Iterator[backups.Progress]:
    """A line on standard error: the step, how much is done, and for how long."""
    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as line:
        task = line.add_task("Beginning", total=None)

        def progress(step: str, done: int = 0) -> None:
            line.update(task, description=f"{step} ({done:,})" if done else step)

        yield progress


def size(number: float) -> str:
    """Bytes as a person says them: 12.3 MB."""
    for unit in ("bytes", "kB", "MB"):
        if number < KILO:
            return f"{number:.0f} {unit}" if unit == "bytes" else f"{number:.1f} {unit}"
        number /= KILO
    return f"{number:.1f} GB"
