import itertools
import re

import pytest

from permits.sample.descriptions import LONGEST, Descriptions
from permits.sample.draws import Draws
from permits.sample.parcels import read_toml

JOBS = sorted({job["rule"] for job in read_toml("jobs.toml")["job"]})


@pytest.fixture
def words() -> Descriptions:
    return Descriptions(Draws(1))


@pytest.mark.parametrize("rule", [*JOBS, "maher", "tail", "home_tail", "ti_tail"])
def test_rule_is_worded(words: Descriptions, rule: str) -> None:
    made = list(itertools.islice(words.of(rule), 200))
    assert not any(re.search(r"[{}]|%[%s]|^$", text) for text in made)
    assert len(set(made)) > 8


def test_all_rules_are_used() -> None:
    rules = read_toml("grammar.toml")
    named = {"maher", *JOBS, *re.findall(r"\{(\w+)\}", str(rules))}
    named |= {job.get("remarks", "tail") for job in read_toml("jobs.toml")["job"]}
    assert set(rules) - named == set()


@pytest.mark.parametrize(
    ("ref", "pattern"),
    [
        ("201601019999", r"201601019999|2016-0101-9999"),
        ("9815972s", "9815972s"),
        ("", r"(2005|2004)\d{8}"),
    ],
)
def test_reference(words: Descriptions, ref: str, pattern: str) -> None:
    words.year, words.ref = 2005, ref
    for _ in range(100):
        assert re.fullmatch(pattern, words.reference())


def test_firms_are_put_together_from_parts(words: Descriptions) -> None:
    names = {key: "|".join(parts) for key, parts in words.names.items()}
    syllables, endings, trades = names["syllables"], names["endings"], names["trades"]
    firm = re.compile(rf"(?:{syllables}){{1,2}}(?:{endings})(?: (?:{trades}))?")
    assert all(firm.fullmatch(words.firm()) for _ in range(500))


@pytest.mark.parametrize(
    ("change", "word"),
    [("drop", "ktchen"), ("swap", "ktichen"), ("double", "kiitchen")],
)
def test_typo(words: Descriptions, change: str, word: str) -> None:
    assert getattr(words, change)("kitchen", 1) == word


def test_long_text_is_cut(words: Descriptions) -> None:
    assert len(words.written("remodel kitchen " * 40)) <= LONGEST
