"""Replies and composed answers as JSON."""

from typing import Any

from django.urls import reverse

from knowledge.answers.shown import shown
from knowledge.ask import Quoted, Reply
from knowledge.models import Answer
from knowledge.quote_source import Source
from knowledge.record_facts import FromRecord


def reply_document(found: Reply) -> dict[str, Any]:
    """All of a reply. What is not there is null."""
    composing = found.composing
    return {
        "question": found.asked.text,
        "question_was_cut": found.asked.was_cut,
        "refused": found.refused,
        "reason": found.reason or None,
        "notice": found.notice or None,
        "corpus_version": found.corpus_version,
        "passages": [_passage(each) for each in found.passages],
        "passages_answer": not found.refused,
        "record": _record(found.record) if found.record else None,
        "answer": answer_document(composing.answer) if composing else None,
        "answer_notice": (composing.notice or None) if composing else None,
    }


def answer_document(answer: Answer) -> dict[str, Any]:
    """A composed answer, as far as it is; sentences name quotations by number."""
    found = shown(answer)
    return {
        "id": str(answer.pk),
        "url": reverse("answer", args=[answer.pk]),
        "status_url": reverse("answer_json", args=[answer.pk]),
        "question": answer.question,
        "status": answer.status,
        "supported": answer.is_supported,
        "failure": answer.failure or None,
        "model": answer.model,
        "corpus_version": answer.corpus_version,
        "sentences": [
            {"text": each.text, "quotations": each.numbers}
            for paragraph in found.paragraphs
            for each in paragraph.sentences
        ],
        "quotations": [
            {
                "number": each.number,
                "text": each.text,
                "source": _source(each.source) if each.source else None,
            }
            for each in found.footnotes
        ],
        "dropped_quotations": answer.dropped_quotations,
        "dropped_sentences": answer.dropped_statements,
        "finished_at": answer.finished_at,
    }


def _passage(each: Quoted) -> dict[str, Any]:
    best = [p.text for block in each.quote.blocks for p in block.parts if p.is_best]
    return {
        "quotation": each.quote.text,
        "best_sentence": best[0] if best else None,
        "source": _source(each.source),
    }


def _source(source: Source) -> dict[str, Any]:
    newer = source.newer
    return {
        "title": source.title,
        "publication": source.publication or None,
        "section": source.section or None,
        "page": source.page or None,
        "dated": source.dated,
        "origin": source.origin,
        "url": source.url,
        "superseded": source.is_superseded,
        "newer": {"name": newer.name, "dated": newer.dated, "url": newer.url}
        if newer
        else None,
    }


def _record(found: FromRecord) -> dict[str, Any]:
    return {
        "named": found.named,
        "is_sample": found.is_sample,
        "missing": found.missing or None,
        "search_url": found.search_url,
        "entries": [
            {
                "name": each.name,
                "what": each.what,
                "url": each.url,
                "facts": {fact.name: fact.value for fact in each.facts},
            }
            for each in found.entries
        ],
    }
