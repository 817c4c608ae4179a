"""What a process need not read again for every page while the data stays as it is.

Only within `data_version.snapshot()`, which says what state all queries see: elsewhere
nothing is found and nothing is kept. For small values that are made of the record alone
and are the same for everybody.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

from ops import data_version

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """The `most` values that were used last, of the newest state that was seen."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._state: data_version.State = (0, 0)
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            if self._state != data_version.pinned() or key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def keep(self, key: Key, value: Value) -> Value:
        """Give the value back, kept or not."""
        state = data_version.pinned()
        with self._lock:
            if state is None or state < self._state:
                return value
            if state != self._state:
                self._state = state
                self._values.clear()
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
