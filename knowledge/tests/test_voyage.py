import threading
import time
from collections.abc import Iterator

import pytest

from knowledge.tests import voyage_server as wire
from knowledge.voyage import LONGEST_PAUSE, Client, VoyageError


@pytest.fixture
def server() -> Iterator[wire.Voyage]:
    with wire.serving() as made:
        yield made


def client(server: wire.Voyage, pauses: list[float]) -> Client:
    return Client(base_url=server.url, key="k", sleep=pauses.append)


def test_asks_as_voyage_wants(server: wire.Voyage) -> None:
    made = client(server, []).embed(["one", "two"], "document")
    assert made == [wire.vector("one"), wire.vector("two")]
    assert server.keys == ["Bearer k"]
    assert server.asked == [
        {
            "model": "voyage-3.5-lite",
            "input": ["one", "two"],
            "input_type": "document",
            "output_dimension": 256,
        }
    ]


def test_many_texts_go_in_batches(server: wire.Voyage) -> None:
    texts = [str(number) for number in range(300)] + ["x" * 150_000] * 2
    made = client(server, []).embed(texts, "document")
    assert [len(asked["input"]) for asked in server.asked] == [128, 128, 45, 1]
    assert made == [wire.vector(text) for text in texts]


@pytest.mark.parametrize(
    "fault",
    [
        wire.status(429),
        wire.status(500),
        wire.status(529),
        wire.cut_off,
        wire.body(b"<html>"),
        wire.body(b'{"data": [{"index": 0}]}'),
    ],
)
def test_tries_again_what_may_pass(server: wire.Voyage, fault: wire.Fault) -> None:
    pauses: list[float] = []
    server.faults.append(fault)
    assert client(server, pauses).embed(["a"], "document") == [wire.vector("a")]
    assert len(pauses) == 1


@pytest.mark.parametrize(("after", "pause"), [("3", 3.0), ("171", LONGEST_PAUSE)])
def test_waits_as_told_but_not_for_ever(
    server: wire.Voyage, after: str, pause: float
) -> None:
    pauses: list[float] = []
    server.faults.append(wire.status(429, Retry_After=after))
    client(server, pauses).embed(["a"], "document")
    assert pauses == [pause]


def test_gives_up(server: wire.Voyage) -> None:
    pauses: list[float] = []
    server.faults.extend([wire.status(503)] * 5)
    with pytest.raises(VoyageError, match="503"):
        client(server, pauses).embed(["a"], "document")
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "fault",
    [
        wire.status(400),
        wire.status(401),
        wire.changed(lambda rows: rows[:1]),
        wire.changed(lambda rows: [row | {"embedding": [0.5]} for row in rows]),
    ],
)
def test_does_not_try_again_what_will_not_pass(
    server: wire.Voyage, fault: wire.Fault
) -> None:
    server.faults.append(fault)
    with pytest.raises(VoyageError) as caught:
        client(server, []).embed(["a", "b"], "document")
    assert not caught.value.transient
    assert len(server.asked) == 1


def test_puts_the_answer_in_order(server: wire.Voyage) -> None:
    server.faults.append(wire.changed(lambda rows: rows[::-1]))
    made = client(server, []).embed(["a", "b"], "document")
    assert made == [wire.vector("a"), wire.vector("b")]


def test_a_reader_does_not_wait_for_a_server_that_stalls(server: wire.Voyage) -> None:
    over = threading.Event()
    server.faults.append(wire.stall(over))
    asked = Client(base_url=server.url, key="k", query_timeout=0.1)
    start = time.monotonic()
    with pytest.raises(VoyageError, match="did not answer"):
        asked.embed(["a"], "query")
    over.set()
    assert time.monotonic() - start < 2
    assert len(server.asked) == 1
