"""Which database a visitor's page is read from: the replica, or the primary.

Only anonymous GET and HEAD requests read the replica, and of one request all reads go
to the same server. Everything else, and everything inside a transaction of the primary,
reads the primary; so does a visitor for 15 s after having written something.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from django.conf import settings
from django.core import signing
from django.core.exceptions import MiddlewareNotUsed
from django.db import (
    DEFAULT_DB_ALIAS,
    Error,
    OperationalError,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from psycopg_pool import PoolTimeout, TooManyRequests

from ops import metrics
from ops.breaker import Breaker
from ops.health import BEHIND, LAG, REPLICA
from ops.middleware import is_unreachable

logger = logging.getLogger(__name__)

SAFE: Final = frozenset({"GET", "HEAD"})
# Seconds.
PINNED: Final = 15
EVERY: Final = 1.0
# The last look is too old to go by: a replica that hangs hangs the watch too.
BLIND: Final = 4.0
COOKIE: Final = "sfpermits_wrote"
# What a standby says when a query is in the way of what it has to replay.
IN_THE_WAY: Final = frozenset({"40001", "40P01"})


class Watch:
    """Looks once a second how far the replica is behind, so that no request waits.

    `breaker` is for what a look does not show, such as connections that break.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.breaker = Breaker(threshold=1, cool_down=5.0, clock=clock)
        self._lag: float | None = None
        self._seen: float | None = None
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._over = threading.Event()

    def note(self, lag: float | None) -> None:
        """Note what was seen: seconds behind, or None for no answer."""
        self._lag, self._seen = lag, self.clock()

    def objection(self) -> str | None:
        """Give what speaks against reading the replica now, in a word."""
        self._start()
        if self._seen is None:
            return "unknown"
        if self._lag is None or self.clock() - self._seen > BLIND:
            return "down"
        if self._lag > BEHIND:
            return "behind"
        return None if self.breaker.allows() else "failed"

    @property
    def is_away(self) -> bool:
        """Whether the last look had no answer."""
        return self._seen is not None and self._lag is None

    def stop(self) -> None:
        """End the looking, and forget what was seen."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
        self._thread, self._seen = None, None
        self._over.clear()
        self.breaker.succeeded()

    def _start(self) -> None:
        """In the process that serves, not in one that it was forked from."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._keep_looking, daemon=True)
                self._thread.start()

    def _keep_looking(self) -> None:
        while not self._over.is_set():
            try:
                self._look()
            except psycopg.Error as error:
                if self._lag is not None or self._seen is None:
                    logger.warning("the replica is away: %s", type(error).__name__)
                self.note(None)
            self._over.wait(EVERY)

    def _look(self) -> None:
        """Look for as long as one connection lasts."""
        given = parameters(settings.DATABASES[REPLICA])
        with psycopg.connect(
            **given, autocommit=True, prepare_threshold=None
        ) as connection:
            while not self._over.is_set():
                row = connection.execute(LAG).fetchone()
                self.note(None if row is None or row[0] is None else float(row[0]))
                self._over.wait(EVERY)


def parameters(given: Mapping[str, Any]) -> dict[str, Any]:
    """Give what libpq is told, from Django's settings: past the pool, if it is full."""
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    own = {name: given[key] for name, key in named.items() if given[key]}
    options = {k: v for k, v in given["OPTIONS"].items() if k != "pool"}
    return options | own | {"dbname": given["NAME"]}


watch = Watch()


@dataclass(slots=True)
class _Reads:
    """Of one request: where its reads go, once it has read something."""

    # Why it may not read the replica, or None; asked when it first reads.
    objection: Callable[[], str | None]
    alias: str | None = field(default=None)
    has_written: bool = False

    def choose(self) -> str:
        if self.alias is None:
            objection = self.objection()
            self.alias = DEFAULT_DB_ALIAS if objection else REPLICA
            metrics.REPLICA_READS.labels(objection or "replica").inc()
        return self.alias


_reads: ContextVar[_Reads | None] = ContextVar("reads", default=None)


def alias() -> str:
    """Give the database that the code at work now reads."""
    reads = _reads.get()
    if reads is None or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return DEFAULT_DB_ALIAS
    return reads.choose()


def reading() -> BaseDatabaseWrapper:
    """Give the connection for SQL that reads the record, and only reads."""
    return connections[alias()]


@contextmanager
def from_replica() -> Iterator[None]:
    """Have the reads inside go to the replica if nothing speaks against it."""
    token = _reads.set(_Reads(watch.objection))
    try:
        yield
    finally:
        _reads.reset(token)


class ReadRouter:
    """Django's side of it: what is read where; all is written in the primary."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Give the replica for what it has in time for this request."""
        near = hints.get("instance")
        from_primary = near is not None and near._state.db == DEFAULT_DB_ALIAS  # noqa: SLF001 - as Django's own router does
        if from_primary or not is_replicated(model):
            return DEFAULT_DB_ALIAS
        return alias()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:  # noqa: ARG002 - Django's signature
        """Give the primary, which the rest of the request reads too."""
        if reads := _reads.get():
            reads.alias, reads.has_written = DEFAULT_DB_ALIAS, True
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_: Model, **hints: Any) -> bool:  # noqa: ARG002 - Django's signature
        """Allow all: both have the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # noqa: ARG002 - Django's signature
        """Allow it in the primary, from where it comes to the replica."""
        return db == DEFAULT_DB_ALIAS


def is_replicated(model: type[Model]) -> bool:
    """Tell whether it is read from a replica: what loads write, not visitors."""
    label = model._meta.label_lower
    if label in settings.REPLICATED_MODELS:
        return True
    is_record = model._meta.app_label in settings.REPLICATED_APPS
    return is_record and label not in settings.WRITTEN_BY_VISITORS


GetResponse = Callable[[HttpRequest], HttpResponse]


class ReadsMiddleware:
    """Says of each request what it may read, and remembers who has written."""

    def __init__(self, get_response: GetResponse) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reads = _Reads(lambda: _objection(request))
        token = _reads.set(reads)
        try:
            response = self.get_response(request)
        finally:
            _reads.reset(token)
        if reads.alias == REPLICA:
            watch.breaker.succeeded()
        # A page that is only looked at gets no cookie, whatever it noted down.
        if reads.has_written and request.method not in SAFE:
            _pin(response)
        return response

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Ask the primary what the replica would not answer."""
        reads = _reads.get()
        if reads is None or reads.alias != REPLICA or not is_refusal(exception):
            return None
        metrics.REPLICA_READS.labels("retried").inc()
        if is_unreachable(exception) and watch.breaker.failed():
            logger.warning("left alone for a while: the replica")
        reads.alias = DEFAULT_DB_ALIAS
        try:
            return _answer(request)
        except Error as error:
            # The first error is answered for, as if nobody had been asked again.
            logger.warning("nor did the primary: %s", type(error).__name__)
            return None


def is_refusal(error: Exception) -> bool:
    """Tell a replica that is away, or in a load's way, from a query that is wrong.

    A full pool is neither: this process has more to do than it can, and to ask the
    primary as well would double that. But nobody gets a connection to what is away.
    """
    if isinstance(error.__cause__, PoolTimeout | TooManyRequests):
        return watch.is_away
    if is_unreachable(error):
        return True
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, OperationalError) and state in IN_THE_WAY


def _answer(request: HttpRequest) -> HttpResponse:
    """Give the view's answer; it has only read so far, so it may be asked again."""
    view = request.resolver_match
    assert view is not None, "a view raised the exception"
    response: HttpResponse = view.func(request, *view.args, **view.kwargs)
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response


def _objection(request: HttpRequest) -> str | None:
    if request.method not in SAFE or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return "not_anonymous"
    return "writer" if _is_pinned(request) else watch.objection()


def _is_pinned(request: HttpRequest) -> bool:
    given = request.COOKIES.get(COOKIE)
    if given is None:
        return False
    try:
        _signer().unsign(given, max_age=PINNED)
    except signing.BadSignature:  # or too old
        return False
    return True


def _pin(response: HttpResponse) -> None:
    response.set_cookie(
        COOKIE,
        _signer().sign("1"),
        max_age=PINNED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="ops.database")
