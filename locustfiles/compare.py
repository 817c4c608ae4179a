"""`python -m locustfiles.compare before.json after.json`: what got slower.

Exit code 1 if the p95 of a scenario, or of all, is over 20 % worse, or more fail.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

MOST_WORSE: Final = 0.2
# Differences below this many milliseconds are chance, whatever share they are.
CHANCE_MS: Final = 5.0
CHANCE_ERRORS: Final = 0.01
TIMES: Final = ("p50", "p95", "p99")
JUDGED: Final = "p95"


class CompareError(Exception):
    """A file is not a run's; the message says which."""


@dataclass(frozen=True, slots=True)
class Delta:
    """One figure of one scenario before and after; None where it was not measured."""

    scenario: str
    figure: str
    before: float | None
    after: float | None

    @property
    def share(self) -> float | None:
        if self.before is None or self.after is None or not self.before:
            return None
        return self.after / self.before - 1

    @property
    def is_regression(self) -> bool:
        if self.before is None or self.after is None:
            return False
        more = self.after - self.before
        if self.figure == "error_rate":
            return more > CHANCE_ERRORS
        is_judged = self.figure == JUDGED
        return is_judged and more > max(CHANCE_MS, self.before * MOST_WORSE)


def deltas(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Delta]:
    """Compare two runs' documents, scenario by scenario."""
    names = sorted(before["results"].keys() | after["results"].keys())
    found: list[Delta] = []
    for name in names:
        old, new = before["results"].get(name), after["results"].get(name)
        found += _of(name, old, new)
    return [*found, *_of("all", before.get("total"), after.get("total"))]


def _of(
    name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[Delta]:
    for figure in (*TIMES, "error_rate"):
        yield Delta(name, figure, _figure(old, figure), _figure(new, figure))


def _figure(line: Mapping[str, Any] | None, figure: str) -> float | None:
    if line is None:
        return None
    found = line["latency_ms"] if figure in TIMES else line
    return float(found[figure])


def table(found: Sequence[Delta]) -> Table:
    shown = Table(title="Before and after", title_justify="left")
    shown.add_column("scenario")
    for name in ("figure", "before", "after", "change"):
        shown.add_column(name, justify="right")
    for each in found:
        style = "red" if each.is_regression else ""
        share = "" if each.share is None else f"{each.share:+.0%}"
        cells = (each.figure, _shown(each, each.before), _shown(each, each.after))
        shown.add_row(each.scenario, *cells, Text(share, style=style))
    return shown


def _shown(delta: Delta, value: float | None) -> str:
    if value is None:
        return "not measured"
    return f"{value:.2%}" if delta.figure == "error_rate" else f"{value:,.1f} ms"


def read(path: Path) -> Mapping[str, Any]:
    """Read a file of `locustfiles.run --output`. Raises CompareError."""
    try:
        said: Mapping[str, Any] = json.loads(path.read_text())
        for line in said["results"].values():
            _figure(line, JUDGED)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        kind = type(error).__name__
        raise CompareError(f"{path} is not a run's file ({kind}: {error}).") from error
    return said


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m locustfiles.compare")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    files = parser.parse_args(given)
    console = Console()
    try:
        found = deltas(read(files.before), read(files.after))
    except CompareError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    console.print(table(found))
    worse = [each for each in found if each.is_regression]
    for each in worse:
        console.print(f"{each.scenario}: {each.figure} is worse.", style="red")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
