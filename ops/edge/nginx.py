"""Writes the edge's configuration and gives the command that runs it."""

import os
import pwd
import resource
import shutil
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TEMPLATE: Final = Path(__file__).with_name("nginx.conf")
UPLOAD: Final = Path(__file__).with_name("upload.conf")
# Files and connections of 12,000 visitors, each with one to a web instance at the most.
FILES: Final = 30_000
CACHE_SIZE: Final = "1g"
# Cookies that make a visitor known: the staff's session.
COOKIES: Final = ("sessionid",)
THIS_MACHINE: Final = ("127.0.0.0/8", "::1")
# Ends what is under way first.
STOP: Final = signal.SIGQUIT


class EdgeError(Exception):
    """The edge cannot be run; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge: where it listens, which sockets it speaks to.

    `folder` takes its configuration and its cache, `listen` is what nginx calls an
    address (`127.0.0.1:8000`). `connections` is how many one address may have at
    once, but for those of `uncounted`.
    """

    folder: Path
    listen: str
    web: Sequence[Path]
    cookies: Sequence[str] = COOKIES
    connections: int = 200
    uncounted: Sequence[str] = THIS_MACHINE
    header_seconds: int = 10
    body_seconds: int = 20

    def configure(self) -> None:
        """Write the configuration anew; the cache of an earlier run is emptied."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "nginx.conf").write_text(self.text())
        shutil.copyfile(UPLOAD, self.folder / UPLOAD.name)

    def command(self) -> list[str]:
        """Give the command that runs it in the foreground. Raises EdgeError."""
        return [program(), "-p", f"{self.folder}/", "-c", "nginx.conf", "-e", "stderr"]

    def text(self) -> str:
        """Give the configuration."""
        values = {
            "user": _user(),
            "files": str(_files()),
            "web": "\n".join(f"        {_server(path)}" for path in self.web),
            "listen": self.listen,
            "connections": str(self.connections),
            "uncounted": "\n".join(f'        {net} "";' for net in self.uncounted),
            "header_seconds": str(self.header_seconds),
            "body_seconds": str(self.body_seconds),
            "cache_size": CACHE_SIZE,
            "cookies": f"({'|'.join(self.cookies)})",
        }
        text = TEMPLATE.read_text()
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text


def program() -> str:
    """Give nginx's path. Raises EdgeError."""
    path = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
    found = shutil.which("nginx", path=path)
    if found is None:
        raise EdgeError(
            "nginx is not installed; on Debian: apt-get install nginx-light"
        )
    return found


def _server(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    # What refuses a connection is left alone for two seconds, so one that was killed
    # costs next to nothing and one that is back is soon used.
    return f'server "unix:{escaped}" max_fails=2 fail_timeout=2s;'


def _user() -> str:
    """The workers of a root's nginx need the sockets and folders of this user."""
    if os.geteuid() != 0:
        return ""
    return f"user {pwd.getpwuid(os.geteuid()).pw_name};"


def _files() -> int:
    """As many open files as this process may allow its own."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return FILES if most == resource.RLIM_INFINITY else min(FILES, most)
