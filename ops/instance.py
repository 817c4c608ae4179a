"""A web server of the scaled site, and how another takes its place.

The edge knows a link, `web-1.sock`, that leads to the socket of the serving process.
A new process listens on a socket of its own; once it is ready the link is replaced,
which is atomic, and the old one is told to finish what it has. So no connection is
refused; but at once, if the process was killed (docs/adr/0077).
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from ops import ports, processes, site
from ops.processes import Group
from ops.restarts import Restarts

# Seconds a new process has to become ready, and an old one to finish.
BOOT: Final = 60.0
FINISH: Final = 40.0
# What has just connected to the old socket is accepted first.
LINGER: Final = 0.5
OK: Final = 200

Process = processes.Process


@dataclass(slots=True)
class Instance:
    """One web server by its name: the process that serves, and those before and after.

    `folder` takes the sockets, `asked` is the name of the host asked when it is to be
    found out whether a process is ready.
    """

    name: str
    folder: Path
    group: Group
    environment: Mapping[str, str]
    asked: str
    say: Callable[[str], None]
    serving: Process | None = None
    coming: Process | None = None
    leaving: Process | None = None
    url: str = ""
    number: int = 0
    port: int = 0
    since: float = 0.0
    is_told: bool = False
    restarts: Restarts = field(default_factory=Restarts)

    @property
    def link(self) -> Path:
        """The socket that the edge connects to."""
        return self.folder / f"{self.name}.sock"

    @property
    def is_settled(self) -> bool:
        """Tell whether it serves, and no process is on its way in or out."""
        return self.serving is not None and not self.coming and not self.leaving

    def begin(self) -> None:
        """Start a process that is to take over."""
        self.number += 1
        self.port = ports.free()
        binds = [f"unix:{self._socket()}", f"127.0.0.1:{self.port}"]
        program = site.web(self.name, binds, self.environment, site.ROLLING_GRACE)
        self.coming = self.group.launch(program)
        self.since = time.monotonic()

    def look(self) -> bool:
        """Do what is to be done by now; True if another process serves, or none."""
        before = self.serving
        self._look_at_leaving()
        if self.serving and (what := processes.ended(self.name, self.serving)):
            self.say(f"{what}; it is started again")
            self.leaving, self.serving = self.serving, None
        if self.coming:
            self._look_at_coming(self.coming)
        elif self.serving is None and self.restarts.is_due():
            self.restarts.require_seldom(self.name)
            self.begin()
        return self.serving is not before

    def _look_at_coming(self, process: Process) -> None:
        if what := processes.ended(self.name, process):
            self.say(f"{what} before it was ready")
            self.coming = None
        elif self._is_ready():
            self._take_over(process)
        elif time.monotonic() > self.since + BOOT:
            self.say(f"{self.name} was not ready within {BOOT:.0f} s")
            processes.end(process)
            self.coming = None

    def _take_over(self, process: Process) -> None:
        part = self.link.with_suffix(".new")
        part.unlink(missing_ok=True)
        part.symlink_to(self._socket().name)
        part.rename(self.link)
        self.leaving, self.serving, self.coming = self.serving, process, None
        self.since, self.is_told = time.monotonic(), False
        self.url = f"http://127.0.0.1:{self.port}"

    def _look_at_leaving(self) -> None:
        if self.leaving is None:
            return
        passed = time.monotonic() - self.since
        if self.leaving.poll() is not None or passed > FINISH:
            processes.end(self.leaving)
            self.leaving = None
        elif passed > LINGER and not self.is_told:
            self.is_told = True
            self.leaving.terminate()

    def _socket(self) -> Path:
        return self.folder / f"{self.name}.{self.number}.sock"

    def _is_ready(self) -> bool:
        if not self._socket().exists():
            return False
        # The first one serves even without a database: in words, or from its cache.
        page = "readyz" if self.serving else "healthz"
        with httpx.Client(
            transport=httpx.HTTPTransport(uds=str(self._socket())), timeout=2
        ) as client:
            try:
                return client.get(f"http://{self.asked}/{page}").status_code == OK
            except httpx.TransportError:
                return False
