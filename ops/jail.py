"""Run one of our modules on untrusted input, in a child that can do little harm.

The child (ops/jailed.py) has bounded memory, processor time and output, an empty
environment, a folder of its own that goes with it, and may open no socket and start no
program. What it prints is JSON, an object a line, and is not to be trusted either.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from django.conf import settings

MEGABYTE: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
# What a child may say of its end in stderr.
_LAST_WORDS: Final = 2000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. Memory is address space; a line and all lines in bytes."""

    memory: int = 1024 * MEGABYTE
    cpu_seconds: int = 60
    wall_seconds: float = 90.0
    file_size: int = 256 * MEGABYTE
    line: int = 16 * MEGABYTE
    output: int = 512 * MEGABYTE


class JailError(Exception):
    """The child did not come to its end; the message says in plain words why."""


class OutOfMemoryError(JailError):
    pass


class OutOfTimeError(JailError):
    pass


class OutputError(JailError):
    """It printed too much, or something that is no JSON object."""


class CrashError(JailError):
    pass


class KilledError(JailError):
    """Something else than its limits ended it: a person, or a machine out of memory.

    It says nothing of the input, so trying again may help.
    """


def run(
    module: str,
    arguments: Sequence[str] = (),
    *,
    file: IO[bytes] | None = None,
    limits: Limits | None = None,
) -> Generator[dict[str, Any], None, None]:
    """Give the objects that `python -m module` prints, as they come.

    `file` is the child's standard input. The child ends with the generator.

    Raises:
        JailError: it broke a limit, crashed or printed something else.
    """
    bounds = limits or Limits()
    with _child(module, arguments, file, bounds) as (child, errors):
        yield from _objects(child, errors, bounds)
        _require_good_end(child, errors)


@contextmanager
def _child(
    module: str, arguments: Sequence[str], file: IO[bytes] | None, limits: Limits
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    own = tempfile.TemporaryDirectory(prefix="jail-")
    with own as folder, tempfile.TemporaryFile() as errors:
        bounds = (limits.memory, limits.cpu_seconds, limits.file_size)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [
                *(sys.executable, "-P", "-m", "ops.jailed"),
                *(",".join(map(str, bounds)), module, *arguments),
            ],
            stdin=file or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
        try:
            yield child, errors
        finally:
            _end(child)


def _environment(folder: str) -> dict[str, str]:
    return {
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(settings.BASE_DIR),
        "PYTHONDONTWRITEBYTECODE": "1",
        # Each thread of a numeric library would reserve memory of its own.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _objects(
    child: subprocess.Popen[bytes], errors: IO[bytes], limits: Limits
) -> Iterator[dict[str, Any]]:
    rest = b""
    for chunk in _chunks(child, limits):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > limits.line:
            raise OutputError("The reader printed a line that is too long.")
        yield from map(_object, filter(None, lines))
    if rest:
        raise _why(child, errors) or OutputError("The reader stopped within a line.")


def _object(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise OutputError("The reader printed something that is no JSON.") from error
    if not isinstance(said, dict):
        raise OutputError("The reader printed something that is no JSON object.")
    return said


def _chunks(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[bytes]:
    assert child.stdout is not None
    deadline = time.monotonic() + limits.wall_seconds
    total = 0
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0 or not selector.select(left):
                raise OutOfTimeError(f"It took over {limits.wall_seconds:.0f} seconds.")
            chunk = os.read(child.stdout.fileno(), _CHUNK)
            if not chunk:
                return
            total += len(chunk)
            if total > limits.output:
                raise OutputError("The reader printed too much.")
            yield chunk


def _require_good_end(child: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired as error:
        raise OutOfTimeError("The reader closed its output and went on.") from error
    if found := _why(child, errors):
        raise found


def _why(child: subprocess.Popen[bytes], errors: IO[bytes]) -> JailError | None:
    """Why the child ended, in our words: its own may hold paths and its input."""
    code = child.wait()
    if code == 0:
        return None
    if code == -signal.SIGXCPU:
        return OutOfTimeError("It took too much processor time.")
    if code == -signal.SIGKILL:
        return KilledError("The reader was ended from outside.")
    said = _last_words(errors)
    if "MemoryError" in said or "bad_alloc" in said:
        return OutOfMemoryError("It took too much memory.")
    return CrashError(f"The reader crashed ({_named(code)}).")


def _last_words(errors: IO[bytes]) -> str:
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - _LAST_WORDS))
    return errors.read().decode(errors="replace")


def _named(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
