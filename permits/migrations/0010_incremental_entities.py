"""Working tables by which resolve_entities and build_graph do only what changed."""

from typing import ClassVar

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("permits", "0009_refreshes")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="entitycontact",
            name="contact",
            field=models.OneToOneField(
                db_column="contact_key",
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                primary_key=True,
                related_name="placed",
                serialize=False,
                to="permits.contact",
            ),
        ),
        migrations.AddField(
            model_name="entitycontact",
            name="permit_number",
            field=models.TextField(help_text="When it was resolved.", null=True),
        ),
        migrations.AddField(
            model_name="entitycontact",
            name="fingerprint",
            field=models.BigIntegerField(
                help_text="Of what was read of the contact: tells what has changed.",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="EntityRun",
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
                    "rules",
                    models.TextField(
                        help_text="Version of the rules it was resolved by."
                    ),
                ),
                (
                    "contacts",
                    models.IntegerField(help_text="Resolved by the last whole run."),
                ),
                (
                    "changed",
                    models.IntegerField(
                        help_text="Contacts new, changed or gone since then."
                    ),
                ),
                (
                    "register",
                    models.BinaryField(
                        help_text=(
                            "How often each name occurs, packed (entities/register.py)."
                        )
                    ),
                ),
                (
                    "graph_loads",
                    models.BigIntegerField(
                        help_text=(
                            "The graph has seen all loads before this id;"
                            " null: none is built."
                        ),
                        null=True,
                    ),
                ),
                (
                    "graph_removed",
                    models.IntegerField(
                        default=0,
                        help_text="Loads that were removed when the graph was built.",
                    ),
                ),
            ],
            options={
                "db_table": "entity_runs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(id=1), name="entity_runs_has_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EntityKeys",
            fields=[
                (
                    "entity_id",
                    models.BigIntegerField(primary_key=True, serialize=False),
                ),
                (
                    "keys",
                    ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
            ],
            options={"db_table": "entity_keys"},
        ),
        migrations.CreateModel(
            name="RelationshipDue",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "permit_number",
                        "entity_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("permit_number", models.TextField()),
                ("entity_id", models.BigIntegerField()),
            ],
            options={"db_table": "relationships_due"},
        ),
    ]
