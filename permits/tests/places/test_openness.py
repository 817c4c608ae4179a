import pytest

from permits import words
from permits.places.openness import is_open, open_statuses


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("filed", True),
        ("issued", True),
        ("appeal", True),
        ("Suspend", True),
        ("complete", False),
        ("expired", False),
        ("revoked", False),
        (None, False),
    ],
)
def test_what_counts_as_open(raw: str | None, *, expected: bool) -> None:
    assert is_open(words.status(raw)) is expected
    if raw:
        assert (raw.lower() in open_statuses()) is expected
