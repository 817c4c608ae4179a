"""The site, each answer of which takes four seconds more; for gunicorn."""

import os
import time
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
SECONDS = 4
_site = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as the site does, later."""
    if environ["PATH_INFO"] != "/healthz":
        time.sleep(SECONDS)
    return _site(environ, start_response)
