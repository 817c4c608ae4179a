"""One attempt: a request sent through Anthropic's package, and the stream read.

It is read in a thread of its own, so that whoever waits leaves at the deadline
whatever the server does: name servers, handshakes and trickling bytes included. The
thread touches no database, and ends by its own time-outs.
"""

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import anthropic
import httpx2
from anthropic import Anthropic, DefaultHttpxClient, Stream
from django.conf import settings

from knowledge.llm import failure
from knowledge.llm.assemble import Assembly
from knowledge.llm.composed import Block
from knowledge.llm.failure import Failure, Outcome
from knowledge.llm.request import Request

OnBlocks = Callable[[Sequence[Block]], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, of silence, and for the whole call with all its attempts."""

    connect: float = 5.0
    silence: float = 20.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class _Begun:
    request_id: str


@dataclass(frozen=True, slots=True)
class _Ended:
    error: Failure | None = None


_Item = _Begun | _Ended | dict[str, Any]
# What Anthropic's package and its HTTP client raise; JSON's errors are ValueErrors.
FAILURES: Final = (
    anthropic.AnthropicError,
    httpx2.HTTPError,
    httpx2.StreamError,
    ValueError,
    Failure,
)
NOT_SENT: Final = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


class Attempt:
    """One attempt at a request; `assembly` and `request_id` are good after a failure
    too.
    """

    def __init__(self, request: Request, patience: Patience, sources: int) -> None:
        self.assembly = Assembly(sources)
        self.request_id = ""
        self._request = request
        self._patience = patience
        self._items: queue.SimpleQueue[_Item] = queue.SimpleQueue()
        self._left = threading.Event()

    def run(self, deadline: float, on_blocks: OnBlocks) -> None:
        """Read the answer into `assembly`, by `deadline` of the monotonic clock.

        Raises Failure, and whatever `on_blocks` raises.
        """
        reader = threading.Thread(target=self._read, name="llm", daemon=True)
        reader.start()
        try:
            for event in self._events(deadline):
                if self.assembly.take(event):
                    on_blocks(tuple(self.assembly.blocks))
        finally:
            self._left.set()
        if not self.assembly.whole or not self.assembly.stop_reason:
            raise Failure(Outcome.BROKEN, "The stream ended before the answer did.")

    def _events(self, deadline: float) -> Iterator[dict[str, Any]]:
        while True:
            match self._next(deadline):
                case _Begun(request_id):
                    self.request_id = request_id
                case _Ended(Failure() as error):
                    raise error
                case _Ended():
                    return
                case {"type": "error"} as event:
                    raise failure.of_event(event)
                case dict() as event:
                    yield event

    def _next(self, deadline: float) -> _Item:
        try:
            return self._items.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise Failure(
                Outcome.TIMED_OUT, f"No whole answer in {self._patience.whole:g} s."
            ) from None

    def _read(self) -> None:
        failed: Failure | None = None
        try:
            with _client(self._patience) as client:
                self._stream(client)
        except FAILURES as error:
            failed = _failure_of(error)
        finally:
            # A fault of ours is told by the thread itself; whoever waits has no answer.
            self._items.put(_Ended(failed))

    def _stream(self, client: Anthropic) -> None:
        sending = client.messages.with_streaming_response.create(
            **self._request.body, stream=True
        )
        with sending as response:
            self._items.put(_Begun(response.headers.get("request-id", "")))
            for event in Stream.raw_events(response.http_response):
                if self._left.is_set():
                    return
                if event.data:
                    self._items.put(_parsed(event.data))


def _client(patience: Patience) -> Anthropic:
    timeout = httpx2.Timeout(patience.silence, connect=patience.connect)
    return Anthropic(
        api_key=settings.ANTHROPIC_API_KEY,
        base_url=settings.ANTHROPIC_BASE_URL,
        max_retries=0,
        timeout=timeout,
        # A redirect would carry the key elsewhere.
        http_client=DefaultHttpxClient(timeout=timeout, follow_redirects=False),
    )


def _parsed(data: str) -> dict[str, Any]:
    event = json.loads(data)
    if not isinstance(event, dict):
        raise Failure(Outcome.BROKEN, "An event of the stream is no object.")
    return event


def _failure_of(error: Exception) -> Failure:
    """The Failure that one of `FAILURES` means."""
    match error:
        case Failure():
            return error
        case anthropic.APIStatusError():
            return failure.of_status(
                error.status_code, error.response.headers, error.body
            )
        case anthropic.APITimeoutError() | httpx2.TimeoutException():
            return Failure(Outcome.TIMED_OUT, _named(error), sent=_was_sent(error))
        case anthropic.APIConnectionError() | httpx2.ConnectError():
            return Failure(Outcome.UNREACHABLE, _named(error), sent=_was_sent(error))
        case json.JSONDecodeError() | UnicodeDecodeError():
            return Failure(Outcome.BROKEN, "An event of the stream is no JSON.")
    return Failure(Outcome.BROKEN, _named(error))


def _named(error: Exception) -> str:
    """The kind of the error beneath: its text may hold an address or a key."""
    return type(error.__cause__ or error).__name__


def _was_sent(error: Exception) -> bool:
    return not isinstance(error.__cause__ or error, NOT_SENT)
