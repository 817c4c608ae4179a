"""Plan review (data set 87xy-gk8d): each desk that a permit's plans were sent to."""

from django.db import models

from permits.models.source_record import SourceRecord


class RoutingStep(SourceRecord):
    """One step of a permit's (or addendum's) way through review.

    A step that goes to another reviewer is listed again: `querysets.routing_of()` has
    one for each station. A step that arrived and has no `finish_date` is open.
    """

    primary_key = models.TextField(primary_key=True)
    application_number = models.TextField(null=True, help_text="The permit's number.")
    addenda_number = models.IntegerField(
        null=True, help_text="0: the permit itself; from 1: addenda to a site permit."
    )
    step = models.IntegerField(null=True, help_text="Order on the routing list.")
    station = models.TextField(null=True)
    arrive = models.DateField(null=True)
    assign_date = models.DateField(null=True)
    start_date = models.DateField(null=True)
    in_hold = models.DateField(null=True)
    out_hold = models.DateField(null=True)
    finish_date = models.DateField(null=True)
    approved_date = models.DateField(null=True)
    plan_checked_by = models.TextField(null=True, help_text="LAST FIRST, upper case.")
    hold_description = models.TextField(null=True)
    title = models.TextField(null=True, help_text="What the addendum is about.")
    addenda_status = models.TextField(
        null=True, help_text="Status of the permit (addendum 0) or of the addendum."
    )
    department = models.TextField(null=True)
    review_results = models.TextField(
        null=True, help_text="Not recorded for nine steps in ten."
    )

    class Meta:
        db_table = "addenda"
        indexes = (
            models.Index(fields=["application_number"], name="addenda_permit"),
            models.Index(
                fields=["station", "arrive"],
                name="addenda_open",
                condition=models.Q(finish_date=None, arrive__isnull=False),
            ),
            models.Index(
                fields=["station", "finish_date"],
                name="addenda_finished",
                include=["arrive"],
                condition=models.Q(finish_date__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_number} at {self.station}"
