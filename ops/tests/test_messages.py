import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from celery import Celery

from ops import messages, ports, reconcile
from ops.tests.cron_jobs import SLOT, make


@contextmanager
def nobody() -> Iterator[int]:
    """A port where nothing listens."""
    yield ports.free()


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=8)) as listening:
        yield listening.getsockname()[1]


@pytest.mark.parametrize("broker", [nobody, silent])
def test_that_the_queue_is_away_is_known_within_a_second(
    broker: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(broker)
    with broker() as port, Celery(broker=f"redis://:secret@127.0.0.1:{port}/3") as app:
        monkeypatch.setattr(messages, "current_app", app)
        began = time.monotonic()
        with pytest.raises(messages.NotSentError) as said:
            messages.send("ops.tasks.run_job", ["nothing"])
        assert time.monotonic() - began < 3
        assert "secret" not in str(said.value)


def test_an_operator_hears_of_it_as_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    with nobody() as port, Celery(broker=f"redis://127.0.0.1:{port}/3") as app:
        monkeypatch.setattr(messages, "current_app", app)
        began = time.monotonic()
        with pytest.raises(reconcile.NotPublishedError, match="could not be queued"):
            reconcile.publish(make(), SLOT)
        assert time.monotonic() - began < 3
