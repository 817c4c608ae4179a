"""A part of the work done in a forked child, which sees all that is in memory now."""

import json
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

logger = logging.getLogger(__name__)

# Work on fewer rows is done sooner than a child is made and heard.
ROWS_WORTH_A_CHILD = 100_000


class ChildError(Exception):
    """The child ended without a result: its log or the lack of memory says why."""


@contextmanager
def beside(work: Callable[[], Any], *, worth: bool) -> Iterator[Callable[[], Any]]:
    """Start `work` in a child; calling what is given waits for its result.

    The result comes back as JSON has it, and nothing else that the work does comes back
    at all. It must leave connections alone: they are the parent's. Not `worth` a child:
    it is done at once. Whoever leaves without the result stops the child.
    """
    if not worth:
        result = work()
        yield lambda: result
        return
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        _work_and_leave(work, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        try:
            yield lambda: _heard(pipe.read())
        finally:
            # A child that is through is a zombie until waited for: no other's pid.
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _work_and_leave(work: Callable[[], Any], writer: int) -> NoReturn:
    """Never return: the parent's code would leave its transactions a second time."""
    try:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(json.dumps(work()).encode())
    except Exception:
        logger.exception("A part of the work failed in its child")
    finally:
        os._exit(0)


def _heard(said: bytes) -> Any:
    try:
        return json.loads(said)
    except ValueError as error:
        message = "A part of the work has no result: it failed, or memory ran out."
        raise ChildError(message) from error
