"""The site with a limit of 30 an hour on its pages, to be served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
application = get_wsgi_application()

from ops import rate_limit  # noqa: E402 - once the apps are there

PAGES = rate_limit.Scope("pages", (rate_limit.rate("30/h"),), "open")
SMALL = {**rate_limit.SCOPES, "pages": PAGES}
setattr(rate_limit, "SCOPES", SMALL)  # noqa: B010 - a constant, but for this fault
