"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")
application = get_wsgi_application()

# After the settings: pages that queue a job find the broker through it.
from sfpermits import celery  # noqa: E402, F401
