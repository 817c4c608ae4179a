"""The pages of the sitemap; and what the admin calls several rows of a table."""

from typing import ClassVar

from django.db import migrations, models


def _named(model: str, **names: str) -> migrations.AlterModelOptions:
    options = {f"verbose_{key}": value for key, value in names.items()}
    return migrations.AlterModelOptions(name=model, options=options)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("permits", "0012_remove_permit_locations_parcel")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SitemapPage",
            fields=[
                (
                    "name",
                    models.TextField(
                        help_text="Kind and number: permits-1.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("permits", "Permits"),
                            ("parcels", "Parcels"),
                            ("entities", "people and firms"),
                            ("stations", "Stations"),
                            ("neighborhoods", "Neighborhoods"),
                        ]
                    ),
                ),
                (
                    "number",
                    models.IntegerField(help_text="From 1, in the order of the keys."),
                ),
                (
                    "first_key",
                    models.TextField(
                        help_text="As text, also where the key is a number."
                    ),
                ),
                ("last_key", models.TextField()),
                (
                    "addresses",
                    models.IntegerField(help_text="How many keys there were."),
                ),
            ],
            options={"db_table": "sitemap_pages"},
        ),
        _named("entity", name_plural="entities"),
        _named("entitykeys", name_plural="entity keys"),
        _named(
            "entitypossible",
            name="possible match of entities",
            name_plural="possible matches of entities",
        ),
        _named("entitystatistics", name_plural="entity statistics"),
        _named("neighborhoodstatistics", name_plural="neighborhood statistics"),
        _named(
            "permitsearch",
            name="permit in search",
            name_plural="permits in search",
        ),
        _named(
            "permitsearchrecent",
            name="recent permit in search",
            name_plural="recent permits in search",
        ),
        _named("recordstatistics", name_plural="record statistics"),
        _named("refresh", name_plural="refreshes"),
        _named("relationshipdue", name_plural="relationships due"),
        _named("rolestatistics", name_plural="role statistics"),
        _named("stationwaiting", name="longest open review"),
    ]
