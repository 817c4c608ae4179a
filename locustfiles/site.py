"""Reading the site under test before a run, as one visitor after another."""

import itertools
import secrets
from types import TracebackType
from typing import Any, Final, Self

import httpx

from ops.load_client import HEADER, signed

KEY: Final = "LOAD_TEST_KEY"
# Below what the strictest limit of reading allows in a minute.
EACH_VISITOR: Final = 50


class SiteError(Exception):
    """The site does not answer as it should; the message says what was asked."""


class Site:
    """A client of the site; without a key it is one visitor, with one's limits."""

    def __init__(self, base: str, key: str) -> None:
        self.base = base.rstrip("/")
        self._client = httpx.Client(base_url=self.base, timeout=60)
        self._key = key
        self._run = secrets.token_hex(4)
        self._asked = itertools.count()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def text(self, path: str) -> str:
        """Give the page at `path`. Raises SiteError."""
        return self._answer(path).text

    def document(self, path: str) -> Any:
        """Give the JSON at `path`. Raises SiteError."""
        try:
            return self._answer(path).json()
        except ValueError as error:
            raise SiteError(f"{self.base}{path} is not JSON.") from error

    def _answer(self, path: str) -> httpx.Response:
        try:
            answer = self._client.get(path, headers=self._headers())
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise SiteError(f"{self.base}{path} did not answer: {reason}.") from error
        if answer.status_code != httpx.codes.OK:
            raise SiteError(f"{self.base}{path} answered {answer.status_code}.")
        return answer

    def _headers(self) -> dict[str, str]:
        number = next(self._asked)
        if not self._key:
            return {}
        name = f"reads-{self._run}-{number // EACH_VISITOR}"
        return {HEADER: signed(name, self._key)}
