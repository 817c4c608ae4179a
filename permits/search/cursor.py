"""Places in an ordered list of results, written into URLs."""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Literal, Self

_FORM = re.compile(
    r"(?P<sort>[a-z_]{3,10}):(?P<side>after|before):(?P<first>-?\d{1,15})"
    r":(?P<second>-?\d{1,15}):(?P<permit_number>[0-9A-Za-z-]{1,30})",
    re.ASCII,
)
LONGEST = 150


@dataclass(frozen=True, slots=True)
class Cursor:
    """The results on one side of a row: its two sort keys and its permit number."""

    sort: str
    side: Literal["after", "before"]
    first: int
    second: int
    permit_number: str

    def encode(self) -> str:
        keys = f"{self.first}:{self.second}:{self.permit_number}"
        text = f"{self.sort}:{self.side}:{keys}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Self | None:
        """The cursor of that text, or None if it is not one of ours."""
        if not text.isascii() or len(text) > LONGEST:
            return None
        try:
            plain = base64.b64decode(
                text + "=" * (-len(text) % 4), b"-_", validate=True
            )
            match = _FORM.fullmatch(plain.decode("ascii"))
        except (binascii.Error, UnicodeDecodeError):
            return None
        if match is None:
            return None
        return cls(
            sort=match["sort"],
            side="after" if match["side"] == "after" else "before",
            first=int(match["first"]),
            second=int(match["second"]),
            permit_number=match["permit_number"],
        )
