"""The index of block and lot alone: permit_locations_at_parcel begins with them."""

from typing import ClassVar

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("permits", "0011_permit_locations_at_parcel")]

    operations: ClassVar = [
        RemoveIndexConcurrently(
            model_name="permitlocation", name="permit_locations_parcel"
        ),
    ]
