#!/usr/bin/env python
"""Django's command line, on the embedded servers unless others are named."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from ops import embedded
    from sfpermits import env

    try:
        embedded.provide((Path(__file__).parent / env.text("SFPERMITS_VAR")).resolve())
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, embedded.EmbeddedServerError) as error:
        sys.exit(f"sfpermits: {error}")


if __name__ == "__main__":
    main()
