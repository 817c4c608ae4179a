"""Where backups, and likewise plan sets, are kept: a folder or a bucket by a URL."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FORMS = "{} must be s3://bucket, s3://bucket/folder or file:///folder."


@dataclass(frozen=True, slots=True)
class Address:
    """A folder of this machine, or a bucket with a prefix inside it."""

    folder: Path | None = None
    bucket: str = ""
    prefix: str = ""

    def __str__(self) -> str:
        if self.folder:
            return str(self.folder)
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")


def parse(url: str | None, default: Path, *, name: str = "BACKUP_URL") -> Address:
    """Give the address; `default` is the folder where none is set.

    `name` is the variable that an error is about.

    Raises ImproperlyConfigured. Keys of a bucket are never part of it: they are read
    from `AWS_ACCESS_KEY_ID` and its siblings, as every program that uses S3 does.
    """
    if not url:
        return Address(folder=default)
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise ImproperlyConfigured(FORMS.format(name)) from error
    if parts.query or parts.fragment or "@" in parts.netloc or ":" in parts.netloc:
        raise ImproperlyConfigured(FORMS.format(name))
    path = unquote(parts.path)
    if parts.scheme == "s3" and parts.netloc:
        return Address(bucket=parts.netloc, prefix=path.strip("/"))
    if parts.scheme == "file" and not parts.netloc and path.strip("/"):
        return Address(folder=Path(path))
    raise ImproperlyConfigured(FORMS.format(name))
