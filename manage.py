#!/usr/bin/env python
"""Django's command line, on the embedded servers unless others are named."""

import os
import sys
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from ops import embedded, ports
    from sfpermits import env

    errors = ImproperlyConfigured, embedded.EmbeddedServerError, ports.PortError
    try:
        say = _prepare_up() if sys.argv[1:2] == ["up"] else embedded.quiet
        var = Path(__file__).parent / env.text("SFPERMITS_VAR")
        embedded.provide(var.resolve(), say)
        execute_from_command_line(sys.argv)
    except errors as error:
        sys.exit(f"sfpermits: {error}")


def _prepare_up() -> Callable[[str], None]:
    """Refuse a taken port before anything starts, and stop in order when told to."""
    from ops import ports, processes
    from sfpermits import env

    checking = "--check" in sys.argv
    processes.exit_on_signals(1 if checking else 0)
    if not checking:
        ports.require_free(env.integer("PORT", low=1, high=65535))
    return lambda text: print(f"… {text}", flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    main()
