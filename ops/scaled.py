"""The site as it is run at scale, on one machine: `manage.py up --scaled`.

An edge, two web servers, PgBouncer and a read replica, with the workers. What dies is
started again after a second. `scaled.json` in var/ says what runs where.
"""

import fcntl
import json
import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from ops import ports, processes, site
from ops.edge import nginx
from ops.embedded import (
    EmbeddedServerError,
    pgbouncer,
    postgres_server,
    process,
    replica,
)
from ops.instance import Instance
from ops.processes import Group, Program
from ops.restarts import GivenUpError, Restarts

INSTANCES: Final = ("web-1", "web-2")
# Two cores for everything: one process each. The user's own environment comes first.
MODEST: Final = {
    "WEB_CONCURRENCY": "1",
    "GUNICORN_WORKER_CONNECTIONS": "200",
    "DB_POOL_MAX": "10",
}
TICK: Final = 0.2

Say = Callable[[str], None]


def require_installed() -> None:
    """Raise EdgeError or EmbeddedServerError, with what to install."""
    nginx.program()
    if pgbouncer.program() is None:
        raise EmbeddedServerError(
            "PgBouncer is not installed; on Debian: apt-get install pgbouncer"
        )


@dataclass(slots=True)
class Background:
    """A program that has only to run: the edge, the workers, the scheduler."""

    program: Program
    group: Group
    say: Say
    restarts: Restarts = field(default_factory=Restarts)

    def look(self) -> bool:
        """Start it again if it is due; True if so."""
        running = self.group.running[self.program.name]
        what = processes.ended(self.program.name, running)
        if what is None or not self.restarts.is_due():
            return False
        self.restarts.require_seldom(self.program.name)
        # Its children would hold its port.
        processes.end(running)
        self.say(f"{what}; it is started again")
        self.group.launch(self.program)
        return True


@dataclass(slots=True)
class Pooler:
    """PgBouncer between the web servers and the database."""

    folder: Path
    database: str
    say: Say
    address: str = ""
    restarts: Restarts = field(default_factory=Restarts)

    def start(self) -> None:
        self.address = pgbouncer.start(self.folder, self.database, self.say)

    def look(self) -> bool:
        """Start it again if it is due; True if so."""
        if pgbouncer.pid(self.folder) is not None or not self.restarts.is_due():
            return False
        self.restarts.require_seldom("pgbouncer")
        self.say("pgbouncer ended by itself; it is started again")
        self.start()
        return True


@dataclass(slots=True)
class Site:
    """All of it. Start it, then `look` several times a second until told to stop."""

    group: Group
    port: int
    say: Say
    instances: list[Instance] = field(default_factory=list)
    background: list[Background] = field(default_factory=list)
    pooler: Pooler | None = None
    replica: str | None = None
    waiting: deque[Instance] = field(default_factory=deque)
    rolling: tuple[Instance, processes.Process] | None = None
    is_up: bool = False

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start all, the edge last: once the rest answers. Raises GivenUpError."""
        _require_alone()
        self._start_databases()
        sockets = _sockets()
        for stale in sockets.glob("web-*.sock"):
            stale.unlink()
        environment = self._web_environment()
        host = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
        self.group.width = len("pgbouncer")
        self.instances = [
            Instance(name, sockets, self.group, environment, host, self.say)
            for name in INSTANCES
        ]
        for instance in self.instances:
            instance.begin()
        for program in site.background(self.port):
            self._keep(program)
        while not all(instance.is_settled for instance in self.instances):
            self.look()
            time.sleep(TICK)
        self._keep(self._edge())
        self.is_up = True
        self.write()

    def look(self) -> None:
        """Do what is due: start again what died, go on with a rolling restart."""
        parts = (*self.instances, *self.background, self.pooler)
        changed = [part.look() for part in parts if part]
        self._roll_on()
        if self.is_up and any(changed):
            self.write()

    def roll(self) -> None:
        """Replace the web servers' processes, one server after the other."""
        self.say("Rolling restart of the web servers")
        self.waiting = deque(self.instances)

    def stop(self) -> None:
        """Stop the servers that are not programs of the group, after those."""
        if not _alone:
            return  # another one's
        (settings.VAR_DIR / "scaled.json").unlink(missing_ok=True)
        if self.pooler:
            pgbouncer.stop(self.pooler.folder)
        replica.stop(_replica())

    def write(self) -> None:
        """Say in `scaled.json` what runs where."""
        path = settings.VAR_DIR / "scaled.json"
        part = path.with_suffix(".new")
        part.write_text(json.dumps(self.report(), indent=1))
        part.rename(path)

    def report(self) -> dict[str, Any]:
        """Give the address, and of each program its process and where it answers."""
        running = self.group.running
        programs: dict[str, Any] = {
            each.program.name: {"pid": running[each.program.name].pid}
            for each in self.background
        }
        if "edge" in programs:
            programs["edge"]["url"] = self.url
        for instance in self.instances:
            pid = instance.serving.pid if instance.serving else None
            programs[instance.name] = {"pid": pid, "url": instance.url}
        if self.pooler:
            programs["pgbouncer"] = {"pid": pgbouncer.pid(self.pooler.folder)}
        if self.replica:
            folder = _replica()
            programs["replica"] = {"pid": replica.pid(folder), "folder": str(folder)}
        return {"url": self.url, "programs": programs, "servers": _servers()}

    def _keep(self, program: Program) -> None:
        self.group.launch(program)
        self.background.append(Background(program, self.group, self.say))

    def _edge(self) -> Program:
        listen = f"{ports.host(settings.ALLOWED_HOSTS)}:{self.port}"
        links = [instance.link for instance in self.instances]
        edge = nginx.Edge(
            settings.VAR_DIR / "edge", listen, links, settings.PERSONAL_COOKIES
        )
        edge.configure()
        return Program(
            "edge", edge.command(), {}, stop_signal=nginx.STOP, in_front=True
        )

    def _start_databases(self) -> None:
        database = os.environ["DATABASE_URL"]
        if os.environ.get("PGBOUNCER", "").lower() != "true":
            self.pooler = Pooler(settings.VAR_DIR / "pgbouncer", database, self.say)
            self.pooler.start()
        primary = settings.VAR_DIR / "postgres"
        is_ours = postgres_server.pid(primary) is not None
        if is_ours and not os.environ.get("DATABASE_URL_READONLY"):
            self.replica = replica.start(_replica(), primary, self.say)

    def _web_environment(self) -> Mapping[str, str]:
        database = os.environ["DATABASE_URL"]
        found = {
            "PORT": str(self.port),
            "WEB_REPLICAS": str(len(INSTANCES)),
            # Over its socket the edge is this machine; it says who asks.
            "TRUSTED_PROXIES": "127.0.0.1",
            **{key: os.environ.get(key) or value for key, value in MODEST.items()},
        }
        if self.pooler:
            unpooled = os.environ.get("DATABASE_UNPOOLED_URL") or database
            found |= {"DATABASE_URL": self.pooler.address, "PGBOUNCER": "true"}
            found["DATABASE_UNPOOLED_URL"] = unpooled
        if self.replica:
            found["DATABASE_URL_READONLY"] = self.replica
        return found

    def _roll_on(self) -> None:
        if self.rolling:
            instance, before = self.rolling
            if not instance.is_settled:
                return
            self.rolling = None
            if instance.serving is before:
                self.say(f"{instance.name} goes on as it was; the others too")
                self.waiting.clear()
            elif not self.waiting:
                self.say("All web servers were replaced")
        if self.waiting and all(one.is_settled for one in self.instances):
            instance = self.waiting.popleft()
            assert instance.serving is not None
            self.rolling = instance, instance.serving
            instance.begin()


def _replica() -> Path:
    return Path(settings.VAR_DIR / "replica")


def _sockets() -> Path:
    folder = settings.VAR_DIR / "edge"
    folder.mkdir(parents=True, exist_ok=True)
    # The longest name: that of a process after 999 others.
    return process.socket_folder(folder, "web-1.9999.sock", os.geteuid())


def _servers() -> dict[str, Any]:
    path = settings.VAR_DIR / "redis" / "redis.pid"
    redis = process.find(path, "redis-server", path.parent)
    return {
        "postgres": {"pid": postgres_server.pid(settings.VAR_DIR / "postgres")},
        "redis": {"pid": redis.pid if redis else None, "url": settings.REDIS_URL},
    }


_alone: list[int] = []


def _require_alone() -> None:
    """Raise GivenUpError if another scaled site runs in this var/; hold the place."""
    descriptor = os.open(
        settings.VAR_DIR / "scaled.lock", os.O_RDWR | os.O_CREAT, 0o600
    )
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        message = f"a scaled site runs in {settings.VAR_DIR} already"
        raise GivenUpError(message) from error
    _alone.append(descriptor)
