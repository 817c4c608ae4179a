"""The Celery application: queues and the static schedule.

PostgreSQL is the truth; a message carries only an id. Celery stays below 5.7, whose
worker exits when Redis goes away with a late-ack task in flight.
"""

import ctypes
import os
import signal
import sys
import warnings
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning  # type: ignore[attr-defined]
from celery.signals import setup_logging, worker_process_init, worker_ready
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

from ops import beat
from sfpermits import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")

# It warns of root for the sake of pickle, which is refused below.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("sfpermits")
# In every thread: a greenlet of the web server is one of its own.
app.set_default()
app.conf.update(
    broker_url=settings.CELERY_BROKER_URL,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 3600,
        "socket_timeout": 10,
        "socket_keepalive": True,
        "health_check_interval": 25,
    },
    task_default_queue="default",
    task_create_missing_queues=True,
    task_routes={
        "permits.tasks.*": {"queue": "ingest"},
        "analysis.tasks.*": {"queue": "plans"},
    },
    task_ignore_result=True,
    task_acks_late=True,
    # A child that dies is found by its job row, bounded; a rejected message loops.
    task_reject_on_worker_lost=False,
    task_soft_time_limit=600,
    task_time_limit=660,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=50,
    # Running tasks get this long at a cold shutdown, before they are put back.
    worker_soft_shutdown_timeout=float(env.integer("WORKER_SHUTDOWN_SECONDS")),
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    beat_schedule=beat.schedule(),
    beat_schedule_filename=str(settings.VAR_DIR / "celerybeat-schedule"),
)
app.autodiscover_tasks(["ops", "permits", "knowledge", "analysis"])


# A task's lines carry the id of the request that sent it.
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def _leave_logging(**_: Any) -> None:
    """Keep Celery from setting up logs of its own: Django has, see ops/logs.py."""


@worker_ready.connect
def _first_tasks(**_: Any) -> None:
    """Let /health know of a new worker, and catch up what was missed, at once."""
    app.send_task("ops.tasks.heartbeat", expires=60)
    app.send_task("ops.tasks.run_job", args=["reconcile"], expires=60)


@worker_process_init.connect
def _end_with_parent(**_: Any) -> None:
    """Have Linux end a pool process whose worker was killed; it would wait for ever."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
