import json
import time
from collections.abc import Iterator

import pytest
from redis import Redis

from ops import queues


@pytest.fixture
def broker() -> Iterator[Redis]:
    client = queues._broker()
    client.delete(*queues.QUEUES)
    yield client
    client.delete(*queues.QUEUES)


def _message(seconds_ago: float | None) -> str:
    headers = (
        {} if seconds_ago is None else {queues.PUBLISHED: time.time() - seconds_ago}
    )
    return json.dumps({"body": "", "headers": headers, "properties": {}})


def test_the_oldest_message_tells_how_long_a_queue_waits(broker: Redis) -> None:
    for age in (90, 30):  # as kombu does: in on the left, out on the right
        broker.lpush("ingest", _message(age))
    broker.lpush("plans", _message(None))
    waiting = queues.depths()["waiting"]
    assert waiting["default"] == {"messages": 0, "oldest_s": None}
    assert waiting["plans"] == {"messages": 1, "oldest_s": None}
    assert waiting["ingest"]["messages"] == 2
    assert waiting["ingest"]["oldest_s"] == pytest.approx(90, abs=2)


def test_messages_that_wait_are_known_by_their_task(broker: Redis) -> None:
    assert queues.waiting("plans") == set()
    for task in ("one", "two", "one"):
        said = {"headers": {"id": task}, "body": "", "properties": {}}
        broker.lpush("plans", json.dumps(said))
    assert queues.waiting("plans") == {"one", "two"}
    assert queues.waiting("default") == set()


def test_a_message_sent_again_keeps_its_first_time() -> None:
    headers: dict[str, float] = {}
    queues.stamp(headers=headers)
    first = headers[queues.PUBLISHED]
    assert first == pytest.approx(time.time(), abs=2)
    queues.stamp(headers=headers)
    assert headers[queues.PUBLISHED] == first
