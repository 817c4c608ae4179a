"""Run the whole site: web server, worker, scheduler, on one log."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from rich.console import Console

from ops import ports, site, smoke, startup
from ops.processes import Group


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

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        console = Console(highlight=False)
        startup.prepare(lambda text: console.print(f"[dim]…[/dim] {text}"))
        port = ports.free() if check else settings.PORT
        base = f"http://localhost:{port}"
        with site.group(console) as group:
            console.print("[dim]…[/dim] Starting the web server, worker and scheduler")
            group.start(site.programs(port))
            _require_served(group, base)
            if check:
                _check(console, group, base)
            else:
                console.print(
                    f"[bold green]sfpermits is at {base}[/]  (Ctrl-C stops it)"
                )
                raise CommandError(f"{group.wait()}; everything was stopped.")


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
