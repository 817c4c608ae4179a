"""The address of the page of a person or firm."""

import unicodedata
from typing import Final

from permits.models.neighborhood import slug_of
from permits.views.address import address

LONGEST_SLUG: Final = 60
NO_NAME: Final = "name-not-recorded"


def entity_slug(name: str | None) -> str:
    """`José Núñez & Sons, Inc.` -> `jose-nunez-sons-inc`; never empty."""
    plain = name or ""
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in parts if not unicodedata.combining(c))
    slug = slug_of(plain)
    return slug[:LONGEST_SLUG].strip("-") or NO_NAME


def entity_url(entity_id: int, name: str | None) -> str:
    """The page of a person or firm; the id decides, the name is for people."""
    return address("entity", str(entity_id), entity_slug(name))
