"""A burst of one visitor over four web processes: the limit holds to the request."""

import asyncio
import ipaddress
import secrets
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from ops.faults.outcome import Outcome
from ops.faults.web import served

CALLS, LIMIT = 300, 30
# Networks set aside for tests of this kind; another visitor each time.
VISITORS = ipaddress.ip_network("198.18.0.0/15")


def limit_exact() -> Outcome:
    """Send 300 requests at once where 30 an hour are allowed."""
    with tempfile.TemporaryDirectory() as folder:
        proxies = {"TRUSTED_PROXIES": "127.0.0.1"}
        with served("ops.faults.limited_site", Path(folder), **proxies) as base:
            found = Counter(_in_own_loop(base))
    seen = [f"{number} x {status}" for status, number in sorted(found.items())]
    return Outcome(
        fault=f"{CALLS} concurrent requests of one visitor, 4 processes",
        expected=f"{LIMIT} x 200, {CALLS - LIMIT} x 429",
        seen=", ".join(seen),
        passed=found == {200: LIMIT, 429: CALLS - LIMIT},
    )


def _in_own_loop(base: str) -> list[int]:
    """In a thread of its own: the caller's may have a loop that runs already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_burst(base))).result()


async def _burst(base: str) -> list[int]:
    limits = httpx.Limits(max_connections=CALLS)
    visitor = VISITORS[secrets.randbelow(VISITORS.num_addresses)]
    headers = {"X-Real-IP": str(visitor)}
    async with httpx.AsyncClient(
        base_url=base, limits=limits, headers=headers, timeout=30
    ) as client:
        answers = await asyncio.gather(
            *(client.get("/robots.txt") for _ in range(CALLS))
        )
    return [answer.status_code for answer in answers]
