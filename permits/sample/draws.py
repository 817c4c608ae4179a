"""Random draws that come out the same on every machine and Python version.

Everything rests on `Random.random`, whose stream is guaranteed, on whole-number weights
and on plain arithmetic: no logarithms or powers, which differ between C libraries.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import TypeVar

T = TypeVar("T")

# Drawn at once; a pool costs a sixth of a call per value this way.
BATCH = 512


class Draws:
    """Endless pools of seeded draws. They share one stream, so order of use matters."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - invented data, not secrets

    def pool(
        self, values: Sequence[T], weights: Sequence[int] | None = None
    ) -> Iterator[T]:
        sums = list(accumulate(weights)) if weights else None
        while True:
            yield from self.random.choices(values, cum_weights=sums, k=BATCH)

    def ranked(self, values: Sequence[T]) -> Iterator[T]:
        """The n-th value weighs 1 / (n + 1), as words do."""
        return self.pool(values, [100_000 // (n + 2) for n in range(len(values))])

    def below(self, limit: int) -> int:
        return int(self.random.random() * limit)

    def spread(self, quantiles: Sequence[int], at: Sequence[int]) -> Iterator[int]:
        """Whole numbers whose `at`-th hundredths are `quantiles`, straight between."""
        return self.pool(interpolated(quantiles, at))

    @cached_property
    def clocks(self) -> Iterator[tuple[str, str, str, str]]:
        """Four times of one working day, in order, as the city writes them."""
        hours = self.pool(range(7, 17), [6, 14, 15, 14, 15, 12, 6, 13, 9, 2])

        def clock() -> tuple[str, str, str, str]:
            seconds = sorted(next(hours) * 3600 + self.below(3600) for _ in range(4))
            a, b, c, d = (
                f"T{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}.000" for s in seconds
            )
            return a, b, c, d

        return self.pool([clock() for _ in range(6000)])


def interpolated(quantiles: Sequence[int], at: Sequence[int]) -> list[int]:
    values = []
    for percent in range(100):
        right = next((i for i, p in enumerate(at) if p > percent), len(at) - 1)
        left = max(right - 1, 0)
        run = max(at[right] - at[left], 1)
        share = min(max(percent - at[left], 0), run)
        low, high = quantiles[left], quantiles[right]
        values.append(low + (high - low) * share // run)
    return values
