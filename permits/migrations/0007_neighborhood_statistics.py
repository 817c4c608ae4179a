import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("permits", "0006_station_baselines")]

    operations = [
        migrations.CreateModel(
            name="NeighborhoodStatistics",
            fields=[
                ("slug", models.TextField(help_text="By the rule of slug_of().", primary_key=True, serialize=False)),
                ("name", models.TextField(help_text="Null: the whole city.", null=True)),
                ("permits", models.BigIntegerField(help_text="Building permits, each once.")),
                ("open_permits", models.BigIntegerField()),
                ("complaints", models.BigIntegerField()),
                ("open_complaints", models.BigIntegerField()),
                ("filed", models.JSONField(help_text="[[year of filing or null, form number or null, permits]]")),
                ("days", models.JSONField(help_text="[[over the counter or in-house, median days filed to issued of those filed lately, how many permits that is of]]")),
                ("complaint_years", models.JSONField(help_text="[[year or null, complaints]]")),
                ("recent", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), help_text="The permits filed last.", size=None)),
                ("largest", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), help_text="Of those filed lately the highest costs.", size=None)),
                ("firms", models.JSONField(help_text="[[entity id, name, permits]]: who is named on most filed lately.")),
                ("outline", models.JSONField(help_text="GeoJSON, without corners that a map does not show.", null=True)),
                ("loaded_at", models.DateTimeField(help_text="When the permits that are counted here were loaded last.", null=True)),
            ],
            options={"db_table": "neighborhood_statistics"},
        ),
    ]
