"""The suite runs on real PostgreSQL and Redis: embedded in var/test, unless named."""

import os
import re
from pathlib import Path

os.environ.setdefault("SFPERMITS_VAR", "var/test")
os.environ.setdefault("SECRET_KEY", "tests-only")

from ops import embedded

VAR = (Path(__file__).parent / os.environ["SFPERMITS_VAR"]).resolve()
embedded.provide(VAR)
# The static file server warns where there is nothing to serve.
(VAR / "static").mkdir(parents=True, exist_ok=True)

# Not in pyproject.toml: pytest-django would read the settings before this file.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")

from django.conf import settings

# One Redis serves the processes of a parallel run: each has databases of its own.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
for cache in settings.CACHES.values():
    url, number = re.split(r"(?<=\D)(?=\d+$)", cache["LOCATION"])
    cache["LOCATION"] = f"{url}{int(number) + 3 * WORKER}"
# Tests ask more often than a visitor may; those of the limits switch them on.
settings.RATELIMIT_ENABLE = False
# Pages name their files plainly: no collectstatic before the tests.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
