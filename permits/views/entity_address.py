"""The address of the page of a person or firm."""

import unicodedata
from typing import Final

from django.urls import reverse

from permits.models.neighborhood import slug_of

LONGEST_SLUG: Final = 60
NO_NAME: Final = "name-not-recorded"


def entity_slug(name: str | None) -> str:
    """`José Núñez & Sons, Inc.` -> `jose-nunez-sons-inc`; never empty."""
    plain = unicodedata.normalize("NFKD", name or "")
    slug = slug_of("".join(c for c in plain if not unicodedata.combining(c)))
    return slug[:LONGEST_SLUG].strip("-") or NO_NAME


def entity_url(entity_id: int, name: str | None) -> str:
    """The page of a person or firm; the id decides, the name is for people."""
    return reverse("entity", args=[entity_id, entity_slug(name)])
