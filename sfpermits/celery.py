"""The Celery application: queues and the static schedule.

PostgreSQL is the truth; a message carries only an id. Celery stays below 5.7, whose
worker exits when Redis goes away with a late-ack task in flight.
"""

import os
from typing import Any

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sfpermits.settings")

SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "ops.tasks.heartbeat", "schedule": 30.0},
}

app = Celery("sfpermits")
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
    task_routes={"permits.tasks.*": {"queue": "ingest"}},
    task_ignore_result=True,
    task_acks_late=True,
    # A child that dies is found by its job row, bounded; a rejected message loops for ever.
    task_reject_on_worker_lost=False,
    task_soft_time_limit=600,
    task_time_limit=660,
    task_serializer="json",
    accept_content=["json"],
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=50,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    beat_schedule=SCHEDULE,
    beat_schedule_filename=str(settings.VAR_DIR / "celerybeat-schedule"),
)
app.autodiscover_tasks(["ops", "permits"])
