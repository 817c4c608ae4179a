"""The pages of the sitemap: which addresses each of them lists."""

from django.db import models


class SitemapPage(models.Model):
    """A range of keys of one kind, both ends included; made anew every night."""

    class Kind(models.TextChoices):
        PERMITS = "permits"
        PARCELS = "parcels"
        ENTITIES = "entities", "people and firms"
        STATIONS = "stations"
        NEIGHBORHOODS = "neighborhoods"

    name = models.TextField(primary_key=True, help_text="Kind and number: permits-1.")
    kind = models.TextField(choices=Kind)
    number = models.IntegerField(help_text="From 1, in the order of the keys.")
    first_key = models.TextField(help_text="As text, also where the key is a number.")
    last_key = models.TextField()
    addresses = models.IntegerField(help_text="How many keys there were.")

    class Meta:
        db_table = "sitemap_pages"

    def __str__(self) -> str:
        return self.name
