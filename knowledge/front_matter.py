"""The head of an article: `key: value` lines between two lines of `---`."""

import datetime as dt
from dataclasses import dataclass, field

REQUIRED = ("title", "agency", "publication", "effective", "checked", "topics")
NOT_DATED = "not dated"


class FrontMatterError(ValueError):
    """The head is missing or unreadable; the message says where."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    title: str
    agency: str
    publication: str
    checked: dt.date
    section: str | None = None
    effective: dt.date | None = None
    topics: list[str] = field(default_factory=list)


def parse(text: str) -> tuple[FrontMatter, str]:
    """The head of an article and its body.

    Raises:
        FrontMatterError: there is no head, or it lacks something.
    """
    head, body = _split(text)
    given = dict(_pair(line) for line in head.splitlines() if line.strip())
    if missing := [key for key in REQUIRED if not given.get(key)]:
        raise FrontMatterError(f"The head lacks {', '.join(missing)}.")
    return FrontMatter(
        title=given["title"],
        agency=given["agency"],
        publication=given["publication"],
        checked=_date(given["checked"], "checked"),
        section=given.get("section") or None,
        effective=_effective(given["effective"]),
        topics=[topic.strip() for topic in given["topics"].split(",") if topic.strip()],
    ), body


def _split(text: str) -> tuple[str, str]:
    opening, _, rest = text.removeprefix("\ufeff").partition("\n")
    head, closing, body = rest.partition("\n---\n")
    if opening.strip() != "---" or not closing:
        raise FrontMatterError("The article does not begin with a head between ---.")
    return head, body


def _pair(line: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon:
        raise FrontMatterError(f"The head's line {line!r} is not key: value.")
    return key.strip().lower(), value.strip().strip('"')


def _effective(value: str) -> dt.date | None:
    return None if value.lower() == NOT_DATED else _date(value, "effective")


def _date(value: str, key: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise FrontMatterError(
            f"{key}: {value!r} is not a date like 2025-08-29."
        ) from error
