"""`manage.py refresh` with a step that writes and then waits to be killed by a test.

Run as a script, with the database's address in the environment.
"""

import os
import sys
import time

import django
from django.core.management import call_command
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
django.setup()

from permits.models import Neighborhood  # noqa: E402 - after the settings
from permits.refresh import steps  # noqa: E402


def write(_work: steps.Work) -> steps.Done:
    with transaction.atomic():
        Neighborhood.objects.update(name="Half done")
        sys.stdout.write("here\n")
        sys.stdout.flush()
        time.sleep(60)
    return steps.Done("", {})


if __name__ == "__main__":
    steps.STEPS = (steps.Step("desks", "Desks", write, datasets=("addenda",)),)
    call_command("refresh")
