import datetime as dt

from knowledge.models import Chunk, Document
from knowledge.retrieve.agree import without_repeats

TEXT = "The notice shall be at least {size} inches wide and posted in the lobby."


def chunk(pk: int, size: int, year: int | None, document: int | None = None) -> Chunk:
    date = dt.date(year, 1, 1) if year else None
    made = Document(pk=document or pk, effective_date=date)
    return Chunk(pk=pk, document=made, text=TEXT.format(size=size))


def order(*chunks: Chunk) -> list[tuple[int, bool]]:
    scored = [(each, 0.9 - place / 10) for place, each in enumerate(chunks)]
    return [(each.chunk.pk, each.superseded) for each in without_repeats(scored)]


def test_the_same_words_are_shown_once_from_the_newest() -> None:
    assert order(chunk(1, 30, 2001), chunk(2, 30, 2020), chunk(3, 30, None)) == [
        (2, False)
    ]


def test_of_two_figures_the_newer_leads() -> None:
    assert order(chunk(1, 30, 2001), chunk(2, 15, 2026)) == [(2, False), (1, True)]
    assert order(chunk(2, 15, 2026), chunk(1, 30, 2001)) == [(2, False), (1, True)]


def test_two_rows_of_one_document_both_hold() -> None:
    rows = chunk(1, 30, 2001, document=9), chunk(2, 15, 2001, document=9)
    assert order(*rows) == [(1, False), (2, False)]


def test_the_lead_keeps_its_score() -> None:
    scored = [(chunk(1, 30, 2001), 0.9), (chunk(2, 15, 2026), 0.5)]
    assert [each.score for each in without_repeats(scored)] == [0.9, 0.5]
