"""What one process of users is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Users and seconds are of the whole run; this is `number` of `parts`."""

    url: str
    names: str
    scenario: str
    shape: str
    users: int
    seconds: int
    seed: int
    number: int = 0
    parts: int = 1


def share(total: int, number: int, parts: int) -> int:
    """Give how many of the `total` this part has; all parts together have them all."""
    return total * (number + 1) // parts - total * number // parts
