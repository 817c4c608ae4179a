"""Asks pages as a visitor would and keeps the statements they run.

Each page is asked in a transaction that is rolled back, so nothing is changed.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import Client
from django.test.utils import override_settings
from psycopg.sql import Composable

from ops.audit.pages import ADMIN
from ops.audit.uncached import uncached

TOKEN: Final = "audit"  # noqa: S105 - for this process alone
_SETTING: Final = re.compile(r"SET LOCAL (\w+(?:\.\w+)?)", re.IGNORECASE)
_TRANSACTION: Final = re.compile(r"\s*(?:SAVEPOINT|ROLLBACK TO|RELEASE)\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it was run: under which settings, `ms` until its first rows."""

    route: str
    path: str
    sql: str
    params: Any
    ms: float
    settings: tuple[str, ...] = ()


class Page(NamedTuple):
    """One address and what came of it."""

    route: str
    path: str
    status: int
    statements: Sequence[Statement]


@dataclass(slots=True)
class Recorder:
    """Django's wrapper of each execution; keeps them while a page is asked."""

    route: str = ""
    path: str = ""
    kept: list[Statement] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    is_on: bool = False

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: Any,
        params: Any,
        many: bool,  # noqa: FBT001 - Django's signature
        context: dict[str, Any],
    ) -> Any:
        started = time.perf_counter()
        result = execute(sql, params, many, context)
        if self.is_on:
            ms = (time.perf_counter() - started) * 1000
            self._keep(_text(sql, context["connection"]), params, ms)
        return result

    def _keep(self, sql: str, params: Any, ms: float) -> None:
        if _TRANSACTION.match(sql):
            # A view's own transaction is a savepoint here, and its settings end there.
            if not sql.startswith("SAVEPOINT"):
                self._forget_settings()
            return
        if sql.lstrip().upper().startswith("SET LOCAL") and "SELECT" not in sql.upper():
            self.settings.append(sql)
        held = tuple(self.settings)
        self.kept.append(Statement(self.route, self.path, sql, params, ms, held))

    def _forget_settings(self) -> None:
        names = _SETTING.findall(" ".join(self.settings))
        self.settings.clear()
        if names and not connection.needs_rollback:
            self.is_on = False
            again = "; ".join(f"SET LOCAL {name} TO DEFAULT" for name in names)
            with connection.cursor() as cursor:
                cursor.execute(again)
            self.is_on = True


def _text(sql: Any, own: BaseDatabaseWrapper) -> str:
    return sql.as_string(own.connection) if isinstance(sql, Composable) else str(sql)


@contextmanager
def listening() -> Iterator[Recorder]:
    """Give what keeps the statements of every connection, those of threads too."""
    recorder = Recorder()

    def add(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if recorder not in connection.execute_wrappers:
            connection.execute_wrappers.append(recorder)

    connection_created.connect(add)
    for one in connections.all():
        one.execute_wrappers.append(recorder)
    try:
        yield recorder
    finally:
        connection_created.disconnect(add)
        for one in connections.all():
            while recorder in one.execute_wrappers:
                one.execute_wrappers.remove(recorder)


@contextmanager
def asking() -> Iterator[Callable[[str, str], Page]]:
    """Give a function that asks for (route, path), with nothing cached or limited.

    No key is set, so nothing is asked of anybody else.
    """
    without = {"RATELIMIT_ENABLE": False, "METRICS_TOKEN": TOKEN}
    if hasattr(settings, "ANTHROPIC_API_KEY"):
        without["ANTHROPIC_API_KEY"] = ""
    with uncached(), override_settings(**without), listening() as recorder:
        yield lambda route, path: _ask(recorder, route, path)


def _ask(recorder: Recorder, route: str, path: str) -> Page:
    client = Client(
        raise_request_exception=False, headers={"authorization": f"Bearer {TOKEN}"}
    )
    with transaction.atomic():
        if route.startswith(ADMIN):
            client.force_login(_superuser())
        recorder.route, recorder.path = route, path
        recorder.kept, recorder.settings = [], []
        recorder.is_on = True
        try:
            response = client.get(path)
            if response.streaming:
                response.getvalue()
        finally:
            recorder.is_on = False
        transaction.set_rollback(True)
    return Page(route, path, response.status_code, recorder.kept)


def _superuser() -> User:
    """One who is gone with the transaction."""
    name = f"audit-{uuid4()}"
    return User.objects.create(username=name, is_staff=True, is_superuser=True)
