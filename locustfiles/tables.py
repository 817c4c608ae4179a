"""Results as tables for a terminal, in the guide's colours."""

from collections.abc import Mapping
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

# Good below the first, critical above the second: milliseconds, and shares.
BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "p50": (200, 500),
    "p95": (1_000, 3_000),
    "p99": (3_000, 10_000),
    "errors": (0.01, 0.05),
}
COLOURS: Final = ("green", "yellow", "red")


def colour(name: str, value: float) -> str:
    """Give green for good, yellow for a warning, red for critical."""
    good, critical = BOUNDS[name]
    return COLOURS[(value >= good) + (value > critical)]


def phase_table(document: Mapping[str, Any], title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("scenario")
    for name in ("requests", "/s", "p50 ms", "p95", "p99", "max", "errors"):
        table.add_column(name, justify="right", no_wrap=True)
    for name, line in document["results"].items():
        table.add_row(*_cells(name, line))
    table.add_section()
    table.add_row(*_cells("all", document["total"]))
    return table


def _cells(name: str, line: Mapping[str, Any]) -> list[Text]:
    latency = line["latency_ms"]
    times = [
        Text(f"{latency[each]:,.0f}", style=colour(each, latency[each]))
        for each in ("p50", "p95", "p99")
    ]
    rate = line["error_rate"]
    return [
        Text(name),
        Text(f"{line['requests']:,}"),
        Text(f"{line['requests_per_second']:,.1f}"),
        *times,
        Text(f"{latency['max']:,.0f}"),
        Text(f"{line['errors']:,} {rate:.1%}", style=colour("errors", rate)),
    ]


def errors_table(document: Mapping[str, Any]) -> Table | None:
    """Give the errors by kind with an example of each; None if there were none."""
    table = Table(title="Errors", title_justify="left")
    for name in ("scenario", "kind", "number", "for example"):
        table.add_column(name, overflow="fold")
    for name, line in document["results"].items():
        for each in line["errors_by_kind"]:
            row = (name, each["kind"], f"{each['count']:,}", each["example"])
            table.add_row(*map(Text, row))
    return table if table.row_count else None


def show(console: Console, document: Mapping[str, Any]) -> None:
    """Show the run: steady, as a whole, errors, and what the generator cost."""
    console.print(_shown(document))


def _shown(document: Mapping[str, Any]) -> RenderableType:
    steady = document["steady"]
    parts: list[RenderableType] = []
    if steady["seconds"] < document["seconds"]:
        title = f"Steady load, the last {steady['seconds']:.0f} s"
        parts.append(phase_table(steady, title))
    whole = f"Whole run, {document['seconds']:.0f} s"
    parts.append(phase_table(document, whole))
    if errors := errors_table(document):
        parts.append(errors)
    generator = document["generator"]
    hits = document["cache_hit_rate"]
    cached = f"{hits:.1%} from the cache in front; " if hits is not None else ""
    users = document["most_users"]
    who = f"At most {users:,} users; " if users else ""
    parts.append(
        f"{who}{cached}the generator took"
        f" {generator['cpu_seconds']:.1f} s of CPU,"
        f" {generator['cpu_ms_per_request']:.2f} ms a request, and its clock was"
        f" {generator['lag_ms']['p95']:.1f} ms late (p95)."
    )
    return Group(*parts)
