"""What a lot's permits are and where, out of the index alone.

A tower's block has thousands of locations all over the table.
"""

from typing import ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("permits", "0010_incremental_entities")]

    operations: ClassVar = [
        AddIndexConcurrently(
            model_name="permitlocation",
            index=models.Index(
                fields=["block", "lot", "permit"],
                include=["latitude", "longitude", "address"],
                name="permit_locations_at_parcel",
            ),
        ),
    ]
