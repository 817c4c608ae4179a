"""The city's SODA API: HTTP only. Pages of JSON in, RawRows out.

A failure that may pass (429, 5xx, time-out, cut connection, half an answer) is tried
again with growing, jittered pauses; one that will not (400, 403, 404) is final.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
from django.conf import settings

from ops.breaker import Breaker
from permits.ingest.csv_file import check_columns
from permits.ingest.datasets import Dataset
from permits.ingest.source import RawRow, RawTable, SourceError

PAGE = 5_000
ATTEMPTS = 5
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
TIMEOUT, CONNECT_TIMEOUT = 60.0, 10.0
TOO_MANY_REQUESTS, SERVER_ERROR = 429, 500

# One for the process, so that `ingest all` does not try a dead server set by set.
BREAKER = Breaker(threshold=10, cool_down=60)


class SodaError(SourceError):
    """The API did not give what was asked for. `transient`: it may do so later."""

    def __init__(
        self, message: str, *, transient: bool, pause: float | None = None
    ) -> None:
        super().__init__(message)
        self.transient = transient
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Query:
    """Which rows of a data set: those new or changed `since` a day."""

    since: str | None = None
    limit: int | None = None

    def where(self, dataset: Dataset) -> dict[str, str]:
        """The API's condition; none for a data set that no date says what is new of."""
        if self.since is None or not dataset.delta_fields:
            return {}
        newer = [f"{field} >= '{self.since}'" for field in dataset.delta_fields]
        return {"$where": " OR ".join(newer)}

    def words(self, dataset: Dataset) -> str:
        parts = [f"since {self.since}"] if self.where(dataset) else []
        parts += [f"first {self.limit} rows"] if self.limit else []
        return ", ".join(parts) or "all rows"


@dataclass(slots=True)
class Client:
    """Asks one SODA server. Use as a context manager; `sleep` is for tests."""

    base_url: str = field(default_factory=lambda: settings.SODA_BASE_URL)
    token: str | None = field(default_factory=lambda: settings.SODA_APP_TOKEN)
    timeout: float = TIMEOUT
    page: int = PAGE
    breaker: Breaker = field(default_factory=lambda: BREAKER)
    sleep: Callable[[float], None] = time.sleep
    _http: httpx.Client | None = None

    def open_table(self, dataset: Dataset, query: Query) -> RawTable:
        """The rows that `query` asks for; the count is asked for at once."""
        total = self._count(dataset, query)
        if query.limit is not None:
            total = min(total, query.limit)
        columns = tuple(column.field for column in dataset)
        return RawTable(
            source="soda",
            origin=f"{self.base_url}/resource/{dataset.id} ({query.words(dataset)})",
            columns=columns,
            rows=self._rows(dataset, query, columns, total),
            total=total,
            partial=bool(query.where(dataset)) or query.limit is not None,
        )

    def _count(self, dataset: Dataset, query: Query) -> int:
        found, _ = self._get(dataset, {"$select": "count(*)", **query.where(dataset)})
        try:
            return int(next(iter(found[0].values())))
        except (IndexError, StopIteration, ValueError, TypeError) as error:
            raise SodaError(
                f"{dataset.id}: the count of rows is no number.", transient=False
            ) from error

    def _rows(
        self, dataset: Dataset, query: Query, columns: tuple[str, ...], total: int
    ) -> Iterator[RawRow]:
        """Page by page; complains at the end if there were fewer rows than counted."""
        number = 0
        before: list[dict[str, Any]] = []
        while number < total:
            size = min(self.page, total - number)
            page = self._page(dataset, query, number, size, before)
            for record in page:
                number += 1
                yield RawRow(number, [to_text(record.get(name)) for name in columns])
            if len(page) < size:
                break
            before = page
        if number < total:
            raise SodaError(
                f"{dataset.id}: {number:,} rows came where {total:,} were counted:"
                " the answer was cut off.",
                transient=True,
            )

    def _page(
        self,
        dataset: Dataset,
        query: Query,
        offset: int,
        size: int,
        before: list[dict[str, Any]],
    ) -> list[dict[str, Any]]:
        parameters = {"$limit": f"{size}", "$offset": f"{offset}", "$order": ":id"}
        if dataset.only_ours:
            parameters["$select"] = ",".join(column.field for column in dataset)
        page, headers = self._get(dataset, parameters | query.where(dataset))
        if page and page == before:
            raise SodaError(
                f"{dataset.id}: the same page came twice, at row {offset:,};"
                " rows would be missing.",
                transient=True,
            )
        if offset == 0 and (fields := _fields(headers)):
            check_columns(fields, f"data set {dataset.id}", dataset)
        return page

    def _get(
        self, dataset: Dataset, parameters: Mapping[str, str]
    ) -> tuple[list[dict[str, Any]], httpx.Headers]:
        """One answer, tried up to ATTEMPTS times."""
        for attempt in range(1, ATTEMPTS + 1):
            if wait := self.breaker.seconds_to_wait():
                raise SodaError(
                    f"{self.base_url} failed {self.breaker.threshold} times in a row"
                    f" and is left alone for another {wait:.0f} s.",
                    transient=True,
                )
            try:
                answer = self._ask(dataset, parameters)
            except SodaError as error:
                if not error.transient:
                    raise
                self.breaker.failed()
                if attempt == ATTEMPTS:
                    raise
                self.sleep(error.pause or _pause(attempt))
            else:
                self.breaker.succeeded()
                return answer
        raise AssertionError("the last attempt returns or raises")

    def _ask(
        self, dataset: Dataset, parameters: Mapping[str, str]
    ) -> tuple[list[dict[str, Any]], httpx.Headers]:
        url = f"{self.base_url}/resource/{dataset.id}.json"
        headers = {"X-App-Token": self.token} if self.token else {}
        try:
            answer = self._client().get(url, params=parameters, headers=headers)
        except (httpx.RequestError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise SodaError(
                f"{self.base_url} did not answer: {reason}.",
                transient=isinstance(error, httpx.TransportError),
            ) from error
        _refuse_status(answer, dataset)
        return _records(answer, dataset), answer.headers

    def _client(self) -> httpx.Client:
        if self._http is None:
            self._http = httpx.Client(
                timeout=httpx.Timeout(self.timeout, connect=CONNECT_TIMEOUT)
            )
        return self._http

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._http is not None:
            self._http.close()


def to_text(value: Any) -> str:
    """A JSON value as the text a CSV file would hold; a missing key is no value."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _pause(attempt: int) -> float:
    """Seconds before the next try: doubling, and never the same for two clients."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)
    return random.uniform(longest / 2, longest)  # noqa: S311 - no secret


def _refuse_status(answer: httpx.Response, dataset: Dataset) -> None:
    status = answer.status_code
    if status == httpx.codes.OK:
        return
    transient = status == TOO_MANY_REQUESTS or status >= SERVER_ERROR
    after = answer.headers.get("Retry-After", "")
    raise SodaError(
        f"{dataset.id}: the server answered {status}. {_reason(answer)}".strip(),
        transient=transient,
        pause=min(float(after), LONGEST_PAUSE) if after.isdigit() else None,
    )


def _fields(headers: httpx.Headers) -> list[str]:
    """The columns that the data set has now, as the API names them; [] if it does not.

    Rows leave empty columns out, so a renamed one shows nowhere else.
    """
    try:
        fields = json.loads(headers.get("X-SODA2-Fields", "[]"))
    except ValueError:
        return []
    return [str(field) for field in fields if not str(field).startswith(":")]


def _reason(answer: httpx.Response) -> str:
    """What the API says is wrong, such as a column that is no more."""
    try:
        body = answer.json()
    except ValueError:
        return ""
    return str(body.get("message", ""))[:300] if isinstance(body, dict) else ""


def _records(answer: httpx.Response, dataset: Dataset) -> list[dict[str, Any]]:
    kind = answer.headers.get("Content-Type", "")
    if "html" in kind or answer.content.lstrip()[:1] == b"<":
        raise SodaError(
            f"{dataset.id}: a web page came instead of data.", transient=True
        )
    try:
        records = answer.json()
    except ValueError as error:
        raise SodaError(
            f"{dataset.id}: the answer is not valid JSON: {error}.", transient=True
        ) from error
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise SodaError(
            f"{dataset.id}: the answer is no list of records.", transient=False
        )
    return records
