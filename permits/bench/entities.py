"""Measures entity resolution: how right on labelled contacts, how fast, how large."""

import csv
import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from permits.bench import BenchError, entities_stored, memory
from permits.entities.contacts import read_csv
from permits.entities.entities import Resolution
from permits.entities.resolve import resolve

Labels = Mapping[str, str]

# The labelled set's traps: pairs of entities that must not be merged.
TRAPS = {"SL": "shared_license", "SN": "same_name", "JS": "father_and_son"}


class Truth(NamedTuple):
    """The labels of one file: each contact's true entity, and its trap if any."""

    entity: Labels
    trap: Labels


def read_truth(path: Path) -> Truth:
    """Labels of a CSV with `id`, `entity_id` and, if there are traps, `apart_group`.

    Raises ValueError naming the columns that the file lacks.
    """
    entity, trap = {}, {}
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        if missing := {"id", "entity_id"} - set(rows.fieldnames or ()):
            raise ValueError(f"{path.name} has no column {', '.join(sorted(missing))}.")
        for row in rows:
            entity[row["id"]] = row["entity_id"]
            if row.get("apart_group"):
                trap[row["id"]] = row["apart_group"]
    return Truth(entity, trap)


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _rates(precision: float, recall: float) -> dict[str, float]:
    both = precision + recall
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / both if both else 0.0, 4),
    }


def score(truth: Labels, found: Labels) -> dict[str, dict[str, float]]:
    """Pairwise and B-cubed figures from the table of true against found groups.

    Linear in contacts. A contact that was not placed counts as a group of its own.
    """
    placed = {contact: found.get(contact, f"alone {contact}") for contact in truth}
    true_sizes = Counter(truth.values())
    found_sizes = Counter(placed.values())
    cells = Counter((truth[contact], placed[contact]) for contact in truth)
    together = sum(map(_pairs, cells.values()))
    precision = recall = 0.0
    for (entity, group), count in cells.items():
        precision += count * count / found_sizes[group]
        recall += count * count / true_sizes[entity]
    return {
        "pairwise": _rates(
            together / max(1, sum(map(_pairs, found_sizes.values()))),
            together / max(1, sum(map(_pairs, true_sizes.values()))),
        ),
        "b_cubed": _rates(precision / len(truth), recall / len(truth)),
    }


def merged_traps(truth: Truth, found: Labels) -> dict[str, float]:
    """Of the pairs of contacts that must stay apart, the share that was merged."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for contact, trap in truth.trap.items():
        groups[trap].append(contact)
    wrong: Counter[str] = Counter()
    all_pairs: Counter[str] = Counter()
    for trap, contacts in groups.items():
        kind = TRAPS.get(trap[:2], trap[:2])
        true = Counter(truth.entity[each] for each in contacts)
        merged = Counter(found.get(each, each) for each in contacts)
        right = Counter(
            (truth.entity[each], found.get(each, each)) for each in contacts
        )
        all_pairs[kind] += _pairs(len(contacts)) - sum(map(_pairs, true.values()))
        wrong[kind] += sum(map(_pairs, merged.values())) - sum(
            map(_pairs, right.values())
        )
    return {
        kind: round(wrong[kind] / pairs, 4)
        for kind, pairs in all_pairs.items()
        if pairs
    }


def most_entities_in_one(truth: Labels, found: Labels, *, at_least: int = 5) -> int:
    """The most true entities, of so many contacts each, that one group holds."""
    cells = Counter((found.get(contact, contact), truth[contact]) for contact in truth)
    held = Counter(group for (group, _), count in cells.items() if count >= at_least)
    return max(held.values(), default=0)


def _found(resolution: Resolution) -> Labels:
    return {
        contact: str(place)
        for place, entity in enumerate(resolution.entities)
        for contact in entity.contacts
    }


@contextmanager
def _said_if_unreadable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BenchError(f"{error.filename}: {error.strerror}.") from error
    except ValueError as error:
        raise BenchError(str(error)) from error


def run(
    *,
    contacts: Path,
    truth: Path | None = None,
    key: str = "id",
    stored: bool = False,
    progress: Callable[[str], None] = lambda _words: None,
) -> dict[str, Any]:
    """Resolve the contacts of a CSV; with labels, score the result.

    `contacts` has the columns of data set 3pee-9qhc; `key` names the one by which rows
    are told apart and labelled ("pts_agent_id" in the city's own files). Seconds
    include reading the file; memory is as memory.watched has it. `stored` also
    measures it with the database (entities_stored), in whole and after a small delta.
    Raises BenchError where a file cannot be read or lacks a column.
    """
    with _said_if_unreadable():
        labels = read_truth(truth) if truth else None
    progress(f"resolving the contacts of {contacts.name}")
    start, start_cpu = time.perf_counter(), sum(os.times()[:4])
    with _said_if_unreadable(), memory.watched(os.getpid()) as seen:
        resolution = resolve(read_csv(contacts, key=key))
    seconds, cpu = time.perf_counter() - start, sum(os.times()[:4]) - start_cpu
    found = _found(resolution)
    result: dict[str, Any] = {
        "contacts": len(found),
        "entities": len(resolution.entities),
        "possible_pairs": len(resolution.possible),
        "methods": dict(Counter(each.method for each in resolution.entities)),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        **seen.figures(),
    }
    if labels:
        result |= score(labels.entity, found)
        result["wrongly_merged"] = merged_traps(labels, found)
        result["most_entities_in_one"] = most_entities_in_one(labels.entity, found)
    if stored:
        figures, placed = entities_stored.measure(contacts, key=key, progress=progress)
        result["stored"] = figures
        # How far the partial run is from what a whole one finds, and from the truth.
        figures["incremental"]["agreement"] = score(found, placed)
        if labels:
            figures["incremental"] |= score(labels.entity, placed)
    return result
