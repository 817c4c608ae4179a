"""A thing is made once at a time in a process; who comes meanwhile waits for it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(slots=True)
class _Call(Generic[Result]):
    done: threading.Event = field(default_factory=threading.Event)
    result: Result | None = None


class OneFlight(Generic[Result]):
    """Shares what is being made. Under gevent waiting gives way to others."""

    def __init__(self, patience: float) -> None:
        self.patience = patience
        self._under_way: dict[str, _Call[Result]] = {}
        self._lock = threading.Lock()

    def take(self, key: str, make: Callable[[], Result]) -> Result | None:
        """Give what `make` made, here or for another who asked before.

        None if that one failed, or took longer than `patience` seconds.
        """
        with self._lock:
            call = self._under_way.get(key)
            is_first = call is None
            if call is None:
                call = self._under_way[key] = _Call()
        if not is_first:
            call.done.wait(self.patience)
            return call.result
        try:
            call.result = make()
            return call.result
        finally:
            with self._lock:
                del self._under_way[key]
            call.done.set()
