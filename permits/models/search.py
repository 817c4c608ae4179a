"""What search reads: tables derived from the record, refreshed by every load.

Nothing here is a source of truth: `permits.search.index.rebuild()` makes it anew.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchRow(models.Model):
    """One permit as search sees it: what it is sorted by, counted by and found by."""

    permit_number = models.TextField(primary_key=True)
    filed_date = models.DateField(null=True)
    year = models.SmallIntegerField(null=True, help_text="Year of filed_date.")
    cost = models.BigIntegerField(
        null=True, help_text="The higher of estimated and revised cost, in dollars."
    )
    cost_band = models.SmallIntegerField(null=True, help_text="See search/bands.py.")
    permit_type = models.SmallIntegerField(null=True)
    status = models.TextField(null=True)
    neighborhood = models.TextField(null=True)
    tokens = ArrayField(
        models.TextField(),
        help_text="What filters match; docs/search.md lists the forms.",
    )
    search_vector = SearchVectorField(
        help_text="Number and addresses weigh A, the description C."
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.permit_number


class PermitSearch(SearchRow):
    """Stored newest first; rebuilt and deleted from, never inserted into."""

    class Meta:
        db_table = "permit_search"
        verbose_name = "permit in search"
        verbose_name_plural = "permits in search"
        indexes = (
            GinIndex(
                fields=["search_vector", "tokens"],
                name="permit_search_words",
                fastupdate=False,
            ),
        )


class PermitSearchRecent(SearchRow):
    """Permits that changed since `permit_search` was built, in no order."""

    class Meta:
        db_table = "permit_search_recent"
        verbose_name = "recent permit in search"
        verbose_name_plural = "recent permits in search"
        indexes = (
            GinIndex(
                fields=["search_vector", "tokens"],
                name="permit_search_recent_words",
                fastupdate=False,
            ),
        )


class SearchTerm(models.Model):
    """One thing to suggest while somebody types."""

    class Kind(models.TextChoices):
        ADDRESS = "address"
        STREET = "street"
        NEIGHBORHOOD = "neighborhood"
        WORD = "word"

    kind = models.TextField(choices=Kind)
    term = models.TextField(help_text="As it is compared: lower case, no punctuation.")
    label = models.TextField(help_text="As it is shown.")
    df = models.BigIntegerField(help_text="How many records have it; words: about.")

    class Meta:
        db_table = "search_terms"
        indexes = (
            models.Index(
                OpClass("term", name="text_pattern_ops"), name="search_terms_prefix"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["kind", "term"], name="search_terms_once"),
        )

    def __str__(self) -> str:
        return self.label


class StreetBlock(models.Model):
    """A street and one of the assessor's blocks that have an address on it."""

    street = models.TextField()
    block = models.TextField()

    class Meta:
        db_table = "street_blocks"
        constraints = (
            models.UniqueConstraint(
                fields=["street", "block"], name="street_blocks_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.street} at block {self.block}"


class PermitDuration(models.Model):
    """Median days of one step for similar permits filed in the last years."""

    class Step(models.TextChoices):
        ISSUED = "issued", "filed to issued"
        COMPLETED = "completed", "issued to completed"

    step = models.TextField(choices=Step)
    permit_type = models.SmallIntegerField()
    cost_band = models.SmallIntegerField(null=True, help_text="Null: not recorded.")
    neighborhood = models.TextField(null=True, help_text="Null: the whole city.")
    median_days = models.FloatField()
    permits = models.BigIntegerField(help_text="How many permits the median is of.")

    class Meta:
        db_table = "permit_durations"
        constraints = (
            models.UniqueConstraint(
                fields=["permit_type", "step", "cost_band", "neighborhood"],
                nulls_distinct=False,
                name="permit_durations_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step}: {self.median_days} days of {self.permits}"


class RecordStatistics(models.Model):
    """The one row that says what is in the record and how fresh it is."""

    permits = models.BigIntegerField()
    locations = models.BigIntegerField()
    first_filed = models.DateField(null=True)
    last_filed = models.DateField(null=True)
    data_as_of = models.DateTimeField(null=True)
    is_sample = models.BooleanField(help_text="Some permits are generated.")
    facets = models.JSONField(help_text="Counts of the whole record, by facet.")
    examples = models.JSONField(help_text="Searches to try: label and query.")
    load = models.ForeignKey(
        "permits.Load", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        db_table = "record_statistics"
        verbose_name_plural = "record statistics"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(id=1), name="record_statistics_one_row"
            ),
        )

    def __str__(self) -> str:
        return f"{self.permits} permits"
