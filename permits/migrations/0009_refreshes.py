from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("permits", "0008_search_entities")]
    operations: ClassVar[list[object]] = [
        migrations.CreateModel(
            name="Refresh",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "step",
                    models.TextField(help_text="Name in permits/refresh/steps.py."),
                ),
                (
                    "status",
                    models.TextField(
                        choices=[
                            ("running", "Running"),
                            ("succeeded", "Succeeded"),
                            ("failed", "Failed"),
                        ],
                        default="running",
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "error",
                    models.TextField(
                        default="", help_text="Why it failed, in plain words."
                    ),
                ),
                (
                    "inputs",
                    models.JSONField(
                        help_text="What it was made from: {loads: {data set: id},"
                        " steps: {step: id}}."
                    ),
                ),
                (
                    "figures",
                    models.JSONField(
                        default=dict, help_text="What it counted and wrote."
                    ),
                ),
                (
                    "touched",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="Entities that it changed; null: unknown, it may be"
                        " any.",
                        null=True,
                        size=None,
                    ),
                ),
            ],
            options={
                "db_table": "refreshes",
                "indexes": [
                    models.Index(fields=["step", "-id"], name="refreshes_recent")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished_at", None),
                            ("status", "running"),
                        )
                        | models.Q(
                            ("finished_at__isnull", False),
                            ("status__in", ["succeeded", "failed"]),
                        ),
                        name="refreshes_finished_unless_running",
                    )
                ],
            },
        ),
    ]
