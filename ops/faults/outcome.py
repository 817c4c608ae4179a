"""What a fault was to do and what it did."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the table of faults."""

    fault: str
    expected: str
    seen: str
    passed: bool
