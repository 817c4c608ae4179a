"""The city's neighborhoods for analysis (data set j2bu-swwd)."""

import re

from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower


def slug_of(name: str) -> str:
    """The `slug` of a neighborhood: `Sunset/Parkside` -> `sunset-parkside`."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


class _Dashes(Func):
    """Whatever is neither letter nor digit as one dash."""

    function = "regexp_replace"
    arity = 4


class Neighborhood(models.Model):
    """One neighborhood; permits name it in `neighborhoods_analysis_boundaries`."""

    name = models.TextField(primary_key=True)
    # Made by the database, by the same rule as slug_of().
    slug = models.GeneratedField(
        expression=Func(
            _Dashes(Lower(F("name")), Value("[^a-z0-9]+"), Value("-"), Value("g")),
            Value("-"),
            function="btrim",
        ),
        output_field=models.TextField(),
        db_persist=True,
        unique=True,
    )
    outline = models.JSONField(
        null=True, help_text="GeoJSON Polygon or MultiPolygon, WGS 84."
    )
    unparsed = models.JSONField(null=True)
    load = models.ForeignKey(
        "permits.Load",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    class Meta:
        db_table = "neighborhoods"

    def __str__(self) -> str:
        return self.name
