"""How well questions are answered, and how fast.

Run as `manage.py bench retrieval --corpus DIR --questions FILE.jsonl`, which loads the
folder into a scratch database that is kept for the next run, or with `--synthetic N`,
which compares the vector index with an exact search among N made-up chunks.

A line of the questions is an object with `type` (answerable, unanswerable; others are
left out), `question`, and for an answerable one `answer_passage` and perhaps `also_in`,
a list of objects with `passage`. It is a hit if a chunk holds the passage, whitespace
folded.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from knowledge.bench import synthetic as made_up
from knowledge.load import SourceFileError, load_documents
from knowledge.load.files import collection_of
from knowledge.models import Chunk, CorpusState, Document
from knowledge.retrieve import Mode, Retrieved, retrieve
from permits.bench import BenchError, scratch

SCRATCH = "sfpermits_bench_knowledge"
MODES: tuple[Mode, ...] = ("fused", "full text", "vectors")
DEPTH = 20
# How many passages a page asks for: what is timed.
SHOWN = 8
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Labelled:
    question: str
    answerable: bool
    passage: str = ""
    also: tuple[str, ...] = ()


def run(
    *,
    corpus: Path | None = None,
    questions: Path | None = None,
    synthetic: int | None = None,
    progress: Progress = lambda _words: None,
) -> dict[str, Any]:
    """Shares from 0 to 1, times in milliseconds.

    Raises:
        BenchError: neither a corpus with questions nor a size was given.
    """
    if synthetic:
        return made_up.run(synthetic, progress)
    if corpus is None or questions is None:
        raise BenchError(
            "bench retrieval needs --corpus and --questions, or --synthetic."
        )
    asked = read_questions(questions)
    with scratch.database(SCRATCH, keep=True):
        start = time.perf_counter()
        progress("loading")
        try:
            # What an earlier run loaded from another folder.
            Document.objects.exclude(collection=collection_of(corpus)).delete()
            report = load_documents([corpus])
        except SourceFileError as error:
            raise BenchError(str(error)) from error
        loaded = {"load_seconds": round(time.perf_counter() - start, 1)}
        progress(report.sentence())
        state = CorpusState.objects.get(pk=1)
        figures = {mode.replace(" ", "_"): measure(asked, mode) for mode in MODES}
        chunks = Chunk.objects.filter(document__same_as=None).count()
        return {"model": state.model_id, "chunks": chunks, **loaded, **figures}


def read_questions(path: Path) -> list[Labelled]:
    """The labelled questions of a file.

    Raises:
        BenchError: it cannot be read.
    """
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return [
            Labelled(
                question=row["question"],
                answerable=row["type"] == "answerable",
                passage=_folded(row.get("answer_passage") or ""),
                also=tuple(_folded(each["passage"]) for each in row.get("also_in", [])),
            )
            for row in rows
            if row["type"] in {"answerable", "unanswerable"}
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BenchError(f"{path} holds no labelled questions: {error}.") from error


def measure(asked: Sequence[Labelled], mode: Mode) -> dict[str, Any]:
    """Hits and refusals; `halves` are the odd and the even questions by themselves."""
    places: list[int | None] = []
    anywhere: list[int | None] = []
    refused: dict[bool, list[bool]] = {True: [], False: []}
    milliseconds: list[float] = []
    for each in asked:
        start = time.perf_counter()
        shown = retrieve(each.question, limit=SHOWN, mode=mode)
        milliseconds.append((time.perf_counter() - start) * 1000)
        refused[each.answerable].append(shown.refused)
        if each.answerable:
            found = retrieve(each.question, limit=DEPTH, mode=mode)
            places.append(place_of((each.passage,), found))
            anywhere.append(place_of((each.passage, *each.also), found))
    return {
        **hits(places),
        "also_elsewhere": hits(anywhere),
        "halves": [hits(places[::2])["hit@5"], hits(places[1::2])["hit@5"]],
        "unanswerable_refused": _share(refused[False]),
        "falsely_refused": _share(refused[True]),
        "ms": made_up.percentiles(milliseconds),
    }


def place_of(passages: Sequence[str], found: Retrieved) -> int | None:
    """At which place, from 1, the first passage stands that holds one of these."""
    for place, each in enumerate(found.passages, start=1):
        text = _folded(each.chunk.text)
        if any(passage in text for passage in passages):
            return place
    return None


def hits(places: Sequence[int | None]) -> dict[str, float]:
    found = [place for place in places if place]
    number = max(1, len(places))
    shares = {
        f"hit@{depth}": round(sum(place <= depth for place in found) / number, 3)
        for depth in (1, 5, 20)
    }
    return shares | {"mrr": round(sum(1 / place for place in found) / number, 3)}


def _share(flags: Sequence[bool]) -> float | None:
    return round(mean(flags), 3) if flags else None


def _folded(text: str) -> str:
    return " ".join(text.split())
