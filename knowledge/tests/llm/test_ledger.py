import datetime as dt
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge.llm import LlmError, LlmUnavailable, compose, ledger, prices, request
from knowledge.llm.attempts import ATTEMPTS
from knowledge.models import LlmCall
from knowledge.tests.anthropic_server import Claude
from knowledge.tests.llm.passages import SOURCES

pytestmark = pytest.mark.django_db
# Half past midnight of the 23rd in San Francisco.
NOW = dt.datetime(2026, 11, 23, 8, 30, tzinfo=dt.UTC)


def made(started_at: dt.datetime, cost: str, outcome: str = "answered") -> LlmCall:
    return LlmCall.objects.create(
        purpose="answer",
        model="claude-haiku-5-5",
        prompt_version="x",
        started_at=started_at,
        cost_usd=Decimal(cost),
        outcome=outcome,
        ms=None if outcome == "running" else 10,
    )


def call(most: str = "0.01") -> Any:
    return ledger.call(
        purpose="answer", model="m", prompt_version="x", most=Decimal(most)
    )


def test_a_day_is_one_of_san_francisco(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    made(NOW - dt.timedelta(minutes=31), "0.40")  # yesterday there
    made(NOW - dt.timedelta(minutes=29), "0.25")
    made(NOW, "0.05", "running")
    with CaptureQueriesContext(connection) as queries:
        assert ledger.spent_today() == Decimal("0.30")
    assert len(queries) == 1


def test_what_a_day_cost_is_read_from_an_index_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO llm_calls (purpose, model, prompt_version, started_at, ms,"
            " attempts, outcome, stop_reason, cost_usd, request_id, error)"
            " SELECT 'answer', 'm', 'x', now() - i * interval '1 minute', 10, 1,"
            " 'answered', 'end_turn', 0.001, repeat('x', 40), repeat('x', 200)"
            " FROM generate_series(1, 20000) AS i"
        )
        cursor.execute("ANALYZE llm_calls")
        with CaptureQueriesContext(connection) as queries:
            assert ledger.spent_today() < 2
        cursor.execute("EXPLAIN " + queries[0]["sql"])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "llm_calls_costs" in plan


@pytest.mark.parametrize(
    ("budget", "spent", "most", "is_let_in"),
    [
        ("1", "0.98", "0.02", True),
        ("1", "0.99", "0.02", False),
        ("0", "0", "0.01", False),
        ("0.01", "0", "0.01", True),
    ],
)
def test_what_is_spent_and_may_be_is_within_the_budget(
    budget: str, spent: str, most: str, is_let_in: bool, settings: Any
) -> None:
    settings.LLM_DAILY_BUDGET_USD = Decimal(budget)
    made(timezone.now(), spent, "running")
    if is_let_in:
        with call(most) as entry:
            entry.outcome, entry.cost = LlmCall.Outcome.ANSWERED, Decimal("0.001")
        assert LlmCall.objects.get(pk=entry.call_id).cost_usd == Decimal("0.001")
        return
    with pytest.raises(LlmUnavailable, match="midnight") as caught, call(most):
        raise AssertionError("It was let in.")
    assert caught.value.outcome == "budget_spent"
    assert LlmCall.objects.count() == 1


def test_a_call_over_the_budget_is_not_sent(claude: Claude, settings: Any) -> None:
    settings.LLM_DAILY_BUDGET_USD = Decimal("0.01")
    compose("?", SOURCES)
    made(timezone.now(), "0.009")
    with pytest.raises(LlmUnavailable, match="spent"):
        compose("?", SOURCES)
    assert len(claude.requests) == 1


@pytest.mark.django_db(transaction=True)
def test_calls_at_once_keep_to_the_budget_together(settings: Any) -> None:
    settings.LLM_DAILY_BUDGET_USD = Decimal("0.05")
    go, done = threading.Barrier(12), threading.Event()
    outcomes: list[str] = []

    def one() -> None:
        try:
            go.wait()
            with call("0.01"):
                done.wait(5)
                outcomes.append("in")
        except LlmUnavailable as error:
            outcomes.append(error.outcome)
            if outcomes.count("budget_spent") == 7:
                done.set()
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["budget_spent"] * 7 + ["in"] * 5


def test_a_call_whose_process_is_gone_is_lost_and_keeps_its_cost(
    settings: Any,
) -> None:
    settings.LLM_DAILY_BUDGET_USD = Decimal(1)
    old = made(timezone.now() - dt.timedelta(minutes=11), "0.03", "running")
    new = made(timezone.now(), "0.03", "running")
    with call():
        pass
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.outcome, old.cost_usd, old.ms) == ("lost", Decimal("0.03"), 600_000)
    assert "ended before" in old.error
    assert new.outcome == "running"


def test_a_call_that_counts_as_lost_stays_so(settings: Any) -> None:
    with call() as entry:
        entry.outcome = LlmCall.Outcome.ANSWERED
        LlmCall.objects.update(outcome="lost", ms=1)
    assert LlmCall.objects.get().outcome == "lost"


def test_an_answer_is_not_lost_with_the_database(
    claude: Claude, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise DatabaseError("gone")

    claude.during = lambda: monkeypatch.setattr(
        "django.db.models.query.QuerySet.update", away
    )
    assert compose("?", SOURCES).blocks
    assert "could not be written down" in caplog.text


@pytest.mark.parametrize(
    ("fails", "cost"),
    [
        # 1,200 tokens in at 0.10, and at most 3,000 out at 0.50, for a million.
        (lambda c: c.errs_in_stream(), "0.001620"),
        (lambda c: c.fails(529), "0"),
    ],
)
def test_what_a_failed_attempt_may_have_cost_is_counted(
    fails: Callable[[Claude], None], cost: str, claude: Claude
) -> None:
    fails(claude)
    compose("?", SOURCES)
    assert LlmCall.objects.get().cost_usd == Decimal("0.000160") + Decimal(cost)


def test_a_call_under_way_counts_at_the_most_it_can_cost(claude: Claude) -> None:
    made_of = request.build("?", SOURCES, model="claude-haiku-5-5")
    most = prices.most(
        made_of.model,
        characters=made_of.characters,
        longest_answer=request.LONGEST_ANSWER,
    )
    claude.fails(400)
    with (
        CaptureQueriesContext(connection) as queries,
        pytest.raises(LlmError),
    ):
        compose("?", SOURCES)
    (inserted,) = [
        one["sql"]
        for one in queries
        if one["sql"].startswith('INSERT INTO "llm_calls"')
    ]
    assert str(ATTEMPTS * most) in inserted
    # The switch (twice at first), lost ones, the sum, the row; and its end.
    assert len([one for one in queries if "SAVEPOINT" not in one["sql"]]) <= 6
