"""`python -m locustfiles.open_loop --url U --rate 300 --duration 60`: a fixed rate.

Users who wait for an answer before they ask again ask less of a slow site, and so hide
how slow it is. Here requests are sent when they are due, whether or not others have
been answered, and each time counts from when it was due.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from rich.console import Console

from locustfiles import content, names, results, tables
from locustfiles.course import Asked, Course
from locustfiles.mixes import BROWSE
from locustfiles.open_files import raise_limit
from locustfiles.record import STEADY, WHOLE, Record, Seen
from locustfiles.run import RunError, key
from locustfiles.site import Site, SiteError
from locustfiles.zipf import seeded

PATIENCE: Final = 30.0
# Requests of one visitor: fewer in a minute than any limit allows.
EACH_VISITOR: Final = 8
# Those of the mix whose pages come from the lists.
LISTED: Final = ("permit", "search", "parcel", "entity", "station", "ask")


@dataclass(slots=True)
class Wire:
    """Keep-alive connections to one server, as many as there are requests at once."""

    host: str
    port: int
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(
        default_factory=list
    )

    async def get(self, path: str, headers: dict[str, str]) -> tuple[bytes, bytes]:
        """Give head and body. A kept connection that was closed is opened anew."""
        said = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        request = f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{said}\r\n"
        while self.idle:
            kept = self.idle.pop()
            try:
                return await self._ask(kept, request)
            except (OSError, EOFError):
                kept[1].close()
        opened = await asyncio.open_connection(self.host, self.port)
        return await self._ask(opened, request)

    async def _ask(
        self,
        kept: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        request: str,
    ) -> tuple[bytes, bytes]:
        reader, writer = kept
        writer.write(request.encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        body = await _body(reader, head)
        self.idle.append(kept)
        return head, body

    def close(self) -> None:
        for _, writer in self.idle:
            writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if b"transfer-encoding: chunked" not in head:
        return await reader.readexactly(int(header(head, b"content-length") or 0))
    parts = []
    while size := int((await reader.readline()).partition(b";")[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)


def header(head: bytes, name: bytes) -> bytes:
    """Give a header of a head in lower case; empty without."""
    _, found, after = head.partition(b"\r\n" + name + b":")
    return after.partition(b"\r\n")[0].strip() if found else b""


@dataclass(slots=True)
class Arrivals:
    """Requests that come at a rate, and what became of them."""

    wire: Wire
    course: Course
    rate: float
    record: Record = field(default_factory=Record)
    waiting: int = 0
    most_waiting: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    async def come(self, seconds: int) -> None:
        draws = seeded("open", self.course.seed)
        weights = [BROWSE[name] for name in LISTED]
        start = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(int(self.rate * seconds)):
                due = start + number / self.rate
                late = time.perf_counter() - due
                if late < 0:
                    await asyncio.sleep(-late)
                self.record.lag.add(max(0.0, time.perf_counter() - due) * 1000)
                if number % EACH_VISITOR == 0:
                    self.headers = self.course.headers("open")
                scenario = draws.choices(LISTED, weights)[0]
                page = self.course.page(scenario, draws)
                group.create_task(self._one(scenario, page, due, self.headers))

    async def _one(
        self, scenario: str, page: Asked, due: float, headers: dict[str, str]
    ) -> None:
        self.waiting += 1
        self.most_waiting = max(self.most_waiting, self.waiting)
        status, size, error, cache = 0, 0, "", b""
        try:
            async with asyncio.timeout(PATIENCE):
                head, body = await self._followed(page.path, headers)
            status, size = int(head[9:12]), len(body)
            cache = header(head, b"x-cache")
            encoding = header(head, b"content-encoding").decode()
            error = content.error(status, body, encoding, page.marks)
        except (OSError, EOFError, TimeoutError, ValueError) as failure:
            error = f"no answer: {type(failure).__name__}"
        self.waiting -= 1
        took = (time.perf_counter() - due) * 1000
        kept = cache.decode().upper()
        seen = Seen(scenario, took, size, status, error, page.path, kept)
        self.record.add(seen, is_steady=True)

    async def _followed(
        self, path: str, headers: dict[str, str]
    ) -> tuple[bytes, bytes]:
        head, body = await self.wire.get(path, headers)
        # Numbers lead to their permit's page; nothing leads further.
        if head[9:12] in {b"301", b"302"}:
            target = urlsplit(header(head, b"location").decode()).path
            return await self.wire.get(target, headers)
        return head, body


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m locustfiles.open_loop")
    parser.add_argument("--url", required=True)
    parser.add_argument("--rate", type=float, default=300, help="requests a second")
    parser.add_argument("--duration", type=int, default=60, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--universe", type=float, default=1.0)
    parser.add_argument("--names", type=Path, help="file of what to ask for, kept")
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args(given)
    console = Console()
    try:
        arrivals = _arrivals(asked, console)
    except (RunError, SiteError) as error:
        console.print(str(error), style="red", markup=False)
        return 2
    before = time.process_time()
    asyncio.run(_all(arrivals, asked.duration))
    arrivals.record.cpu_seconds = time.process_time() - before
    arrivals.record.seconds = {WHOLE: asked.duration, STEADY: asked.duration}
    document = results.document(
        arrivals.record,
        {"url": asked.url, "rate": asked.rate, "seconds": asked.duration},
    )
    document["most_waiting"] = arrivals.most_waiting
    tables.show(console, document)
    console.print(f"At most {arrivals.most_waiting:,} requests were waiting at once.")
    if asked.output:
        results.write(document, asked.output)
    return 1 if results.failed(document) else 0


async def _all(arrivals: Arrivals, seconds: int) -> None:
    await arrivals.come(seconds)
    arrivals.wire.close()


def _arrivals(given: argparse.Namespace, console: Console) -> Arrivals:
    raise_limit()
    parts = urlsplit(given.url)
    if parts.scheme != "http" or not parts.hostname:
        raise RunError(f"--url must be like http://127.0.0.1:8000, not {given.url!r}.")
    if given.names and given.names.exists():
        found = names.read(given.names)
    else:
        with Site(given.url, key()) as site:
            found = names.gather(site, given.seed, given.universe, console.print)
    course = Course(found, os.environ.get("LOAD_TEST_KEY", ""), given.seed)
    return Arrivals(Wire(parts.hostname, parts.port or 80), course, given.rate)


if __name__ == "__main__":
    sys.exit(main())
