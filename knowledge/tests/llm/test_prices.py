from decimal import Decimal

import pytest

from knowledge.llm import prices
from knowledge.llm.prices import Tokens


@pytest.mark.parametrize(
    ("model", "into", "out"),
    [
        ("claude-haiku-5-5", "0.10", "0.50"),
        ("claude-haiku-4-5-20251001", "1", "5"),
        ("claude-sonnet-5-5", "2", "10"),
        ("claude-sonnet-4-6", "3", "15"),
        ("claude-opus-5", "5", "25"),
        ("claude-opus-5-5", "4", "20"),
        ("claude-opus-4-8", "5", "25"),
        ("claude-sonnet-50", "10", "50"),
        ("something-else", "10", "50"),
    ],
)
def test_the_price_of_a_model_or_the_dearest(model: str, into: str, out: str) -> None:
    found = prices.price(model)
    assert (found.input, found.output) == (Decimal(into), Decimal(out))


def test_no_price_is_above_the_dearest() -> None:
    for found in prices.PRICES.values():
        for name in ("input", "output", "cache_write", "cache_read"):
            assert 0 < getattr(found, name) <= getattr(prices.DEAREST, name)


@pytest.mark.parametrize(
    ("tokens", "dollars"),
    [
        (Tokens(), "0"),
        (Tokens(input=1_000_000), "0.5"),  # a long prompt
        (Tokens(input=100_000), "0.01"),
        (Tokens(input=1), "0.000001"),  # rounded up
        (Tokens(1000, 100, 1000, 1000), "0.000285"),
        (Tokens(50_000, 0, 0, 50_001), "0.027501"),
    ],
)
def test_what_tokens_cost(tokens: Tokens, dollars: str) -> None:
    assert prices.cost("claude-haiku-5-5", tokens) == Decimal(dollars)
