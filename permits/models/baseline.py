"""Review stations: how long they take, what waits there, and what comes after.

Derived from `addenda`; `permits.review.baselines.refresh_baselines()` makes it anew.
What is counted, and what "similar" means: docs/review.md.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Station(models.Model):
    """One station of the record, as of the newest day of the data."""

    station = models.TextField(primary_key=True, help_text="The city's code.")
    department = models.TextField(
        null=True, help_text="The one that most of its steps name."
    )
    as_of = models.DateField(help_text="To which day open reviews are counted.")
    finished_steps = models.IntegerField(help_text="Of all years, repeated ones too.")
    last_finish = models.DateField(null=True)
    open_reviews = models.IntegerField(
        help_text="Arrived, not finished, and the permit (or addendum) is in review."
    )
    oldest_arrive = models.DateField(null=True, help_text="Of the open ones.")
    open_median_days = models.IntegerField(null=True)
    open_p90_days = models.IntegerField(null=True)
    leftovers = models.IntegerField(
        help_text="Never finished, though the permit was issued or has ended since."
    )
    monthly_finished = ArrayField(
        models.IntegerField(),
        help_text="Reviews finished in each of 24 months; the last is that of as_of.",
    )
    monthly_days = ArrayField(
        models.IntegerField(null=True), help_text="Their median days; null: none."
    )

    class Meta:
        db_table = "stations"

    def __str__(self) -> str:
        return self.station


class StationBaseline(models.Model):
    """Days from arrival to finish of reviews at a station within a window."""

    class Form(models.TextChoices):
        ANY = "any", "any form"
        COUNTER = "counter", "over-the-counter form"
        OTHER = "other", "any other form"

    class Visit(models.TextChoices):
        ANY = "any", "any review"
        FIRST = "first", "first review"
        AGAIN = "again", "later review"

    station = models.TextField()
    form = models.TextField(choices=Form)
    visit = models.TextField(choices=Visit)
    window = models.SmallIntegerField(help_text="Finished in the last so many days.")
    n = models.IntegerField()
    p25 = models.IntegerField()
    p50 = models.IntegerField()
    p75 = models.IntegerField()
    p90 = models.IntegerField()

    class Meta:
        db_table = "station_baselines"
        constraints = (
            models.UniqueConstraint(
                fields=["station", "window", "form", "visit"],
                name="station_baselines_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.station}: {self.p50} days (n = {self.n})"


class StationFollower(models.Model):
    """How often a review at one station was followed by one at another."""

    station = models.TextField()
    permit_type = models.SmallIntegerField(help_text="The form; 0: not recorded.")
    follower = models.TextField(help_text="Empty: no later step is recorded.")
    reviews = models.IntegerField()

    class Meta:
        db_table = "station_followers"
        constraints = (
            models.UniqueConstraint(
                fields=["station", "permit_type", "follower"],
                name="station_followers_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.station} to {self.follower}: {self.reviews}"


class StationWaiting(models.Model):
    """One of the reviews that have been open longest at a station."""

    primary_key = models.TextField(primary_key=True, help_text="Of the step.")
    station = models.TextField()
    place = models.SmallIntegerField(help_text="1: open longest.")
    application_number = models.TextField(help_text="The permit's number.")
    addenda_number = models.IntegerField(null=True)
    arrive = models.DateField()
    plan_checked_by = models.TextField(null=True)
    address = models.TextField(null=True, help_text="The permit's.")

    class Meta:
        db_table = "station_waiting"
        verbose_name = "longest open review"
        indexes = (
            models.Index(fields=["station", "place"], name="station_waiting_longest"),
        )

    def __str__(self) -> str:
        return f"{self.application_number} at {self.station} since {self.arrive}"
