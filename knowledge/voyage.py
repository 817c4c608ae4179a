"""Voyage's embeddings over HTTP.

What may pass (429, 5xx, time-out, cut connection) is tried again a few times within a
bounded wait; what will not (400, 401) is final.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import httpx
from django.conf import settings

MODEL: Final = "voyage-3.5-lite"
DIMENSIONS: Final = 256
MODEL_ID: Final = f"{MODEL}-{DIMENSIONS}"
# The server takes 1,000 texts and some hundred thousand tokens in one request.
BATCH_TEXTS, BATCH_CHARACTERS = 128, 200_000
ATTEMPTS = 3
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 20.0
TOO_MANY_REQUESTS, SERVER_ERROR = 429, 500


class VoyageError(Exception):
    """No vectors came. `transient`: they may later."""

    def __init__(
        self, message: str, *, transient: bool, pause: float | None = None
    ) -> None:
        super().__init__(message)
        self.transient = transient
        self.pause = pause


@dataclass(slots=True)
class Client:
    """Asks one server. `timeout` in seconds: short for a question that a reader waits
    for, long for documents. `sleep` is for tests.
    """

    base_url: str = field(default_factory=lambda: settings.VOYAGE_BASE_URL)
    key: str | None = field(default_factory=lambda: settings.VOYAGE_API_KEY)
    document_timeout: float = 60.0
    query_timeout: float = 2.0
    sleep: Callable[[float], None] = time.sleep

    def embed(self, texts: Sequence[str], kind: str) -> list[list[float]]:
        """One vector for each text, in their order.

        Raises:
            VoyageError: they did not come.
        """
        # A reader waits for a question's vector: one try, then full text alone.
        seconds = self.query_timeout if kind == "query" else self.document_timeout
        attempts = 1 if kind == "query" else ATTEMPTS
        timeout = httpx.Timeout(seconds, connect=min(seconds, 5.0))
        with httpx.Client(timeout=timeout) as http:
            return [
                vector
                for batch in _batches(texts)
                for vector in self._persist(http, batch, kind, attempts)
            ]

    def _persist(
        self, http: httpx.Client, batch: list[str], kind: str, attempts: int
    ) -> list[list[float]]:
        for attempt in range(1, attempts + 1):
            try:
                return self._ask(http, batch, kind)
            except VoyageError as error:
                if not error.transient or attempt == attempts:
                    raise
                self.sleep(error.pause or _pause(attempt))
        raise AssertionError("the last attempt returns or raises")

    def _ask(
        self, http: httpx.Client, batch: list[str], kind: str
    ) -> list[list[float]]:
        try:
            answer = http.post(
                f"{self.base_url}/embeddings",
                headers={"Authorization": f"Bearer {self.key}"},
                json={
                    "model": MODEL,
                    "input": batch,
                    "input_type": kind,
                    "output_dimension": DIMENSIONS,
                },
            )
        except (httpx.RequestError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise VoyageError(
                f"The embedding server did not answer: {reason}.",
                transient=isinstance(error, httpx.TransportError),
            ) from error
        _refuse_status(answer)
        return _vectors(answer, len(batch))


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    characters = 0
    for text in texts:
        full = len(batch) >= BATCH_TEXTS or characters + len(text) > BATCH_CHARACTERS
        if batch and full:
            yield batch
            batch, characters = [], 0
        batch.append(text)
        characters += len(text)
    if batch:
        yield batch


def _pause(attempt: int) -> float:
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
    return random.uniform(longest / 2, longest)  # noqa: S311 - no secret


def _refuse_status(answer: httpx.Response) -> None:
    status = answer.status_code
    if status == httpx.codes.OK:
        return
    after = answer.headers.get("Retry-After", "")
    raise VoyageError(
        f"The embedding server answered {status}.",
        transient=status == TOO_MANY_REQUESTS or status >= SERVER_ERROR,
        pause=min(float(after), LONGEST_PAUSE) if after.isdigit() else None,
    )


def _vectors(answer: httpx.Response, expected: int) -> list[list[float]]:
    """The vectors, put in the order asked for; a wrong number or length is an error."""
    try:
        rows: list[dict[str, Any]] = answer.json()["data"]
        found = {
            int(row["index"]): [float(value) for value in row["embedding"]]
            for row in rows
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VoyageError(
            "The embedding server's answer is not of its form.", transient=True
        ) from error
    vectors = [found[index] for index in islice(sorted(found), expected)]
    if sorted(found) != list(range(expected)) or any(
        len(vector) != DIMENSIONS for vector in vectors
    ):
        raise VoyageError(
            "The embedding server gave vectors of another number or length.",
            transient=False,
        )
    return vectors
