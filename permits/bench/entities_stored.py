"""Measures resolution with the database: a whole run, and one after a small delta.

The contacts are put into a scratch database without every two-hundredth of them, and
with mistakes in as many others. The delta is what sets that right: 1 % in all.
"""

import os
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection

from permits import derived
from permits.bench import memory, scratch
from permits.entities.contacts import Contact, read_csv
from permits.entities.graph import build_graph
from permits.entities.store import Resolved, resolve_entities

SCRATCH = "sfpermits_bench_entities"
SQL = Path(__file__).parent / "sql"
STEP = 200


def measure(
    contacts: Path, *, key: str, progress: Callable[[str], None]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Figures of both runs, and the entity of each contact after the second.

    Raises as read_csv does.
    """
    with scratch.database(SCRATCH, keep=False):
        progress("putting them into a scratch database")
        _load(_early(read_csv(contacts, key=key)))
        derived.run(SQL / "make_permits")
        derived.analyze("contacts", "permits")
        progress("resolving all of them there")
        ((server,),) = derived.rows("SELECT pg_backend_pid()")
        with memory.watched(os.getpid(), server) as seen:
            whole = _timed()
        progress("resolving what changed of 1 %")
        _load(_late(read_csv(contacts, key=key)))
        derived.analyze("contacts")
        after = _timed()
        placed = {
            contact: str(entity)
            for contact, entity in derived.rows(
                "SELECT contact_key, entity_id FROM entity_contacts"
            )
        }
    return whole | seen.figures() | {"incremental": after}, placed


def _timed() -> dict[str, Any]:
    start, start_cpu = time.perf_counter(), cpu_seconds()
    resolved = resolve_entities()
    stored = time.perf_counter() - start
    built = build_graph(touched=resolved.touched)
    return {
        "store": _steps(resolved, stored),
        "graph": built.figures(),
        "total_seconds": round(time.perf_counter() - start, 1),
        "cpu_seconds": round(cpu_seconds() - start_cpu, 1),
    }


def _steps(resolved: Resolved, seconds: float) -> dict[str, Any]:
    figures = resolved.figures()
    wanted = ("whole", "touched", "new", "merged", "seconds")
    return {"total": round(seconds, 1)} | {name: figures[name] for name in wanted}


def _early(contacts: Iterator[Contact]) -> Iterator[Contact]:
    """The contacts before the delta: some missing, some without their numbers."""
    for place, row in enumerate(contacts):
        if place % STEP == 1:
            mistaken = row.last_name[:-1]
            yield row._replace(license="", business_number="", last_name=mistaken)
        elif place % STEP:
            yield row


def _late(contacts: Iterator[Contact]) -> Iterator[Contact]:
    """What the delta brings."""
    return (row for place, row in enumerate(contacts) if place % STEP <= 1)


def _load(contacts: Iterator[Contact]) -> None:
    """Insert or correct contacts as a load does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO loads (dataset, source, origin, status, rows_read,"
            " rows_inserted, rows_changed, rows_rejected, values_unparsed,"
            " rejects_file, started_at, finished_at, error) VALUES ('contacts', 'csv',"
            " 'bench', 'succeeded', 0, 0, 0, 0, 0, '', now(), now(), '')"
        )
    derived.run(SQL / "stage_contacts")
    derived.copy_in("staged_contacts", map(_line, contacts))
    derived.run(SQL / "put_contacts")


def _line(row: Contact) -> tuple[object, ...]:
    texts = (text or None for text in islice(row, 10))
    return (*texts, date.fromordinal(row.day) if row.day else None)


def cpu_seconds() -> float:
    """Of this process, its children and, if on this machine, the server's for it."""
    used = sum(os.times()[:4])
    fields = _server_process("stat").rpartition(")")[2].split()
    return used + sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def _server_process(file: str) -> str:
    ((pid,),) = derived.rows("SELECT pg_backend_pid()")
    path = Path(f"/proc/{pid}/{file}")
    return path.read_text() if path.exists() else ""
