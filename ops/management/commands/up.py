"""Run the whole site: web server, worker, scheduler, on one log."""

import os
import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from rich.console import Console
from rich.table import Table

from ops import ports, scaled, site, smoke, startup
from ops.edge.nginx import EdgeError
from ops.embedded import EmbeddedServerError
from ops.processes import Group
from ops.restarts import GivenUpError

TIERS = (
    ("edge", "nginx: cache, load balancer"),
    ("web-1", "gunicorn"),
    ("web-2", "gunicorn"),
    ("pgbouncer", "connections of the web servers"),
    ("postgres", "primary"),
    ("replica", "anonymous reads"),
    ("redis", "cache, limits, broker"),
    ("worker", "jobs"),
    ("plans", "plan checks"),
    ("beat", "schedule"),
)


class Command(BaseCommand):
    help = "Run the whole site until Ctrl-C; with --check, ask it a few pages and stop."
    # `migrate` runs first, and the checks with it.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="start on a free port, ask the main pages, stop; exit 0 if all right",
        )
        parser.add_argument(
            "--scaled",
            action="store_true",
            help="with an edge (nginx), two web servers, PgBouncer and a read replica;"
            " SIGHUP replaces the web servers one after the other",
        )

    def handle(self, *args: Any, check: bool, scaled: bool, **options: Any) -> None:
        console = Console(highlight=False)
        if scaled:
            _require_installed()
        startup.prepare(lambda text: console.print(f"[dim]…[/dim] {text}"))
        port = ports.free() if check else settings.PORT
        run = _run_scaled if scaled else _run
        run(console, port, check=check)


def _run(console: Console, port: int, *, check: bool) -> None:
    base = f"http://localhost:{port}"
    with site.group(console) as group:
        console.print("[dim]…[/dim] Starting the web server, worker and scheduler")
        group.start(site.programs(port))
        _require_served(group, base)
        if check:
            _check(console, group, base)
        else:
            _say_where(console, base)
            raise CommandError(f"{group.wait()}; everything was stopped.")


def _run_scaled(console: Console, port: int, *, check: bool) -> None:
    def say(text: str) -> None:
        console.print(f"[dim]…[/dim] {text}")

    with site.group(console) as group, _scaled(scaled.Site(group, port, say)) as whole:
        try:
            say("Starting two web servers, the workers, the scheduler and the edge")
            whole.start()
            _require_served(group, whole.url)
            if check:
                _check(console, group, whole.url)
                return
            console.print(_tiers(whole))
            _say_where(console, whole.url)
            _keep(whole)
        except (GivenUpError, EdgeError, EmbeddedServerError) as error:
            raise CommandError(f"{error}; everything was stopped.") from error


@contextmanager
def _scaled(whole: scaled.Site) -> Iterator[scaled.Site]:
    try:
        yield whole
    finally:
        whole.group.stop()
        whole.stop()


def _keep(whole: scaled.Site) -> None:
    """Keep it running until a signal ends this process. Raises GivenUpError."""
    told: list[int] = []
    has_terminal = os.isatty(sys.stdin.fileno())
    stop = signal.getsignal(signal.SIGHUP)

    def roll(number: int, frame: FrameType | None) -> None:
        # A terminal that is gone says the same, and means the end.
        if has_terminal and not os.isatty(sys.stdin.fileno()) and callable(stop):
            stop(number, frame)
        told.append(number)

    signal.signal(signal.SIGHUP, roll)
    while True:
        if told:
            told.clear()
            whole.roll()
        whole.look()
        time.sleep(scaled.TICK)


def _tiers(whole: scaled.Site) -> Table:
    """What runs, from the visitor inwards."""
    report = whole.report()
    found = report["programs"] | report["servers"]
    table = Table(box=None, header_style="dim", pad_edge=False)
    for title in ("program", "process", "", "answers at"):
        table.add_column(title, no_wrap=True)
    for name, what in TIERS:
        each = found.get(name)
        if each is None:
            table.add_row(name, "none", what, "")
        else:
            where = each.get("url") or each.get("folder") or ""
            table.add_row(name, str(each["pid"] or "elsewhere"), what, where)
    return table


def _require_installed() -> None:
    try:
        scaled.require_installed()
    except (EdgeError, EmbeddedServerError) as error:
        raise CommandError(f"{error}") from error


def _say_where(console: Console, base: str) -> None:
    console.print(f"[bold green]sfpermits is at {base}[/]  (Ctrl-C stops it)")


def _require_served(group: Group, base: str) -> None:
    if not smoke.wait_until_served(base, lambda: group.dead() is not None):
        reason = group.dead() or "the web server does not answer"
        raise CommandError(f"{reason}; everything was stopped.")


def _check(console: Console, group: Group, base: str) -> None:
    smoke.wait_until_healthy(base, lambda: group.dead() is not None)
    pages = startup.record_pages()
    if not pages:
        raise CommandError("The record holds nothing to ask for.")
    failed = 0
    for answer in smoke.ask(base, smoke.questions(pages)):
        failed += answer.error is not None
        verdict = f"[red]{answer.error}[/]" if answer.error else "[green]right[/]"
        console.print(f"GET {answer.path}  {answer.milliseconds:.0f} ms  {verdict}")
    if failed:
        raise CommandError(f"{failed} of the pages asked for went wrong.")
    console.print("[green]All right.[/]")
