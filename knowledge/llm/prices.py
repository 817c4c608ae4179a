"""What a call costs: the one table of prices, and the most a call can cost.

In dollars for a million tokens, as Anthropic published them on `PRICED_ON`. A model
that is not in the table counts as the dearest, so that the budget holds.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Final

PRICED_ON: Final = dt.date(2026, 10, 24)
MILLION: Final = Decimal(1_000_000)
MICRO: Final = Decimal("0.000001")
# Haiku 5.5 alone has a higher price for all tokens of a prompt longer than this.
LONG_PROMPT: Final = 100_000
# English has three to four; of figures and abbreviations there are fewer in a token.
LEAST_CHARACTERS_A_TOKEN: Final = 2
# Larger pictures are made smaller before the model sees them; the newest models take
# 4,784 tokens at most, older ones 1,600.
MOST_TOKENS_A_PICTURE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Price:
    """`takes_effort`: it can be told how hard to think."""

    input: Decimal
    output: Decimal
    cache_write: Decimal
    cache_read: Decimal
    takes_effort: bool = False


def _price(*figures: str, takes_effort: bool = False) -> Price:
    into, out, write, read = map(Decimal, figures)
    return Price(into, out, write, read, takes_effort=takes_effort)


DEAREST: Final = _price("10", "50", "12.50", "1.00")
LONG_HAIKU: Final = _price("0.50", "2.50", "0.625", "0.05", takes_effort=True)
# By the beginning of the model's name; the longest that fits is taken.
PRICES: Final[Mapping[str, Price]] = {
    "claude-haiku-5-5": _price("0.10", "0.50", "0.125", "0.01", takes_effort=True),
    "claude-haiku-4-5": _price("1", "5", "1.25", "0.10"),
    "claude-sonnet-5-5": _price("2", "10", "2.50", "0.10", takes_effort=True),
    "claude-sonnet-5": _price("2", "10", "2.50", "0.20", takes_effort=True),
    "claude-sonnet-4": _price("3", "15", "3.75", "0.30"),
    "claude-opus-5-5": _price("4", "20", "5", "0.20", takes_effort=True),
    "claude-opus-5": _price("5", "25", "6.25", "0.50", takes_effort=True),
    "claude-opus-4": _price("5", "25", "6.25", "0.50"),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one or more attempts, as billed."""

    input: int = 0
    output: int = 0
    cache_write: int = 0
    cache_read: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(
            self.input + other.input,
            self.output + other.output,
            self.cache_write + other.cache_write,
            self.cache_read + other.cache_read,
        )

    @property
    def prompt(self) -> int:
        return self.input + self.cache_write + self.cache_read


def price(model: str, prompt: int = 0) -> Price:
    """The price of a model for a prompt of so many tokens."""
    fitting = [name for name in PRICES if _is_of(model, name)]
    if not fitting:
        return DEAREST
    name = max(fitting, key=len)
    is_long = name == "claude-haiku-5-5" and prompt > LONG_PROMPT
    return LONG_HAIKU if is_long else PRICES[name]


def _is_of(model: str, name: str) -> bool:
    """Whether the model is the one named, or a dated or lesser version of it."""
    return model == name or model.startswith(f"{name}-")


def cost(model: str, tokens: Tokens) -> Decimal:
    """Dollars for one attempt, rounded up to a millionth."""
    total = sum(_parts(price(model, tokens.prompt), tokens), Decimal(0))
    return (total / MILLION).quantize(MICRO, rounding=ROUND_UP)


def _parts(each: Price, tokens: Tokens) -> Iterator[Decimal]:
    yield each.input * tokens.input
    yield each.output * tokens.output
    yield each.cache_write * tokens.cache_write
    yield each.cache_read * tokens.cache_read


def most(
    model: str, *, characters: int, longest_answer: int, pictures: int = 0
) -> Decimal:
    """The most one attempt can cost whose prompt has so many characters and
    pictures.
    """
    prompt = characters // LEAST_CHARACTERS_A_TOKEN + 1
    prompt += pictures * MOST_TOKENS_A_PICTURE
    return cost(model, Tokens(input=prompt, output=longest_answer))
