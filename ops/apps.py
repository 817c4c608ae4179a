import sys
from importlib import import_module
from typing import Any

from celery.signals import before_task_publish, heartbeat_sent
from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_finished
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class OpsConfig(AppConfig):
    name = "ops"
    verbose_name = "Operations"

    def ready(self) -> None:
        """Find what apps say of their health, and listen to what is counted."""
        # Late: they read the settings, or models that are there only now.
        from ops import groups, logs, queues, workers

        # What registers itself when it is imported: checks, receivers, facts.
        import_module("ops.client_ip")
        import_module("ops.connection_room")
        import_module("ops.request_log")
        autodiscover_modules("health")
        before_task_publish.connect(queues.stamp, weak=False)
        heartbeat_sent.connect(workers.note, weak=False)
        post_migrate.connect(groups.after_migrate)
        # After Django's own, which gives the connection back.
        request_finished.connect(_observe_pool, weak=False)
        if settings.ROLE == "command":
            logs.bind_command(sys.argv[1:])


def _observe_pool(**_: Any) -> None:
    from ops import metrics  # late: its models

    if settings.ROLE == "web":
        metrics.observe_pool()
